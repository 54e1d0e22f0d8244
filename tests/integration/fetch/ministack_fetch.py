#!/usr/bin/env python3
"""ministack_fetch.py MKT: a store in ministack's S3, with keys as its endpoints give them: a container's, an
instance's (IMDSv2, which it insists on), and those of a role that STS was asked for, in the environment.
ministack takes any signature, so all goes through a relay that keeps the keys that were given and verifies
with them what comes. Runs in build/servers, from tests/servers.txt."""
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

import sigv4
from http_server import Server

try:
    import botocore.session
    import ministack  # noqa: F401
except ImportError:
    print("ministack is missing")
    sys.exit(77)

REGION, BUCKET = "eu-west-1", "store"
DROP = {"connection", "transfer-encoding", "content-length", "date", "server"}


class Relay:
    def __init__(self, port):
        self.port, self.keys, self.tokens = port, {}, {}
        self.paths, self.verified, self.refused = [], {}, []

    def give(self, found):
        self.keys[found["AccessKeyId"]] = found["SecretAccessKey"]
        self.tokens[found["AccessKeyId"]] = found["Token"]

    def check(self, request):
        given = request.values.get("authorization", "")
        identity = given.partition("Credential=")[2].partition("/")[0]
        try:
            sigv4.verify(request.method, request.target, request.headers, request.body, self.keys, REGION,
                         token=self.tokens.get(identity))
            self.verified[identity] = self.verified.get(identity, 0) + 1
        except sigv4.Refused as refused:
            self.refused.append(f"{request.method} {request.target}: {refused}")

    def __call__(self, handler, request):
        self.paths.append((request.method, request.path))
        is_s3 = request.path.startswith("/" + BUCKET)
        if is_s3:
            self.check(request)
        onward = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        onward.request(request.method, request.target, request.body, dict(request.headers))
        answer = onward.getresponse()
        body = answer.read()
        if not is_s3 and answer.status == 200 and body.startswith(b"{"):
            self.give(json.loads(body))
        headers = [(n, v) for n, v in answer.getheaders() if n.lower() not in DROP]
        if request.method == "HEAD":
            headers.append(("Content-Length", answer.getheader("Content-Length", "0")))
        handler.send(answer.status, body, headers, head=request.method == "HEAD")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def start(folder):
    """ministack with what is needed alone, on loopback; its only other listener, IoT's, is off."""
    port = free_port()
    settings = {"PATH": os.environ["PATH"], "HOME": folder, "TMPDIR": folder, "GATEWAY_PORT": str(port),
                "BIND_HOST": "127.0.0.1", "SERVICES": "s3,sts,iam,imds", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0",
                "MINISTACK_IMDS_V2_REQUIRED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with open(os.path.join(folder, "ministack.log"), "wb") as log:
        child = subprocess.Popen([sys.executable, "-m", "ministack"], env=settings, stdout=log, stderr=log)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return child, port
        except OSError:
            assert child.poll() is None, open(os.path.join(folder, "ministack.log"), encoding="utf-8").read()
            time.sleep(0.1)
    child.kill()
    raise AssertionError("ministack does not answer")


def service(name, port):
    return botocore.session.get_session().create_client(
        name, region_name=REGION, endpoint_url=f"http://127.0.0.1:{port}", aws_access_key_id="test",
        aws_secret_access_key="test")


def import_bars(mkt, folder, relay, url, name, environment):
    """Stores a bar with these keys, and reads it again. What was verified and with whose keys."""
    csv = os.path.join(folder, "bars.csv")
    with open(csv, "w", encoding="utf-8") as file:
        file.write("date,open,high,low,close,volume\n2024-01-02,1,2,0.5,1.5,100\n")
    keep = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    environment = keep | environment | {"HOME": folder, "AWS_REGION": REGION, "AWS_ENDPOINT_URL_S3": url}
    store = f"s3://{BUCKET}/{name}"
    relay.paths.clear(), relay.verified.clear(), relay.refused.clear()
    out = ""
    for words in (["import", csv, "--symbol", "AAPL", "--feed", "test", "--timeframe", "1Day"],
                  ["store", "cat", "bars", "AAPL", "--format", "csv"]):
        done = subprocess.run([mkt, *words, "--store", store], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        assert done.returncode == 0, done.stdout
        out += done.stdout
    assert "2024-01-02" in out, out
    for secret in [*relay.keys.values(), *relay.tokens.values()]:
        assert secret not in out, "a secret was told"
    assert not relay.refused and relay.verified, relay.refused
    print(f"{name}: {sum(relay.verified.values())} requests signed with keys that were given")


def main():
    mkt = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        child, port = start(folder)
        try:
            service("s3", port).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
            relay = Relay(port)
            url = f"http://127.0.0.1:{Server(relay).start()}"
            import_bars(mkt, folder, relay, url, "container", {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": url + "/v2/credentials/task"})
            assert ("GET", "/v2/credentials/task") in relay.paths
            import_bars(mkt, folder, relay, url, "instance", {"AWS_EC2_METADATA_SERVICE_ENDPOINT": url})
            assert relay.paths[0] == ("PUT", "/latest/api/token"), relay.paths[:3]
            role = service("sts", port).assume_role(RoleArn="arn:aws:iam::000000000000:role/writer",
                                                    RoleSessionName="test")["Credentials"]
            relay.give({**role, "Token": role["SessionToken"]})
            import_bars(mkt, folder, relay, url, "role", {
                "AWS_ACCESS_KEY_ID": role["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": role["SecretAccessKey"],
                "AWS_SESSION_TOKEN": role["SessionToken"]})
            assert set(relay.verified) == {role["AccessKeyId"]}, "other keys were used"
        finally:
            child.terminate()
            child.wait()


main()
