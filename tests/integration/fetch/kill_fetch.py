#!/usr/bin/env python3
"""kill_fetch.py MKT ROUNDS [SEED]: `mkt fetch` is killed at random moments and started again. What was
stored stays, a run goes on where the last one ended, and in the end every bar is there, once."""
import collections
import datetime
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from http_server import Server

DAYS, PAGE = 500, 120
SYMBOLS = ["AAPL", "AMZN", "BRK.B", "META", "MSFT"]
FIRST = datetime.date(2016, 1, 4)


def date(i):
    return FIRST + datetime.timedelta(days=i // 5 * 7 + i % 5)


def row(symbol, i):
    base = 100 * (SYMBOLS.index(symbol) + 1) + i
    return {"t": f"{date(i)}T05:00:00Z", "o": base, "h": base + 1, "l": base - 1, "c": base + 0.5,
            "v": 1000 + i, "n": i, "vw": base}


class Alpaca:
    """Pages of PAGE bars, each after a short while."""

    def __init__(self):
        self.starts = []

    def __call__(self, handler, request):
        params = request.params
        if request.path != "/v2/stocks/bars":
            split = {"id": "1", "symbol": "AAPL", "new_rate": 4, "old_rate": 1, "ex_date": "2020-08-31"}
            wanted = "AAPL" in params["symbols"].split(",")
            return self.send(handler, {"corporate_actions": {"forward_splits": [split] if wanted else []},
                                       "next_page_token": None})
        time.sleep(0.004)
        rows = [(s, i) for s in sorted(params["symbols"].split(",")) for i in range(DAYS)
                if str(date(i)) >= params["start"]]
        first = int(params.get("page_token", "0"))
        if first == 0:
            self.starts.append((params["symbols"], params["start"]))
        bars = {}
        for symbol, i in rows[first:first + PAGE]:
            bars.setdefault(symbol, []).append(row(symbol, i))
        more = first + PAGE < len(rows)
        self.send(handler, {"bars": bars, "next_page_token": str(first + PAGE) if more else None})

    @staticmethod
    def send(handler, body):
        handler.send(200, json.dumps(body).encode(), [("Content-Type", "application/json")])


def stored(path):
    """Symbol -> times. Also: the file is sound, and no note says more than is there."""
    if not os.path.exists(path):
        return {}
    db = sqlite3.connect(path)
    try:
        if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return {}  # killed while it was made
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        out = collections.defaultdict(list)
        for symbol, when in db.execute("SELECT symbol, time FROM bars JOIN series ON series = id ORDER BY 1, 2"):
            out[symbol].append(when)
        for key, value in db.execute("SELECT key, value FROM meta WHERE key LIKE 'note:fetch/bars/%'"):
            symbol = key.split("/")[2]
            assert int(value.split()[1]) == out[symbol][-1], f"{key}: {value}, stored to {out[symbol][-1]}"
        return dict(out)
    finally:
        db.close()


def check_whole(path):
    db = sqlite3.connect(path)
    got = db.execute("SELECT symbol, time, open, close, volume FROM bars JOIN series ON series = id"
                     " ORDER BY 1, 2").fetchall()
    midnight = datetime.time(tzinfo=datetime.timezone.utc)
    want = [(s, int(datetime.datetime.combine(date(i), midnight).timestamp()) * 1000, r["o"], r["c"], r["v"])
            for s in SYMBOLS for i in range(DAYS) for r in [row(s, i)]]
    assert got == want, f"{len(got)} bars, not the {len(want)} that there are"
    assert db.execute("SELECT count(*) FROM splits").fetchone()[0] == 1
    assert db.execute("SELECT count(*) FROM revisions").fetchone()[0] == 0
    db.close()


def main():
    mkt, rounds = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    print("seed", seed)
    chance, alpaca = random.Random(seed), Alpaca()
    url = f"http://127.0.0.1:{Server(alpaca).start()}"
    killed = resumed = whole = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "store.db")
        keep = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
        environment = keep | {"HOME": folder, "APCA_API_DATA_URL": url, "APCA_API_KEY_ID": "identity",
                              "APCA_API_SECRET_KEY": "secret-of-the-kill-test"}
        command = [mkt, "fetch", "bars", "--symbols", ",".join(SYMBOLS), "--store", "sqlite:" + path]
        before, started = {}, time.monotonic()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        length = time.monotonic() - started
        check_whole(path)
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        while killed < rounds:
            alpaca.starts.clear()
            child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.PIPE, text=True)
            try:
                child.wait(chance.uniform(0, length))
            except subprocess.TimeoutExpired:
                child.kill()
            said = child.communicate()[1]
            assert child.returncode in (0, -signal.SIGKILL), f"status {child.returncode}: {said}"
            after = stored(path)
            for symbol, times in before.items():
                assert after.get(symbol, [])[:len(times)] == times, f"{symbol}: bars are gone"
            for symbols, start in alpaca.starts:
                for symbol in set(symbols.split(",")) & set(before):
                    reached = (datetime.datetime.fromtimestamp(before[symbol][-1] // 1000, datetime.timezone.utc)).date()
                    assert start == str(reached - datetime.timedelta(days=7)), f"{symbol} begins at {start}"
                    resumed += 1
            killed += child.returncode != 0
            before = after
            if child.returncode == 0:
                check_whole(path)
                whole += 1
                before = {}
                for name in os.listdir(folder):
                    os.remove(os.path.join(folder, name))
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        check_whole(path)
    print(f"{killed} killed, {resumed} times a symbol went on where it ended, {whole + 1} brought to the end")
    assert rounds < 10 or (resumed > 0 and whole > 0)


main()
