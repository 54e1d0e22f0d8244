#!/usr/bin/env python3
"""All servers of these tests on one loopback port. The output's first line: this port, that of the same
over TLS, that of a proxy, and the file with the certificate ("-" without openssl). Ends with its
standard input."""
import os
import shutil
import ssl
import subprocess
import sys
import tempfile

import faults
import replay
import s3_server
from http_server import Counter, Server


def make_certificate(folder):
    """For the name localhost alone: the address is not in it."""
    if not shutil.which("openssl"):
        return None
    key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "ca.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout",
                    key, "-out", certificate, "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost"], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


class TlsServer(Server):
    def __init__(self, answer, context):
        super().__init__(answer)
        self.context = context

    def finish_request(self, request, client_address):
        try:
            with self.context.wrap_socket(request, server_side=True) as wrapped:
                self.RequestHandlerClass(wrapped, client_address, self)
        except (ssl.SSLError, OSError):
            return


class Proxy:
    """Passes requests with the whole URL on; asks for a password."""

    def __init__(self, served, answer):
        self.served, self.answer = served, answer

    def __call__(self, handler, request):
        if request.values.get("proxy-authorization") != "Basic cHJveHktdXNlcjpwcm94eS1jYW5hcnk=":
            self.served.add("proxy_refused")
            return handler.send(407, b"", [("Proxy-Authenticate", "Basic realm=x")])
        self.served.add("proxy")
        request.target = "/" + request.target.split("/", 3)[3]
        request.path = request.target.partition("?")[0]
        return self.answer(handler, request)


def main():
    served = Counter()

    def leak(handler, request):
        served.add("leak")
        handler.send(200, b"{}")

    other = Server(leak).start()
    routes = {"fault": faults.Faults(served, other), "alpaca": replay.Alpaca(served),
              "x-old": replay.X(served, False), "x-new": replay.X(served, True),
              "s3": s3_server.S3(served), "s3t": s3_server.S3(served, "/s3t", s3_server.TOKEN)}

    def answer(handler, request):
        first = request.path.split("/")[1]
        if first == "served":
            return handler.send(200, str(served.get(request.path.split("/", 2)[2])).encode())
        if first == "control":
            return routes["s3"].control(handler, request)
        if first in routes:
            return routes[first](handler, request)
        return handler.send(404, b"no route")

    with tempfile.TemporaryDirectory() as folder:
        made = make_certificate(folder)
        tls = TlsServer(answer, made[0]).start() if made else 0
        proxy = Server(Proxy(served, answer)).start()
        print(Server(answer).start(), tls, proxy, made[1] if made else "-", flush=True)
        sys.stdin.read()


main()
