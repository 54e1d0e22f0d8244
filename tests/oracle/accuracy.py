#!/usr/bin/env python3
"""accuracy.py LIBTA.so [--bars N]: the table of measured errors in docs/accuracy.md.

Largest |got - reference| / scale over bars and outputs, default parameters, with the reference in
40 decimal digits; ours first, then TA-Lib's. Both run over the whole series, and are compared at
STRETCHES stretches of STRETCH bars, evenly spread, the last at the end. The reference of a window
begins where the window does, that of a recursive indicator MEMORY bars before: with the default
periods what lies further back weighs less than 1e-40. Where the two differ by convention (see
against_talib.py) TA-Lib's value is compared after the stated difference.
"""

import argparse
import pathlib
import sys

import numpy as np

import against_talib
import cases
import datasets
import errors
import libta

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "golden"))
import formulas  # noqa: E402

STRETCHES = 40
STRETCH = 1000
MEMORY = 2000
SETS = ["walk", "large", "tiny", "jumps", "spikes", "constant", "stretches"]


def scale(indicator, output, columns, bars, reference):
    """DESIGN's definition for everybody: the largest input so far, even for windows."""
    unit = indicator.units[output]
    size = np.array([0.0 if r is None else abs(float(r)) for r in reference])
    if unit == "percent":
        return np.maximum(size, 100)
    if unit == "ratio":
        return np.maximum(size, 1)
    if unit == "bars":
        return np.ones(len(size))
    if unit == "volume" or (
        unit in ("difference", "other") and indicator.numeric_class == "anchored"
    ):
        return size
    return np.maximum.accumulate(errors.prices(indicator, columns))[bars]


def worst(got, reference, size):
    off = errors.differences(got, reference)
    valid = ~np.isnan(off)
    off, size = off[valid], size[valid]
    relative = np.where(off == 0, 0, off / np.where(size == 0, np.finfo(float).tiny, size))
    return float(relative.max(initial=0))


def theirs(indicator, params, columns):
    if indicator.id not in against_talib.PEERS:
        return None
    outputs = against_talib.PEERS[indicator.id](columns, params)
    for row in against_talib.DIFFERENCES:
        if row.indicator == indicator.id:
            for output, difference in row.stated(columns, params).items():
                outputs[output] = outputs[output] + difference
    return outputs


def figure(error):
    return "0" if error == 0 else f"{error:.1e}".replace("e-0", "e-")


def stretches(indicator, count, lookback):
    """Pieces of the series to compare: (from, where outputs count, to)."""
    before = {"recursive": MEMORY, "cumulative": count}.get(indicator.numeric_class, lookback)
    if count <= STRETCHES * STRETCH or before >= count:
        return [(0, 0, count)]
    ends = np.linspace(STRETCH, count, STRETCHES).astype(int)
    return [(max(0, end - STRETCH - before), end - STRETCH, end) for end in ends]


def references(indicator, params, columns, lookback):
    """The bars at which there is a reference, and the references there."""
    bars, values = [], {output: [] for output in indicator.outputs}
    for start, begin, end in stretches(indicator, len(columns["real"]), lookback):
        inputs = [columns[name][start:end].tolist() for name in indicator.inputs]
        piece = formulas.evaluate(indicator.id, inputs, params)
        bars.append(np.arange(begin, end))
        for output in indicator.outputs:
            values[output] += piece[output][begin - start :]
    return np.concatenate(bars), values


def window_scale(indicator, output, columns, bars, reference):
    """The window contract's own scale: the mean absolute value in the default window."""
    period = indicator.defaults()["period"]
    return errors.rolling_mean(np.abs(columns["real"]), int(period))[bars]


def cell(library, indicator, columns, scale=scale):
    params = {key: cases.whole(value) for key, value in indicator.defaults().items()}
    lookback = library.lookback(indicator, params)
    bars, reference = references(indicator, params, columns, lookback)
    pair = []
    for outputs in (library.run(indicator, params, columns), theirs(indicator, params, columns)):
        if outputs is None:
            pair.append("-")
            continue
        off = [
            worst(outputs[o][bars], reference[o], scale(indicator, o, columns, bars, reference[o]))
            for o in indicator.outputs
        ]
        pair.append(figure(max(off)))
    return " / ".join(pair)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("--bars", type=int, default=1000000)
    options = parser.parse_args()
    library = libta.Library(options.library)
    table = {indicator.id: [] for indicator in library.indicators}
    for name in SETS:
        number = list(datasets.GENERATED).index(name)
        columns = datasets.GENERATED[name](options.bars, np.random.default_rng([1, number]))
        for indicator in library.indicators:
            table[indicator.id].append(cell(library, indicator, columns))
            if indicator.id == "sma":
                row = table.setdefault("sma, of the window's mean", [])
                row.append(cell(library, indicator, columns, window_scale))
    print("| |", " | ".join(SETS), "|")
    print("|---" * (len(SETS) + 1) + "|")
    for id, cells in table.items():
        print(f"| {id} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
