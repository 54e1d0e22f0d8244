#!/usr/bin/env python3
"""against_botocore.py SIGN_LINES: signatures of libfetch, of botocore and of the strict verifier are the
same for random requests; the verifier takes botocore's and none that was touched."""
import datetime
import hashlib
import random
import subprocess
import sys
import urllib.parse

try:
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError:
    print("skipped: botocore is missing")
    sys.exit(77)

import botocore
import sigv4

SEED, CASES = 20221101, 400
REGION = "eu-test-1"
TEXTS = ["a", "Z9", "-._~", " ", "+", "=", "/", "%", "%2F", "?", "#", "&", ":", ";", ",", "@", "$", "!",
         "*", "'", "(", ")", "\u00e9", "\u20ac", "\U0001f600", "..", ".", "//", "\\", "[", "{", "|", "\x01"]


def text(chance, most):
    return "".join(chance.choice(TEXTS) for _ in range(chance.randint(1, most)))


def encode(value, safe=""):
    return urllib.parse.quote(value, safe="-._~" + safe)


def make(chance):
    key, body = text(chance, 12), chance.randbytes(chance.randint(0, 50))
    method = chance.choice(["GET", "PUT", "HEAD", "DELETE", "POST"])
    names = chance.sample(["prefix", "delimiter", "list-type", "uploadId", "partNumber", "uploads",
                           "continuation-token"], chance.randint(0, 4))
    query = "&".join(sorted(f"{encode(name)}={encode(text(chance, 5)) if chance.random() < 0.8 else ''}"
                            for name in names))
    headers = {}
    for name in chance.sample(["content-type", "if-none-match", "if-match", "range", "x-amz-meta-a",
                               "x-amz-meta-a-b", "x-amz-meta-zz", "x-amz-checksum-sha256",
                               "x-amz-server-side-encryption",
                               "x-amz-server-side-encryption-aws-kms-key-id"], chance.randint(0, 5)):
        headers[name] = chance.choice(["*", '"etag"', "two  words   inside", "bytes=0-9", "v"])
    time = datetime.datetime(2022, 11, 1) + datetime.timedelta(seconds=chance.randint(0, 10**7))
    token = chance.choice([None, "token/+=" + str(chance.random())])
    return {"method": method, "path": "/bucket/" + encode(key, "/"), "query": query, "headers": headers,
            "body": body, "time": time, "token": token, "id": "ID" + str(chance.randint(1, 3)),
            "secret": "secret" + str(chance.randint(1, 3)), "host": "store.example:9000"}


def by_botocore(case):
    url = f"http://{case['host']}{case['path']}" + (f"?{case['query']}" if case["query"] else "")
    request = AWSRequest(method=case["method"], url=url, data=case["body"], headers=case["headers"])
    stamp = case["time"].strftime("%Y%m%dT%H%M%SZ")
    request.context["timestamp"] = stamp
    auth = S3SigV4Auth(Credentials(case["id"], case["secret"], case["token"]), "s3", REGION)
    request.headers["X-Amz-Date"] = stamp
    request.headers["X-Amz-Content-SHA256"] = hashlib.sha256(case["body"]).hexdigest()
    if case["token"]:
        request.headers["X-Amz-Security-Token"] = case["token"]
    string = auth.string_to_sign(request, auth.canonical_request(request))
    auth._inject_signature_to_request(request, auth.signature(string, request))
    return request.headers["Authorization"], {**{k.lower(): v for k, v in request.headers.items()
                                                 if k.lower() != "authorization"}, "host": case["host"]}


def line_of(case, headers):
    fields = [case["method"], case["path"], case["query"], headers["x-amz-content-sha256"],
              headers["x-amz-date"], REGION, case["id"], case["secret"], case["token"] or ""]
    for name in sorted(headers):
        fields += [name, headers[name]]
    return "\t".join(fields)


def verify(case, headers, authorization, **changes):
    case = {**case, **changes}
    target = case["path"] + (f"?{case['query']}" if case["query"] else "")
    sent = [*headers.items(), ("authorization", authorization)]
    now = case["time"].replace(tzinfo=datetime.timezone.utc)
    sigv4.verify(case["method"], target, sent, case["body"], {case["id"]: case["secret"]}, REGION,
                 now=now, token=case["token"])


def is_refused(*args, **changes):
    try:
        verify(*args, **changes)
    except sigv4.Refused:
        return True
    return False


def main():
    chance = random.Random(SEED)
    cases = [make(chance) for _ in range(CASES)]
    signed = [by_botocore(case) for case in cases]
    lines = "\n".join(line_of(case, headers) for case, (_, headers) in zip(cases, signed)) + "\n"
    ours = subprocess.run([sys.argv[1]], input=lines.encode(), stdout=subprocess.PIPE,
                          check=True).stdout.decode().splitlines()
    if len(ours) != CASES:
        sys.exit(f"{len(ours)} signatures of {CASES}")
    for case, (theirs, headers), mine in zip(cases, signed, ours):
        if mine != theirs:
            sys.exit(f"differs for {case}:\n{mine}\n{theirs}")
        verify(case, headers, mine)
        touched = [is_refused(case, headers, mine, body=case["body"] + b"x"),
                   is_refused(case, headers, mine, path=case["path"] + "x"),
                   is_refused(case, headers, mine, secret=case["secret"] + "x"),
                   is_refused(case, headers, mine, query="a=b"),
                   is_refused(case, {**headers, "x-amz-date": "20010101T000000Z"}, mine),
                   is_refused(case, {**headers, "x-amz-meta-new": "unsigned"}, mine)]
        if not all(touched):
            sys.exit(f"taken though touched, {touched}: {case}")
    print(f"{CASES} requests, seed {SEED}: the same signatures as botocore {botocore.__version__}")


main()
