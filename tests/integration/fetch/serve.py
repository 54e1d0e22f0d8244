#!/usr/bin/env python3
"""All servers of these tests on one loopback port, which is the first line of the output. Ends with
its standard input."""
import sys

import faults
import replay
import s3_server
from http_server import Counter, Server


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
        if first in routes:
            return routes[first](handler, request)
        return handler.send(404, b"no route")

    print(Server(answer).start(), flush=True)
    sys.stdin.read()


main()
