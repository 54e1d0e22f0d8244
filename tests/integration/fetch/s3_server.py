"""S3 in memory behind the strict verifier. Keys that begin with "fault-" fail once in their way."""
import base64
import binascii
import hashlib
import random
import re
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape

import sigv4

REGION = "test-region-1"
KEYS = {"s3-id": "s3-canary-secret"}
TOKEN = "s3-canary-token"
LEAST_PART = 5 << 20


class S3:
    def __init__(self, served, prefix="/s3", token=None):
        self.served, self.prefix, self.token = served, prefix, token
        self.lock, self.objects, self.uploads = threading.RLock(), {}, {}
        self.hold, self.conflicts = 0.0, 0

    def control(self, handler, request):
        """What tests ask for: how long a PUT waits before it is stored, how many of the next ones meet
        another writer; the objects' number; damage to one."""
        params = request.params
        self.hold = float(params.get("hold", self.hold))
        self.conflicts = int(params.get("conflicts", self.conflicts))
        if "damage" in params:
            with self.lock:
                found = self.objects[params["damage"]]
                found["data"], found["etag"] = found["data"][:-9], '"damaged"'
        if "remove" in params:
            with self.lock:
                self.objects.pop(params["remove"], None)
        handler.send(200, str(len(self.objects)).encode())

    def error(self, handler, request, status, code, more=None, headers=()):
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in (more or {}).items())
        body = (f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>m'
                f"</Message>{inner}<RequestId>s3-request-1</RequestId></Error>").encode()
        head = request.method == "HEAD"
        handler.send(status, body, [("Content-Type", "application/xml"), *headers], head=head)

    def __call__(self, handler, request):
        try:
            sigv4.verify(request.method, request.target, request.headers, request.body, KEYS, REGION,
                         token=self.token)
        except sigv4.Refused as refused:
            print("refused:", request.method, request.target, refused, flush=True)
            self.served.add("s3_" + refused.code)
            return self.error(handler, request, refused.status, refused.code, refused.more)
        self.served.add("s3_verified")
        path = request.path[len(self.prefix) + 1:]
        _, _, encoded = path.partition("/")
        key = urllib.parse.unquote(encoded)
        if key.startswith("fault-") and self.served.get(key) == 0 and self.fault(handler, request, key):
            return None
        name = request.method.lower()
        self.served.add("s3_" + name + ("_list" if not key else ""))
        if not key:
            return self.list(handler, request)
        if "uploads" in request.params or "uploadId" in request.params:
            return self.upload(handler, request, key)
        return getattr(self, "do_" + name)(handler, request, key)

    def fault(self, handler, request, key):
        """True when it has been served."""
        if key == "fault-lost-put" and request.method == "PUT":
            self.store(request, key, request.body)
            self.served.add(key)
            handler.reset()
        if key == "fault-reset-get" and request.method == "GET":
            data = self.objects[key]["data"]
            self.served.add(key)
            handler.send(200, data[:len(data) // 2], self.head_of(key), length=len(data))
            time.sleep(0.05)
            handler.reset()
        if key == "fault-slowdown":
            self.served.add(key)
            self.error(handler, request, 503, "SlowDown")
            return True
        if key == "fault-complete200" and request.method == "POST" and "uploadId" in request.params:
            self.served.add(key)
            handler.send(200, b"   <Error><Code>InternalError</Code></Error>")
            return True
        if key == "fault-lost-complete" and request.method == "POST" and "uploadId" in request.params:
            self.complete(None, request, key)
            self.served.add(key)
            handler.reset()
        return False

    # ---- objects

    def head_of(self, key):
        found = self.objects[key]
        headers = [("ETag", found["etag"]), ("Last-Modified", "Mon, 03 Jan 2022 14:30:00 GMT"),
                   ("Content-Type", found["type"])]
        if found["sum"]:
            headers.append(("x-amz-checksum-sha256", found["sum"]))
        headers += [(name, value) for name, value in found["meta"].items()]
        return headers

    def store(self, request, key, data, etag=None, total=None):
        values = request.values
        found = {"data": data, "etag": etag or '"' + hashlib.md5(data).hexdigest() + '"',
                 "type": values.get("content-type", ""), "sum": total,
                 "meta": {k: v for k, v in values.items() if k.startswith("x-amz-meta-")}}
        with self.lock:
            self.objects[key] = found
        return found["etag"]

    def refused(self, handler, request, key):
        values = request.values
        with self.lock:
            found = self.objects.get(key)
        if values.get("if-none-match") == "*" and found:
            self.error(handler, request, 412, "PreconditionFailed")
            return True
        if "if-match" in values and not found:
            self.error(handler, request, 404, "NoSuchKey")
            return True
        if "if-match" in values and values["if-match"] != found["etag"]:
            self.error(handler, request, 412, "PreconditionFailed")
            return True
        return False

    def do_put(self, handler, request, key):
        total = request.values.get("x-amz-checksum-sha256")
        digest = base64.b64encode(hashlib.sha256(request.body).digest()).decode()
        if total and total != digest:
            return self.error(handler, request, 400, "BadDigest")
        if self.conflicts > 0:
            self.conflicts -= 1
            code = (409, "ConditionalRequestConflict") if self.conflicts % 2 else (412, "PreconditionFailed")
            return self.error(handler, request, *code)
        self.served.add("s3_holding")
        time.sleep(self.hold * random.random())
        with self.lock:  # looking and storing are one
            if self.refused(handler, request, key):
                return self.served.add("s3_refused_put")
            etag = self.store(request, key, request.body, total=total)
        self.served.add("s3_stored")
        self.served.add("s3_bytes_in", len(request.body))
        handler.send(200, b"", [("ETag", etag)])

    def do_head(self, handler, request, key):
        if key not in self.objects:
            return self.error(handler, request, 404, "NoSuchKey")
        data = self.objects[key]["data"]
        handler.send(200, b"", self.head_of(key), length=len(data), head=True)

    def do_get(self, handler, request, key):
        if key not in self.objects:
            return self.error(handler, request, 404, "NoSuchKey")
        found = self.objects[key]
        if request.values.get("if-none-match") == found["etag"]:
            return handler.send(304, b"", [("ETag", found["etag"])])
        if "if-match" in request.values and self.refused(handler, request, key):
            return None
        data, match = found["data"], re.fullmatch(r"bytes=(\d+)-(\d*)", request.values.get("range", ""))
        if not match:
            self.served.add("s3_bytes_out", len(data))
            return handler.send(200, data, self.head_of(key))
        first = int(match[1])
        last = min(int(match[2] or len(data) - 1), len(data) - 1)
        if first >= len(data):
            return self.error(handler, request, 416, "InvalidRange")
        place = ("Content-Range", f"bytes {first}-{last}/{len(data)}")
        return handler.send(206, data[first:last + 1], [*self.head_of(key), place])

    def do_delete(self, handler, request, key):
        with self.lock:
            self.objects.pop(key, None)
        handler.send(204)

    # ---- lists

    def list(self, handler, request):
        params = request.params
        if params.get("list-type") != "2" or params.get("encoding-type") != "url":
            return self.error(handler, request, 400, "InvalidArgument")
        prefix, delimiter = params.get("prefix", ""), params.get("delimiter", "")
        after = params.get("start-after", "")
        if "continuation-token" in params:
            after = base64.b64decode(params["continuation-token"]).decode()[1:]
        limit, items, last = int(params.get("max-keys", "1000")), [], after
        with self.lock:
            keys = sorted(self.objects, key=lambda key: key.encode())
        truncated = False
        for key in keys:
            if not key.startswith(prefix) or key.encode() <= after.encode():
                continue
            group = None
            if delimiter and delimiter in key[len(prefix):]:
                group = prefix + key[len(prefix):].split(delimiter)[0] + delimiter
                if after.startswith(group) or (items and items[-1] == (group, True)):
                    last = key
                    continue
            if len(items) == limit:
                truncated = True
                break
            items.append((group or key, bool(group)))
            last = key
        out = [f"<IsTruncated>{str(truncated).lower()}</IsTruncated><EncodingType>url</EncodingType>"]
        if truncated:
            token = base64.b64encode(("+" + last).encode()).decode()
            out.append(f"<NextContinuationToken>{token}</NextContinuationToken>")
        for name, is_group in items:
            quoted = urllib.parse.quote_plus(name)
            if is_group:
                out.append(f"<CommonPrefixes><Prefix>{quoted}</Prefix></CommonPrefixes>")
            else:
                found = self.objects[name]
                out.append(f"<Contents><Key>{quoted}</Key><Size>{len(found['data'])}</Size>"
                           f"<ETag>{escape(found['etag'])}</ETag>"
                           "<LastModified>2022-01-03T14:30:00.000Z</LastModified></Contents>")
        body = ('<?xml version="1.0" encoding="UTF-8"?><ListBucketResult '
                'xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' + "".join(out) +
                "</ListBucketResult>")
        return handler.send(200, body.encode())

    # ---- parts

    def upload(self, handler, request, key):
        params, method = request.params, request.method
        if method == "POST" and "uploads" in params:
            upload = f"up/{self.served.add('s3_uploads')}+="
            with self.lock:
                self.uploads[upload] = {}
            return handler.send(200, ("<InitiateMultipartUploadResult><UploadId>" + upload +
                                      "</UploadId></InitiateMultipartUploadResult>").encode())
        upload = params["uploadId"]
        if upload not in self.uploads:
            return self.error(handler, request, 404, "NoSuchUpload")
        if method == "PUT":
            etag = '"' + hashlib.md5(request.body).hexdigest() + '"'
            self.uploads[upload][int(params["partNumber"])] = (request.body, etag)
            return handler.send(200, b"", [("ETag", etag)])
        if method == "DELETE":
            self.uploads.pop(upload)
            self.served.add("s3_aborted")
            return handler.send(204)
        return self.complete(handler, request, key)

    def complete(self, handler, request, key):
        upload = self.uploads[request.params["uploadId"]]
        named = re.findall(r"<PartNumber>(\d+)</PartNumber><ETag>&quot;([0-9a-f]+)&quot;</ETag>",
                           request.body.decode())
        if handler and self.refused(handler, request, key):
            return
        parts = [upload[int(number)] for number, _ in named]
        if any(etag != f'"{given}"' for (_, etag), (_, given) in zip(parts, named)):
            return self.error(handler, request, 400, "InvalidPart")
        if any(len(data) < LEAST_PART for data, _ in parts[:-1]):
            return self.error(handler, request, 400, "EntityTooSmall")
        sums = b"".join(binascii.unhexlify(etag.strip('"')) for _, etag in parts)
        etag = f'"{hashlib.md5(sums).hexdigest()}-{len(parts)}"'
        self.store(request, key, b"".join(data for data, _ in parts), etag=etag)
        self.uploads.pop(request.params["uploadId"])
        if handler:
            handler.send(200, ("\n <CompleteMultipartUploadResult><ETag>" + escape(etag, {'"': "&quot;"}) +
                               "</ETag></CompleteMultipartUploadResult>").encode())
