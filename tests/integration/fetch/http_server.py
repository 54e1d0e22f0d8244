"""A small HTTP/1.1 server that shows requests as they came and lets answers be as wrong as wanted."""
import datetime
import email.utils
import socket
import socketserver
import struct
import threading
import urllib.parse


class Gone(Exception):
    """The connection is to be left as it is now."""


class Request:
    def __init__(self, method, target, headers, body, number, connection):
        self.method, self.target, self.headers = method, target, headers
        self.body, self.number, self.connection = body, number, connection
        self.path, _, self.query = target.partition("?")
        self.values = {name.lower(): value for name, value in headers}
        self.params = dict(urllib.parse.parse_qsl(self.query, keep_blank_values=True))


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.buffer, number = b"", 0
        self.request.settimeout(60)
        try:
            while True:
                number += 1
                request = self.read(number)
                self.server.answer(self, request)
                if request.values.get("connection", "").lower() == "close":
                    return
        except (Gone, ConnectionError, TimeoutError, OSError):
            return

    def more(self):
        data = self.request.recv(1 << 16)
        if not data:
            raise Gone
        self.buffer += data

    def read(self, number):
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        headers = [tuple(part.strip(" ") for part in line.split(":", 1)) for line in lines[1:]]
        length = int({name.lower(): value for name, value in headers}.get("content-length", "0"))
        while len(self.buffer) < length:
            self.more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Request(method, target, headers, body, number, self)

    def send(self, status, body=b"", headers=(), length=None, head=False):
        """`length`: what Content-Length says instead of the truth."""
        names = {name.lower() for name, _ in headers}
        lines = [f"HTTP/1.1 {status} Reason"]
        if "date" not in names:
            lines.append(f"Date: {email.utils.formatdate(usegmt=True)}")
        if "content-length" not in names and "transfer-encoding" not in names and status != 304:
            lines.append(f"Content-Length: {len(body) if length is None else length}")
        lines += [f"{name}: {value}" for name, value in headers]
        data = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        self.raw(data if head else data + body)

    def raw(self, data):
        self.request.sendall(data)

    def close(self):
        """In good order."""
        raise Gone

    def reset(self):
        """As a machine that dies: RST."""
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.request.close()
        raise Gone


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, answer, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.answer = answer

    def handle_error(self, request, client_address):
        raise

    def start(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self.server_address[1]


class Counter:
    """How often things happened, by name."""

    def __init__(self):
        self.lock, self.counts = threading.Lock(), {}

    def add(self, name, much=1):
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + much
            return self.counts[name]

    def get(self, name):
        with self.lock:
            return self.counts.get(name, 0)


def now():
    return datetime.datetime.now(datetime.timezone.utc)
