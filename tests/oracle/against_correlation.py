"""The correlation matrix against the formula in decimal arithmetic, numpy and pandas."""

import ctypes
from decimal import Decimal, getcontext

import numpy as np
import pandas as pd

import datasets

getcontext().prec = 40
PROMISED = 1e-11  # of the exact value
PEER = 1e-11  # numpy and pandas round too; they are asked where they keep their digits
PEER_SETS = ("walk", "common", "gaps")
BARS = 600
OVERLAPS = {"common": 0, "pairwise": 1}


class Table(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("series", ctypes.c_size_t), ("bar", ctypes.c_size_t)]


def matrix(library, values, overlap):
    """values: one row per series. Returns the matrix and its counts."""
    values = np.ascontiguousarray(values)
    n_series, n_bars = values.shape
    result = np.empty((n_series, n_series))
    counts = np.empty((n_series, n_series), np.uintp)
    status = library.c.ta_correlation_matrix(
        ctypes.byref(Table(values.ctypes.data, n_bars, 1)),
        ctypes.c_size_t(n_series),
        ctypes.c_size_t(n_bars),
        ctypes.c_int(OVERLAPS[overlap]),
        ctypes.c_void_p(result.ctypes.data),
        ctypes.c_void_p(counts.ctypes.data),
        None,
        None,
    )
    assert status == 0
    return result, counts


def formula(x, y):
    """Pearson's correlation of two lists of Decimal; None where one of them does not move."""
    if min(x, default=0) == max(x, default=0) or min(y, default=0) == max(y, default=0):
        return None
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    dx, dy = [v - mean_x for v in x], [v - mean_y for v in y]
    products = sum(a * b for a, b in zip(dx, dy, strict=True))
    return products / (sum(a * a for a in dx) * sum(b * b for b in dy)).sqrt()


def samples():
    """Matrices of hostile series: sets of six each, then all sets in one."""
    everything = []
    for name in datasets.GENERATED:
        rows = []
        for seed in range(3):
            number = list(datasets.GENERATED).index(name)
            columns = datasets.GENERATED[name](BARS, np.random.default_rng([seed, number]))
            rows += [columns["close"], columns["high"]]
        everything += rows[:3]
        yield name, np.array(rows)
    yield "everything", np.array(everything)
    generator = np.random.default_rng(9)
    market = generator.normal(size=BARS)
    noise = generator.normal(size=(8, BARS))
    yield "common", market + noise
    yield "1e9 and noise of 1e-3", 1e9 + 1e-3 * (market + noise)
    nearly = 100 + np.outer([1, 1, -1], market)
    yield "nearly the same", nearly + 1e-9 * generator.normal(size=nearly.shape)


def compare_formula(label, values, overlap, got, counts):
    there = np.abs(values) <= 1e100
    decimals = [[Decimal(v) if ok else None for v, ok in zip(*row)] for row in zip(values, there)]
    for a in range(len(values)):
        for b in range(a, len(values)):
            use = there.all(axis=0) if overlap == "common" else there[a] & there[b]
            places = np.flatnonzero(use)
            want = formula([decimals[a][i] for i in places], [decimals[b][i] for i in places])
            value = got[a, b]
            if counts[a, b] != len(places):
                yield f"{label} {a},{b}: {counts[a, b]} bars, not {len(places)}"
            if (want is None) != np.isnan(value) or not np.array_equal(
                got[a, b], got[b, a], equal_nan=True
            ):
                yield f"{label} {a},{b}: {value}, not {want}"
            elif want is not None:
                error = abs(Decimal(float(value)) - want)
                compare_formula.worst = max(compare_formula.worst, error)
                if error > PROMISED:
                    yield f"{label} {a},{b}: {value} is off by {error:.2e}"


compare_formula.worst = Decimal(0)


def compare_peers(label, values, overlap, got):
    clean = np.where(np.abs(values) <= 1e100, values, np.nan)
    frame = pd.DataFrame(clean.T)
    peers = {"pandas": (frame.dropna() if overlap == "common" else frame).corr().to_numpy()}
    if overlap == "common":
        peers["numpy"] = np.corrcoef(frame.dropna().to_numpy().T)
    for name, want in peers.items():
        if not np.allclose(got, want, rtol=0, atol=PEER, equal_nan=True):
            yield f"{label}: {name} is off by {np.nanmax(np.abs(got - want)):.2e}"


def run(library):
    print(f"  numpy {np.__version__}, pandas {pd.__version__}")
    for name, values in samples():
        for overlap in OVERLAPS:
            got, counts = matrix(library, values, overlap)
            label = f"correlation of {name}, {overlap}:"
            yield from compare_formula(label, values, overlap, got, counts)
            if name in PEER_SETS:
                yield from compare_peers(label, values, overlap, got)
    print(f"  largest error {float(compare_formula.worst):.1e}")
