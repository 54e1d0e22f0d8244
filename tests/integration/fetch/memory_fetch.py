#!/usr/bin/env python3
"""memory_fetch.py MKT BARS: `mkt fetch` takes a long replay, whose pages are made as they are asked for, in
little memory: the most that it had in the end, and that this does not grow with the bars."""
import datetime
import os
import subprocess
import sys
import tempfile

from http_server import Server

PAGE, LIMIT_MB = 10000, 64
START = datetime.datetime(2016, 1, 1, tzinfo=datetime.timezone.utc)


class Replay:
    """Minute bars of one symbol, all alike but for the time."""

    def __init__(self, bars):
        self.bars, self.pages = bars, 0

    @staticmethod
    def times(first, count):
        for i in range(first, first + count):
            if i % 1440 == 0 or i == first:
                day = (START + datetime.timedelta(days=i // 1440)).strftime("%Y-%m-%d")
            yield f"{day}T{i // 60 % 24:02}:{i % 60:02}:00Z"

    def __call__(self, handler, request):
        body = '{"corporate_actions":{},"next_page_token":null}'
        if request.path.endswith("/bars"):
            first = int(request.params.get("page_token", "0"))
            count = min(PAGE, self.bars - first)
            rows = ",".join('{"c":100.25,"h":101,"l":99,"n":7,"o":100,"t":"%s","v":1000,"vw":100.1}' % t
                            for t in self.times(first, count))
            token = f'"{first + PAGE}"' if first + PAGE < self.bars else "null"
            body = f'{{"bars":{{"AAPL":[{rows}]}},"next_page_token":{token}}}'
            self.pages += 1
        handler.send(200, body.encode(), [("Content-Type", "application/json")])


def peak(mkt, bars):
    """Megabytes at the most."""
    replay = Replay(bars)
    url = f"http://127.0.0.1:{Server(replay).start()}"
    with tempfile.TemporaryDirectory() as folder:
        keep = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
        environment = keep | {"HOME": folder, "APCA_API_DATA_URL": url, "APCA_API_KEY_ID": "identity",
                              "APCA_API_SECRET_KEY": "secret-of-the-memory-test"}
        child = subprocess.Popen([mkt, "fetch", "bars", "AAPL", "--timeframe", "1Min", "--since", "2016-01-01",
                                  "--format", "csv", "--store", f"sqlite:{folder}/store.db"],
                                 env=environment, stdout=subprocess.PIPE, text=True)
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)  # ru_maxrss is VmHWM
        child.returncode = status
    assert status == 0 and f"AAPL,1Min,sip,{bars},0,0,0" in said, said
    assert replay.pages == -(-bars // PAGE), replay.pages
    return usage.ru_maxrss / 1024


def main():
    mkt, bars = sys.argv[1], int(sys.argv[2])
    few, many = peak(mkt, 5 * PAGE), peak(mkt, bars)
    print(f"{5 * PAGE} bars: {few:.1f} MB; {bars} bars: {many:.1f} MB at the most")
    assert many <= LIMIT_MB, f"more than {LIMIT_MB} MB"
    assert many <= few + 16, "memory grows with the bars"


main()
