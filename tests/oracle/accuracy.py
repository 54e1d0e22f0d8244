#!/usr/bin/env python3
"""accuracy.py LIBTA.so [--bars N] [--only ID,ID...]: the table of measured errors in docs/accuracy.md.

Largest |got - reference| / scale over bars and outputs, default parameters, with the reference in
40 decimal digits; ours first, then TA-Lib's and Tulip's. All run over the whole series, and are compared at
STRETCHES stretches of STRETCH bars, evenly spread, the last at the end. The reference of a window
begins where the window does, that of a recursive indicator MEMORY bars before: with the default
periods what lies further back weighs less than 1e-40. Where the two differ by convention (see
against_talib.py) TA-Lib's value is compared after the stated difference; Tulip's, where it seeds
otherwise, with the formula seeded so.
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
import tulip

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "golden"))
import formulas  # noqa: E402

STRETCHES = 40
STRETCH = 1000
MEMORY = 2000
TULIP = pathlib.Path(__file__).resolve().parents[2] / "build/tulip/libtulip.so"
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
    """inf: no number where there is one, or a deviation where there is none."""
    if error > 1e100:
        return "inf"
    return "0" if error == 0 else f"{error:.1e}".replace("e-0", "e-")


def stretches(indicator, count, lookback):
    """Pieces of the series to compare: (from, where outputs count, to)."""
    before = {"recursive": MEMORY, "cumulative": count}.get(indicator.numeric_class, lookback)
    if count <= STRETCHES * STRETCH or before >= count:
        return [(0, 0, count)]
    ends = np.linspace(STRETCH, count, STRETCHES).astype(int)
    return [(max(0, end - STRETCH - before), end - STRETCH, end) for end in ends]


def largest(indicator, columns, outputs, bars, reference, scale):
    off = [
        worst(outputs[o][bars], reference[o], scale(indicator, o, columns, bars, reference[o]))
        for o in outputs
    ]
    return figure(max(off))


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


def tulips(peer, name, indicator, params, columns, bars, reference, scale):
    outputs = peer.run(indicator, params, columns) if peer else None
    if outputs is None or (indicator.id, name) in tulip.NOT_COMPARED:
        return "-"
    changed = tulip.EQUIVALENTS[indicator.id][3]
    if changed:
        bars, reference = references(indicator, {**params, **changed}, columns, 0)
    begun = bars >= np.flatnonzero(~np.isnan(next(iter(outputs.values()))))[0]
    reference = {o: [r for r, keep in zip(reference[o], begun) if keep] for o in outputs}
    return largest(indicator, columns, outputs, bars[begun], reference, scale)


def cell(library, peer, name, indicator, columns, scale=scale):
    params = {key: cases.whole(value) for key, value in indicator.defaults().items()}
    lookback = library.lookback(indicator, params)
    bars, reference = references(indicator, params, columns, lookback)
    row = []
    for outputs in (library.run(indicator, params, columns), theirs(indicator, params, columns)):
        found = outputs is not None
        row.append(largest(indicator, columns, outputs, bars, reference, scale) if found else "-")
    row.append(tulips(peer, name, indicator, params, columns, bars, reference, scale))
    return " / ".join(row)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("--bars", type=int, default=10000000)
    parser.add_argument("--only", default="", help="ids, separated by commas")
    parser.add_argument("--tulip", type=pathlib.Path, default=TULIP)
    options = parser.parse_args()
    library = libta.Library(options.library)
    peer = tulip.Tulip(options.tulip) if options.tulip.exists() else None
    wanted = [id for id in options.only.split(",") if id]
    chosen = [i for i in library.indicators if not wanted or i.id in wanted]
    table = {indicator.id: [] for indicator in chosen}
    for name in SETS:
        number = list(datasets.GENERATED).index(name)
        columns = datasets.GENERATED[name](options.bars, np.random.default_rng([1, number]))
        for indicator in chosen:
            table[indicator.id].append(cell(library, peer, name, indicator, columns))
            if indicator.id == "sma":
                row = table.setdefault("sma, of the window's mean", [])
                row.append(cell(library, peer, name, indicator, columns, window_scale))
    print("| |", " | ".join(SETS), "|")
    print("|---" * (len(SETS) + 1) + "|")
    for id, cells in table.items():
        print(f"| {id} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
