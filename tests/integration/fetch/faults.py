"""Servers that fail. /fault/CASE/... fails in the way of CASE, most once and then answers well; each
fault is counted when it has been served."""
import gzip
import json
import time
import zlib

BAR = {"t": "2022-01-03T14:30:00Z", "o": 1, "h": 2, "l": 1, "c": 2, "v": 3, "n": 1, "vw": 1.5}
GOOD = json.dumps({"bars": {"AAPL": BAR}}).encode()
LEAK = "leak"


def bomb(size):
    """`size` zero bytes as gzip, in pieces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    for _ in range(size >> 20):
        yield packer.compress(block)
    yield packer.flush()


class Faults:
    def __init__(self, served, other_port):
        self.served, self.other_port = served, other_port

    def __call__(self, handler, request):
        case = request.path.split("/")[2]
        fault = getattr(self, "fault_" + case)
        self.case = case
        fault(handler, request, self.served.get(case) == 0)

    def done(self, case):
        self.served.add(case)

    def good(self, handler):
        handler.send(200, GOOD, [("Content-Type", "application/json")])

    def status(self, handler, case, status, headers=(), body=b"{\"message\":\"fault\"}"):
        self.done(case)
        handler.send(status, body, headers)

    def fault_none(self, handler, request, first):
        self.done("none")
        self.good(handler)

    def fault_429_reset(self, handler, request, first):
        if not first:
            return self.good(handler)
        reset = int(time.time()) + 2
        self.status(handler, "429_reset", 429, [("X-RateLimit-Limit", "200"),
                                                ("X-RateLimit-Remaining", "0"),
                                                ("X-RateLimit-Reset", str(reset))])

    def fault_429_none(self, handler, request, first):
        if not first:
            return self.good(handler)
        self.status(handler, "429_none", 429)

    def fault_429_absurd(self, handler, request, first):
        if not first:
            return self.good(handler)
        self.status(handler, "429_absurd", 429, [("X-RateLimit-Reset", "4102444800")])

    def fault_429_past(self, handler, request, first):
        if not first:
            return self.good(handler)
        self.status(handler, "429_past", 429, [("X-RateLimit-Reset", "1000000000")])

    def fault_503(self, handler, request, first):
        if not first:
            return self.good(handler)
        self.status(handler, "503", 503, body=b"upstream connect error")

    def fault_error200(self, handler, request, first):
        if not first:
            return self.good(handler)
        self.status(handler, "error200", 200, body=b"{\"message\":\"internal error\"}")

    def fault_truncated(self, handler, request, first):
        if not first:
            return self.good(handler)
        handler.send(200, GOOD[:20], length=len(GOOD))
        self.done("truncated")
        handler.close()

    def fault_chunked(self, handler, request, first):
        if not first:
            return self.good(handler)
        handler.send(200, b"a\r\n" + GOOD[:10] + b"\r\n", [("Transfer-Encoding", "chunked")])
        self.done("chunked")
        handler.close()

    def fault_drip(self, handler, request, first):
        handler.send(200, b"", length=len(GOOD))
        self.done("drip")
        for byte in GOOD:
            handler.raw(bytes([byte]))
            time.sleep(0.1)

    def fault_stall(self, handler, request, first):
        if not first:
            return self.good(handler)
        handler.send(200, GOOD[:5], length=len(GOOD))
        self.done("stall")
        time.sleep(3)
        handler.close()

    def fault_reset(self, handler, request, first):
        if not first:
            return self.good(handler)
        handler.send(200, GOOD[:30], length=len(GOOD))
        self.done("reset")
        time.sleep(0.05)
        handler.reset()

    def fault_silent(self, handler, request, first):
        if not first:
            return self.good(handler)
        self.done("silent")
        handler.close()

    def fault_html(self, handler, request, first):
        self.status(handler, "html", 200, [("Content-Type", "text/html")],
                    b"<html><body>Please sign in</body></html>")

    def fault_redirect(self, handler, request, first):
        place = f"http://localhost:{self.other_port}/leak"
        self.status(handler, "redirect", 302, [("Location", place)], b"")

    def fault_bomb(self, handler, request, first):
        handler.send(200, b"", [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
        self.done("bomb")
        for block in bomb(256 << 20):
            if block:
                handler.raw(b"%x\r\n%s\r\n" % (len(block), block))
        handler.raw(b"0\r\n\r\n")

    def fault_gzip(self, handler, request, first):
        if "gzip" not in request.values.get("accept-encoding", ""):
            return handler.send(400, b"no gzip was asked for")
        self.status(handler, "gzip", 200, [("Content-Encoding", "gzip")], gzip.compress(GOOD))

    def fault_badgzip(self, handler, request, first):
        if not first:
            return self.good(handler)
        self.status(handler, "badgzip", 200, [("Content-Encoding", "gzip")], b"this is not gzip")

    def fault_headers(self, handler, request, first):
        self.status(handler, "headers", 200, [(f"X-{i}", "x" * 1000) for i in range(90)], GOOD)

    def fault_stale(self, handler, request, first):
        """A kept connection dies when it is used again."""
        if request.number == 1:
            return self.good(handler)
        self.done("stale")
        handler.close()

    def fault_clock(self, handler, request, first):
        self.status(handler, "clock", 200, [("Date", "Mon, 03 Jan 2022 14:31:00 GMT")], GOOD)

    def fault_future(self, handler, request, first):
        bar = dict(BAR, t="2099-01-03T14:30:00Z")
        self.status(handler, "future", 200, body=json.dumps({"bars": {"AAPL": bar}}).encode())
