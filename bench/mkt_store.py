#!/usr/bin/env python3
"""mkt_store.py MKT [--json FILE] [--symbols N]: what `mkt fetch bars` asks of an S3 store on loopback
when it loads N symbols (500) with five years of daily bars, one new day of them, and the same again. The services are
those of the tests, in Python: the times hold theirs."""
import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/integration/fetch"))
import s3_server  # noqa: E402
from http_server import Server  # noqa: E402

FIRST, DAYS, PAGE = datetime.date(2019, 1, 1), 1300, 10000


class Counter:
    def __init__(self):
        self.values = {}

    def add(self, name, by=1):
        self.values[name] = self.values.get(name, 0) + by
        return self.values[name]

    def get(self, name):
        return self.values.get(name, 0)


class Alpaca:
    def __init__(self):
        self.days = DAYS
        self.pages = 0

    @staticmethod
    def row(number, i):
        date = FIRST + datetime.timedelta(days=i // 5 * 7 + i % 5)
        close = 20 + number % 97 + (i * 7919 + number * 104729) % 1000 / 100
        return {"t": f"{date}T05:00:00Z", "o": close, "h": round(close + 1.25, 2), "l": round(close - 1.5, 2),
                "c": round(close + 0.5, 2), "v": 100000 + i * 37 % 99999, "n": 1000 + i, "vw": close}

    def __call__(self, handler, request):
        params = request.params
        if not request.path.endswith("/v2/stocks/bars"):
            return self.send(handler, {"corporate_actions": {}, "next_page_token": None})
        since = datetime.date.fromisoformat(params["start"][:10])
        start = max(0, (since - FIRST).days // 7 * 5)
        symbols = sorted(params["symbols"].split(","))
        count = self.days - start
        first = int(params.get("page_token", "0"))
        bars = {}
        for at in range(first, min(first + PAGE, count * len(symbols))):
            symbol = symbols[at // count]
            bars.setdefault(symbol, []).append(self.row(int(symbol[1:]), start + at % count))
        self.pages += 1
        more = first + PAGE < count * len(symbols)
        return self.send(handler, {"bars": bars, "next_page_token": str(first + PAGE) if more else None})

    @staticmethod
    def send(handler, body):
        handler.send(200, json.dumps(body).encode(), [("Content-Type", "application/json")])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    parser.add_argument("mkt")
    parser.add_argument("--symbols", type=int, default=500)
    options = parser.parse_args()
    counter, alpaca = Counter(), Alpaca()
    s3 = s3_server.S3(counter)
    names = ("s3_put", "s3_get", "s3_get_list", "s3_bytes_in", "s3_bytes_out")
    answer = lambda handler, request: (s3 if request.path.startswith("/s3") else alpaca)(handler, request)  # noqa: E731
    base = f"http://127.0.0.1:{Server(answer).start()}"
    rows = []
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8",
                       "AWS_ENDPOINT_URL_S3": base + "/s3", "AWS_REGION": "test-region-1", "AWS_ACCESS_KEY_ID": "s3-id",
                       "AWS_SECRET_ACCESS_KEY": "s3-canary-secret", "APCA_API_DATA_URL": base,
                       "APCA_API_KEY_ID": "id", "APCA_API_SECRET_KEY": "secret"}
        command = [options.mkt, "fetch", "bars", "--symbols", ",".join(f"S{i}" for i in range(options.symbols)),
                   "--store", "s3://bucket/bench", "--format", "csv"]
        for what, days, more in (("first load", DAYS, ["--from", str(FIRST)]), ("one new day", DAYS + 1, []),
                                 ("the same again", DAYS + 1, [])):
            alpaca.days = days
            before, pages, start = [counter.get(n) for n in names], alpaca.pages, time.monotonic()
            subprocess.run(command + more, env=environment, check=True, stdout=subprocess.DEVNULL)
            seconds = time.monotonic() - start
            rows.append([what, alpaca.pages - pages] +
                        [counter.get(n) - b for n, b in zip(names, before)] + [round(seconds, 1)])
    heads = ("update", "pages", "PUTs", "GETs", "lists", "bytes sent", "bytes read", "seconds")
    print("| " + " | ".join(heads) + " |\n|---|" + "--:|" * (len(heads) - 1))
    for row in rows:
        print("| " + " | ".join(f"{v:,}" if isinstance(v, int) else str(v) for v in row) + " |")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump([dict(zip(heads, row)) for row in rows], out)


main()
