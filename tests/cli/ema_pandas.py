"""ema_pandas.py BARS.json <CSV: mkt's ema:period=12,seed=first equals pandas' ewm(span=12)."""

import json
import sys

try:
    import pandas
except ImportError:
    print("pandas is missing")
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    bars = json.load(file)["bars"]
close = pandas.Series([bar["c"] for bar in bars], index=[bar["t"][:10] for bar in bars])
want = close.ewm(span=12, adjust=False).mean()
got = pandas.read_csv(sys.stdin, index_col="time", float_precision="round_trip")["ema"]

if list(got.index) != list(want.index):
    sys.exit(f"{sys.argv[1]}: the dates differ")
worst = (got - want).abs().max()
print(f"{sys.argv[1]}: {len(got)} values, largest difference {worst:.3g}")
if not worst <= 1e-12:
    sys.exit("more than 1e-12")
