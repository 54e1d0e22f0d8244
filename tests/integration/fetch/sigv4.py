"""A strict verifier of Signature Version 4 for S3: it accepts what the specification says and nothing
that merely happens to work."""
import datetime
import hashlib
import hmac
import re
import urllib.parse

UNRESERVED = "-._~"
ALWAYS_SIGNED = {"host", "content-type", "content-md5", "range", "if-match", "if-none-match",
                 "if-modified-since"}
NEVER_SIGNED = {"connection", "expect", "te", "trailer", "transfer-encoding", "user-agent",
                "x-amzn-trace-id", "authorization"}


class Refused(Exception):
    """The S3 error code, HTTP status and what is wrong."""

    def __init__(self, code, status, why, **more):
        super().__init__(f"{code}: {why}")
        self.code, self.status, self.why, self.more = code, status, why, more


def refuse(code, why, status=403, **more):
    raise Refused(code, status, why, **more)


def encode(data, safe=""):
    return urllib.parse.quote(data, safe=UNRESERVED + safe)


def check_path(path):
    """Each byte is encoded once and in upper case, and nothing that need not be."""
    if encode(urllib.parse.unquote_to_bytes(path), "/") != path:
        refuse("SignatureDoesNotMatch", f"path is not in canonical form: {path}")


def check_query(query):
    pairs = [pair.split("=", 1) for pair in query.split("&")] if query else []
    if any(len(pair) != 2 for pair in pairs):
        refuse("SignatureDoesNotMatch", "a parameter without '='")
    for pair in pairs:
        for part in pair:
            if encode(urllib.parse.unquote_to_bytes(part)) != part:
                refuse("SignatureDoesNotMatch", f"query is not in canonical form: {part}")
    names = [pair[0] for pair in pairs]
    if len(set(names)) != len(names):
        refuse("SignatureDoesNotMatch", "a parameter comes twice")
    return dict(pairs)


def canonical_headers(headers, signed):
    lines = []
    for name in signed:
        if name not in headers:
            refuse("SignatureDoesNotMatch", f"{name} is signed but not sent")
        value = re.sub("[ \t]+", " ", headers[name].strip(" \t"))
        lines.append(f"{name}:{value}\n")
    return "".join(lines)


def signing_key(secret, date, region, service="s3"):
    key = ("AWS4" + secret).encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def signature(secret, method, path, query, headers, signed, payload, time, region):
    canonical = "\n".join([method, path, query, canonical_headers(headers, signed),
                           ";".join(signed), payload])
    scope = f"{time[:8]}/{region}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", time, scope,
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = signing_key(secret, time[:8], region)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def check_time(time, now, seconds):
    if not re.fullmatch(r"\d{8}T\d{6}Z", time):
        refuse("AccessDenied", "bad time")
    then = datetime.datetime.strptime(time, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    return (now - then).total_seconds(), seconds


def check_scope(credential, keys, region):
    parts = credential.split("/")
    if len(parts) != 5 or parts[3:] != ["s3", "aws4_request"]:
        refuse("AuthorizationHeaderMalformed", "bad credential", 400)
    if parts[0] not in keys:
        refuse("InvalidAccessKeyId", "no such key")
    if parts[2] != region:
        refuse("AuthorizationHeaderMalformed", "wrong region", 400, Region=region)
    return parts[0], parts[1]


def check_signed(signed, headers):
    if signed != sorted(set(signed)):
        refuse("SignatureDoesNotMatch", "signed headers are not in order")
    for name in headers:
        must = name in ALWAYS_SIGNED or name.startswith("x-amz-")
        if must and name not in signed:
            refuse("AccessDenied", f"{name} is not signed")
        if name in NEVER_SIGNED and name in signed:
            refuse("SignatureDoesNotMatch", f"{name} is signed")


def verify_header(method, path, query, headers, body, keys, region, now, token):
    match = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), "
                         r"Signature=([0-9a-f]{64})", headers.get("authorization", ""))
    if not match:
        refuse("AccessDenied", "no signature")
    credential, signed, given = match[1], match[2].split(";"), match[3]
    key, date = check_scope(credential, keys, region)
    time, payload = headers.get("x-amz-date", ""), headers.get("x-amz-content-sha256", "")
    age, _ = check_time(time, now, 0)
    if abs(age) > 900:
        refuse("RequestTimeTooSkewed", "the clock is wrong")
    if time[:8] != date:
        refuse("SignatureDoesNotMatch", "date and scope differ")
    check_signed(signed, headers)
    if token is not None and headers.get("x-amz-security-token") != token:
        refuse("InvalidToken", "wrong token", 400)
    want = signature(keys[key], method, path, query, headers, signed, payload, time, region)
    if not hmac.compare_digest(want, given):
        refuse("SignatureDoesNotMatch", "the signature is another")
    if payload != hashlib.sha256(body).hexdigest():
        refuse("XAmzContentSHA256Mismatch", "the body is another", 400)


def verify_presigned(method, path, query, headers, pairs, keys, region, now):
    values = {name: urllib.parse.unquote(value) for name, value in pairs.items()}
    if values.get("X-Amz-Algorithm") != "AWS4-HMAC-SHA256":
        refuse("AccessDenied", "no signature")
    key, _ = check_scope(values.get("X-Amz-Credential", ""), keys, region)
    age, limit = check_time(values.get("X-Amz-Date", ""), now, int(values["X-Amz-Expires"]))
    if age > limit or age < -900:
        refuse("AccessDenied", "Request has expired")
    unsigned = "&".join(part for part in query.split("&") if not part.startswith("X-Amz-Signature="))
    want = signature(keys[key], method, path, unsigned, headers,
                     values["X-Amz-SignedHeaders"].split(";"), "UNSIGNED-PAYLOAD",
                     values["X-Amz-Date"], region)
    if not hmac.compare_digest(want, values.get("X-Amz-Signature", "")):
        refuse("SignatureDoesNotMatch", "the signature is another")


def verify(method, target, headers, body, keys, region, now=None, token=None):
    """`headers`: a list of pairs as sent. Raises Refused."""
    now = now or datetime.datetime.now(datetime.timezone.utc)
    names = [name.lower() for name, _ in headers]
    if len(set(names)) != len(names):
        refuse("SignatureDoesNotMatch", "a header comes twice")
    values = {name.lower(): value for name, value in headers}
    path, _, query = target.partition("?")
    check_path(path)
    pairs = check_query(query)
    if "X-Amz-Signature" in pairs:
        verify_presigned(method, path, query, values, pairs, keys, region, now)
        return
    if query != "&".join(sorted(query.split("&"))):
        refuse("SignatureDoesNotMatch", "the query is not sorted")
    verify_header(method, path, query, values, body, keys, region, now, token)
