"""speed_tables.py BENCH_TA.json: the tables of docs/speed.md from what bench_ta --json wrote.

Ratios are of the fastest peer's time to ours on the random walk; goals are the project's own.
"""

import json
import sys

GOALS = {"ema": 3.5, "rma": 3.5, "dema": 3.5, "tema": 3.5, "rsi": 3, "macd": 1.8, "stoch": 5, "stochf": 7}
BY_PERIOD = {"sma": (4, 1.5), "wma": (4, 1.5), "trima": (4, 1.5), "min": (3.5, 1.5), "max": (3.5, 1.5),
             "donchian": (3.5, 1.5), "willr": (3.5, 1.5), "bbands": (3, 1.5), "stddev": (3, 1.5)}
DEFAULTS = 32  # every default period is below: the goal for short windows
TICK_GOALS = {"ema": 6, "rsi": 6, "macd": 6, "stoch": 12}
SHAPES = ("walk", "trend", "constant")
PEERS = ("talib", "tulip")


def goal(case):
    name, _, period = case.partition(" ")
    if name in BY_PERIOD:
        short, long = BY_PERIOD[name]
        return short if int(period or DEFAULTS) <= 32 else long
    return GOALS.get(name)


def number(x):
    return "-" if x is None else f"{x:.2f}"


def batch(rows, n):
    cases = {}
    for row in rows:
        if row["n"] == n:
            cases.setdefault(row["case"], {})[row["shape"]] = row
    print(f"| n = {n:,} | walk | trend | constant | ratio | goal | copy |\n|---|---|---|---|---|---|---|")
    for case, shapes in cases.items():
        cells = [" / ".join(number(shapes[s].get(who)) for who in ("ta", *PEERS)) if s in shapes else "-"
                 for s in SHAPES]
        walk = shapes["walk"]
        peers = [walk[p] for p in PEERS if p in walk]
        ratio = min(peers) / walk["ta"] if peers else None
        aim = goal(case)
        met = "" if aim is None else f"{aim}x" + (", missed" if ratio is None or ratio < aim else "")
        print(f"| {case} | {' | '.join(cells)} | {number(ratio)}{'x' if ratio else ''} | {met} | {number(walk['memcpy'])} |")


def ticks(rows):
    print("| tick | ns | cycles | ns at 3.2 GHz | TA-Lib, ns | goal |\n|---|---|---|---|---|---|")
    for row in rows:
        at = row["cycles"] / 3.2
        aim = TICK_GOALS.get(row["case"])
        met = "" if aim is None else f"{aim} ns" + (", missed" if at > aim else "")
        print(f"| {row['case']} | {row['ns']:.1f} | {row['cycles']:.0f} | {at:.1f} | {number(row.get('talib'))} | {met} |")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        result = json.load(file)
    for n in sorted({row["n"] for row in result["ns_per_bar"]}):
        batch(result["ns_per_bar"], n)
        print()
    ticks(result["ns_per_tick"])


main()
