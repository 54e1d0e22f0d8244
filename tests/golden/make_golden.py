#!/usr/bin/env python3
"""Writes data/ID.csv for every formula: inputs, and outputs to 17 digits, rounded once.

    tests/golden/make_golden.py            write all files
    tests/golden/make_golden.py --check    fail if a file is not what would be written

Needs nothing but Python. The columns are the inputs, then for each case its outputs, headed by
"SPEC/OUTPUT". A missing input or output is an empty cell.
"""

import argparse
import csv
import io
import pathlib
import platform
import sys

import formulas

VERSION = 1
FOLDER = pathlib.Path(__file__).resolve().parent / "data"

# The parameters of each case; {} is the defaults.
CASES = {
    "adx": [{}, {"period": 3}],
    "apo": [{}, {"fast": 3, "slow": 10, "seed": "first"}],
    "aroon": [{}, {"period": 5}],
    "atr": [{}, {"period": 3}],
    "bbands": [{}, {"period": 5, "k": 1.5}, {"period": 32}],
    "beta": [{}, {"period": 9}],
    "cci": [{}, {"period": 5}],
    "correl": [{}, {"period": 5}],
    "crossover": [{}],
    "dema": [{}, {"period": 5, "seed": "first"}],
    "donchian": [{}, {"period": 5}],
    "drawdown": [{}],
    "ema": [{}, {"period": 12, "seed": "first"}, {"period": 1}, {"period": 50}],
    "ichimoku": [{}, {"conversion": 3, "base": 8, "span": 5}],
    "keltner": [{}, {"period": 5, "atr": 9, "k": 1.5, "seed": "first"}],
    "linreg": [{}, {"period": 5}],
    "linreg_angle": [{}, {"period": 5}],
    "linreg_intercept": [{}, {"period": 5}],
    "linreg_slope": [{}, {"period": 5}],
    "log_returns": [{}, {"period": 12}],
    "macd": [{}, {"seed": "first"}, {"fast": 3, "slow": 10, "signal": 1}],
    "max": [{}, {"period": 1}, {"period": 7}],
    "mfi": [{}, {"period": 5}],
    "min": [{}, {"period": 1}, {"period": 7}],
    "mom": [{}, {"period": 1}],
    "natr": [{}, {"period": 3}],
    "obv": [{}],
    "ppo": [{}, {"fast": 3, "slow": 10, "seed": "first"}],
    "returns": [{}, {"period": 12}],
    "rma": [{}, {"period": 5, "seed": "first"}],
    "roc": [{}, {"period": 1}],
    "rsi": [{}, {"smoothing": "sma"}, {"period": 2}],
    "rvwap": [{}, {"period": 5}],
    "sma": [{}, {"period": 1}, {"period": 7}, {"period": 33}],
    "stddev": [{}, {"period": 5, "ddof": 1}, {"period": 31}],
    "stoch": [{}, {"k": 5, "slowing": 1, "d": 4}, {"k": 1, "slowing": 1, "d": 1}],
    "stochrsi": [{}, {"period": 5, "k": 7, "d": 2}],
    "supertrend": [{}, {"period": 5, "k": 1.5}],
    "tema": [{}, {"period": 5, "seed": "first"}],
    "trange": [{}],
    "trima": [{}, {"period": 7}, {"period": 1}],
    "typprice": [{}],
    "var": [{}, {"period": 5, "ddof": 1}],
    "vwap": [{}],
    "willr": [{}, {"period": 5}],
    "wma": [{}, {"period": 1}, {"period": 7}],
    "zscore": [{}, {"period": 7}],
}


class Random:
    """A linear congruential generator, so that no library's version can change the data."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n


def make_bars():
    """Prices near 1e-8, a walk near 100, a flat stretch, a jump to 1e9 and back, with gaps."""
    random = Random(20)
    bars, cents = [], 10000
    for i in range(190):
        cents += random.below(401) - 200
        open_, close = cents, cents + random.below(201) - 100
        high = max(open_, close) + random.below(100)
        low = min(open_, close) - random.below(100)
        values = [value / 100 for value in (open_, high, low, close)]
        if i < 30:
            values = [value * 1e-10 for value in values]
        elif 100 <= i < 135:
            values = [101.1] * 4
        elif 160 <= i < 170:
            values = [value + 1e9 for value in values]
        bars.append(dict(zip(("open", "high", "low", "close"), values)))
        bars[-1]["volume"] = float(random.below(1000000))
        bars[-1]["real"] = bars[-1]["close"]
        bars[-1]["real2"] = bars[-1]["open"]
        bars[-1]["session"] = float(i // 40)
    for i in (0, 40, 41, 77, 110, 150):
        bars[i] = dict.fromkeys(bars[i])
    bars[60]["high"] = None
    return bars


def cell(value):
    return "" if value is None else f"{float(value):.17g}"


def spec(name, params):
    settings = ",".join(f"{key}={value}" for key, value in params.items())
    return f"{name}:{settings}" if settings else name


def golden(name, bars):
    inputs = formulas.input_names(name)
    columns = [(column, [bar[column] for bar in bars]) for column in inputs]
    for params in CASES[name]:
        outputs = formulas.evaluate(name, [values for _, values in columns[: len(inputs)]], params)
        columns += [(f"{spec(name, params)}/{key}", values) for key, values in outputs.items()]
    text = io.StringIO()
    text.write(f"# {name}: tests/golden/make_golden.py version {VERSION}, formulas.py with ")
    text.write(f"{formulas.DIGITS} decimal digits, each value rounded once to a double\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header for header, _ in columns)
    writer.writerows(zip(*([cell(value) for value in values] for _, values in columns)))
    return text.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if set(CASES) != set(formulas.FORMULAS):
        sys.exit(f"cases and formulas differ: {set(CASES) ^ set(formulas.FORMULAS)}")
    bars, stale = make_bars(), []
    FOLDER.mkdir(exist_ok=True)
    for name in sorted(CASES):
        path, text = FOLDER / f"{name}.csv", golden(name, bars)
        if check and (not path.exists() or path.read_text() != text):
            stale.append(path.name)
        elif not check:
            path.write_text(text)
    if stale:
        sys.exit(f"not what make_golden.py writes (Python {platform.python_version()}): {stale}")


if __name__ == "__main__":
    main()
