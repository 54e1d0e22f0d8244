#!/usr/bin/env python3
"""mkt_fetch.py MKT PAGES PEER_PYTHON [--json FILE]: `mkt fetch` from a server on this machine, and the
processor's time that a page takes in libfetch and in requests, json and boto3. Least of all rounds, in
which they take turns."""
import datetime
import hashlib
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "../tests/integration/fetch"))
from http_server import Server  # noqa: E402

PAGE, SYMBOLS, DAYS, ROUNDS, TURNS, CALL = 10000, 500, 252, 9, 15, 5
UTC = datetime.timezone.utc


def row(i, when):
    base = 100 + i % 80
    return {"c": base + i % 100 / 100, "h": base + 2.25, "l": base - 1.5, "n": 1000 + i % 777,
            "o": base + (i + 50) % 100 / 100, "t": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "v": 100000 + i * 37 % 99999, "vw": base + i * 7919 % 1000000 / 1000000}


def day(i):
    return datetime.datetime(2024, 1, 1, 5, tzinfo=UTC) + datetime.timedelta(days=i // 5 * 7 + i % 5)


def minute(i):
    return datetime.datetime(2020, 1, 1, tzinfo=UTC) + datetime.timedelta(minutes=i)


class Answers:
    """Made once, before anything is measured."""

    def __init__(self):
        self.pages = {}

    def page(self, symbols, first):
        if (symbols, first) not in self.pages:
            many = re.fullmatch(r"PAGES(\d+)", symbols)
            count, time_of = (int(many[1]) * PAGE, minute) if many else (DAYS, day)
            names, bars = sorted(symbols.split(",")), {}
            total = len(names) * count
            for i in range(first, min(first + PAGE, total)):
                bars.setdefault(names[i // count], []).append(row(i % count, time_of(i % count)))
            token = str(first + PAGE) if first + PAGE < total else None
            text = json.dumps({"bars": bars, "next_page_token": token}, separators=(",", ":"))
            self.pages[symbols, first] = text.encode()
        return self.pages[symbols, first]

    def __call__(self, handler, request):
        if request.method == "PUT":
            etag = hashlib.md5(request.body, usedforsecurity=False).hexdigest()
            return handler.send(200, b"", [("ETag", f'"{etag}"')])
        body = b'{"corporate_actions":{},"next_page_token":null}'
        if request.path.endswith("/bars"):
            body = self.page(request.params["symbols"], int(request.params.get("page_token", "0")))
        handler.send(200, body, [("Content-Type", "application/json; charset=UTF-8")])


def serve(pipe):
    pipe.send(Server(Answers()).start())
    pipe.recv()


def fetch_all(mkt, url):
    """Seconds, seconds of the processor, MB at the most."""
    with tempfile.TemporaryDirectory() as folder:
        names = ",".join(f"S{i}" for i in range(SYMBOLS))
        environment = {"HOME": folder, "APCA_API_DATA_URL": url, "APCA_API_KEY_ID": "bench-id",
                       "APCA_API_SECRET_KEY": "bench-secret"}
        begin = time.monotonic()
        child = subprocess.Popen([mkt, "fetch", "bars", "--symbols", names, "--since", "2024-01-01", "--format",
                                  "csv", "--store", f"sqlite:{folder}/store.db"], env=environment,
                                 stdout=subprocess.PIPE)
        rows = child.stdout.read().decode().splitlines()
        _, status, usage = os.wait4(child.pid, 0)
        took = time.monotonic() - begin
        assert status == 0 and sum(r.endswith(f",1Day,sip,{DAYS},0,0,0") for r in rows) == SYMBOLS, rows[:3]
        return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Side:
    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        print(line, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def compare(program, python, url):
    """Microseconds of a page: what -> (libfetch, peer)."""
    ours = Side(program, url)
    peer = Side(python, "-B", os.path.join(here, "fetch_peer.py"), url) if os.path.exists(python) else None
    name = peer.process.stdout.readline().strip() if peer else "! no build/peers"
    if name.startswith("!"):
        print(f"SKIPPED requests and boto3: {name[2:]}")
        peer = None
    # boto3 waits a second for a word before it sends a body: one a turn.
    lines = [(f"bars {CALL}", CALL), ("put 1", 1), (f"json {CALL}", CALL)]
    rounds = [[ours.ask(line) / n for line, n in lines[:2]] +
              [peer.ask(line) / n for line, n in lines if peer] for _ in range(TURNS)]
    least = [min(column) for column in zip(*rounds)]
    for side in filter(None, (ours, peer)):
        side.process.communicate()
    return name, least


def main():
    mkt, program, python = sys.argv[1:4]
    here_end, there_end = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there_end,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{here_end.recv()}"
    fetch_all(mkt, url)  # makes the pages
    whole = [min(column) for column in zip(*(fetch_all(mkt, url) for _ in range(ROUNDS)))]
    print(f"mkt fetch, {SYMBOLS} symbols of {DAYS} daily bars: {whole[0]:.2f} s, {whole[1]:.2f} s of the processor, "
          f"{whole[2]:.1f} MB at the most")
    name, least = compare(program, python, url)
    print(f"\nmicroseconds of the processor a page ({name})\n{'':32}{'libfetch':>10}{'peer':>10}{'ratio':>8}")
    table = [("get, read: json", 0, 4), ("get, read: columns, times", 0, 2), ("put 1.1 MB", 1, 3)]
    for what, ours, peer in table:
        got = f"{least[peer]:10.0f}{least[peer] / least[ours]:8.1f}" if len(least) > 2 else ""
        print(f"{what:32}{least[ours]:10.0f}{got}")
    here_end.send(None)
    if len(sys.argv) == 6:
        with open(sys.argv[5], "w", encoding="utf-8") as file:
            json.dump({"fetch": dict(zip(("seconds", "processor", "megabytes"), whole)), "peer": name,
                       "page_us": least}, file)


main()
