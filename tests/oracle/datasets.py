"""Series to compare on: dicts of columns, one for each kind of input."""

import csv
import gzip
import pathlib

import numpy as np

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "data" / "sample"


def bars(close, generator, spread):
    """Makes bars around a closing price, with low <= open, close <= high."""
    count = len(close)
    opening = np.concatenate([close[:1], close[:-1]])
    high = np.maximum(opening, close) + spread * generator.random(count)
    low = np.minimum(opening, close) - spread * generator.random(count)
    return {
        "open": opening,
        "high": high,
        "low": low,
        "close": close.copy(),
        "volume": np.floor(1e6 * generator.random(count)),
        "real": close.copy(),
        "real2": 50 + np.cumsum(generator.normal(size=count)),
        "session": np.floor(np.arange(count) / 78),
    }


def walk(count, generator):
    steps = np.cumsum(generator.normal(scale=0.5, size=count))
    return bars(np.abs(100 + steps) + 1, generator, 0.5)


def large(count, generator):
    return bars(1e9 + generator.uniform(-1, 1, count), generator, 0.5)


def tiny(count, generator):
    return {
        name: column if name in ("volume", "session") else column * 1e-10
        for name, column in walk(count, generator).items()
    }


def jumps(count, generator):
    level = np.where(np.arange(count) // 300 % 2 == 0, 1e9, 1.0)
    return bars(level * (1 + 0.01 * generator.random(count)), generator, 0.01)


def spikes(count, generator):
    close = 100 + generator.normal(scale=0.5, size=count)
    close[130::250] = 1e12
    return bars(close, generator, 0.5)


def flat_spikes(count, generator):
    close = np.full(count, 101.1)
    close[130::250] = 1e12
    return bars(close, generator, 0.0)


def constant(count, generator):
    return bars(np.full(count, 101.1), generator, 0.0)


def stretches(count, generator):
    """Prices that often stand still for some bars."""
    columns = walk(count, generator)
    for start in range(40, count, 97):
        length = int(generator.integers(2, 60))
        for name in ("open", "high", "low", "close", "real"):
            columns[name][start : start + length] = columns["close"][start]
    return columns


def gaps(count, generator):
    columns = walk(count, generator)
    missing = np.array([np.nan, np.inf, -np.inf, 1.01e100])
    for column in columns.values():
        column[generator.random(count) < 0.05] = generator.choice(missing)
    for column in columns.values():
        column[:3] = np.nan
    return columns


def zeros(count, generator):
    """A walk of whole numbers across 0, which it often meets; bars of its distance from 0."""
    real = np.cumsum(generator.integers(-1, 2, count)).astype(float)
    columns = bars(np.abs(real), generator, 0.5)
    columns["low"] = np.maximum(columns["low"], 0)
    columns["real"] = real
    return columns


GENERATED = {
    f.__name__: f
    for f in (walk, large, tiny, jumps, spikes, flat_spikes, constant, stretches, gaps)
    + (zeros,)
}


def samples():
    """The real daily prices that the project ships, where they are present."""
    for path in sorted(SAMPLES.glob("*.csv.gz")):
        with gzip.open(path, "rt", newline="") as file:
            rows = list(csv.DictReader(file))
        lower = [{key.lower().strip(): value for key, value in row.items()} for row in rows]
        if not lower or not {"open", "high", "low", "close", "volume"} <= set(lower[0]):
            continue
        columns = {
            name: np.array([float(row[name]) for row in lower])
            for name in ("open", "high", "low", "close", "volume")
        }
        columns["real"] = columns["close"].copy()
        columns["real2"] = columns["volume"].copy()
        columns["session"] = np.floor(np.arange(len(lower)) / 5.0)
        yield path.name.removesuffix(".csv.gz"), columns


def all_of(count, seed=1):
    """Every generated set of so many bars, each from its own seed, then the samples cut to it."""
    for number, (name, make) in enumerate(GENERATED.items()):
        yield name, make(count, np.random.default_rng([seed, number]))
    for name, columns in samples():
        yield name, {key: column[-count:] for key, column in columns.items()}


def accepted(columns, names):
    """Which bars count for an indicator with these inputs."""
    return np.all([np.abs(columns[name]) <= 1e100 for name in names], axis=0)
