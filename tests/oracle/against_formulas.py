"""Every indicator against its formula in 40 decimal digits (tests/golden/formulas.py)."""

import pathlib
import sys

import numpy as np

import cases
import datasets
import errors

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "golden"))
import formulas  # noqa: E402

BARS = 1000
# Sets beside the default parameters each run on so many of the data sets, in turn.
SETS_PER_CASE = 2


def check(library, indicator, params, columns):
    """The worst error as a share of what is allowed, for each output."""
    got = library.run(indicator, params, columns)
    present = datasets.accepted(columns, indicator.inputs)
    dense = {name: columns[name][present] for name in indicator.inputs}
    inputs = [dense[name].tolist() for name in indicator.inputs]
    references = formulas.evaluate(indicator.id, inputs, params)
    lookback = library.lookback(indicator, params)
    shares = {}
    for output in indicator.outputs:
        if not np.isnan(got[output][~present]).all():
            raise AssertionError(f"{output}: a value at a missing bar")
        off = errors.differences(got[output][present], references[output])
        limit = errors.allowed(indicator, output, lookback, dense, references)
        valid = ~np.isnan(off)
        off, limit = off[valid], limit[valid]
        share = np.where(off == 0, 0, off / np.maximum(limit, 1e-320))
        shares[output] = float(share.max(initial=0))
    return shares


def turn(data, number):
    return [data[(number * SETS_PER_CASE + i) % len(data)] for i in range(SETS_PER_CASE)]


def run(library):
    names = {indicator.id for indicator in library.indicators}
    if names != set(formulas.FORMULAS):
        yield f"registry and formulas differ: {sorted(names ^ set(formulas.FORMULAS))}"
        return
    data = list(datasets.all_of(BARS))
    for indicator in library.indicators:
        worst = {}
        for number, params in enumerate(cases.cases(library, indicator)):
            chosen = data if number == 0 else turn(data, number)
            for name, columns in chosen:
                for output, share in check(library, indicator, params, columns).items():
                    where = f"{cases.spec(indicator, params)}/{output} on {name}"
                    if share > 1:
                        yield f"{where}: {share:.3g} times the allowed error"
                    if share >= worst.get(output, (0, ""))[0]:
                        worst[output] = (share, where)
        for share, where in worst.values():
            print(f"  {share:9.3g} of the allowed error: {where}")
