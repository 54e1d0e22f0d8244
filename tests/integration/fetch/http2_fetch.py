#!/usr/bin/env python3
"""http2_fetch.py MKT: `mkt fetch` over TLS from hypercorn, which says by which HTTP each request came: 2 where
it is offered, else 1.1. Runs in build/servers, from tests/servers.txt."""
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile

try:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
except ImportError:
    print("hypercorn is missing")
    sys.exit(77)
if not shutil.which("openssl"):
    print("openssl is missing")
    sys.exit(77)

BARS = 300


def page(first, count):
    rows = [{"t": f"2022-01-03T{i // 60:02}:{i % 60:02}:00Z", "o": 100, "h": 101, "l": 99, "c": 100.5, "v": i}
            for i in range(first, first + count)]
    token = str(first + count) if first + count < BARS else None
    return {"bars": {"AAPL": rows}, "next_page_token": token}


class App:
    def __init__(self):
        self.versions, self.secrets, self.connections = [], 0, set()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return
        self.versions.append(scope["http_version"])
        self.connections.add(scope["client"])
        self.secrets += (b"apca-api-secret-key", b"http2-canary-secret") in scope["headers"]
        query = dict(part.split("=", 1) for part in scope["query_string"].decode().split("&"))
        body = {"corporate_actions": {}, "next_page_token": None}
        if scope["path"] == "/v2/stocks/bars":
            body = page(int(query.get("page_token", "0")), 100)
        await send({"type": "http.response.start", "status": 200,
                    "headers": [(b"content-type", b"application/json"), (b"X-RateLimit-Remaining", b"150")]})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})


async def fetch(mkt, folder, port, store):
    keep = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    child = await asyncio.create_subprocess_exec(
        mkt, "fetch", "bars", "AAPL", "--timeframe", "1Min", "--since", "2022-01-03", "--format", "csv", "--store",
        f"sqlite:{folder}/{store}.db", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=keep | {"HOME": folder, "APCA_API_DATA_URL": f"https://localhost:{port}", "APCA_API_KEY_ID": "identity",
                    "APCA_API_SECRET_KEY": "http2-canary-secret", "CURL_CA_BUNDLE": f"{folder}/ca.pem"})
    said = (await child.communicate())[0].decode()
    assert child.returncode == 0 and f"AAPL,1Min,sip,{BARS},0,0,0" in said, said
    assert "canary" not in said, said


async def check(mkt, folder, offered, version):
    """A server that offers these protocols is asked by HTTP of this version, over one connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    config, app, end = Config(), App(), asyncio.Event()
    config.bind, config.alpn_protocols = [f"fd://{listener.fileno()}"], offered
    config.certfile, config.keyfile = f"{folder}/ca.pem", f"{folder}/key.pem"
    config.accesslog = config.errorlog = None
    server = asyncio.create_task(serve(app, config, shutdown_trigger=end.wait))
    await fetch(mkt, folder, listener.getsockname()[1], version)
    end.set()
    await server
    assert len(app.versions) == 4 and set(app.versions) == {version}, app.versions
    assert app.secrets == 4 and len(app.connections) == 1, (app.secrets, app.connections)
    print(f"{' and '.join(offered) or 'nothing'} offered: 4 requests by HTTP/{version}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout",
                        f"{folder}/key.pem", "-out", f"{folder}/ca.pem", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost"], check=True, stderr=subprocess.DEVNULL)
        asyncio.run(check(sys.argv[1], folder, ["h2", "http/1.1"], "2"))
        asyncio.run(check(sys.argv[1], folder, ["http/1.1"], "1.1"))


main()
