"""Comparison with another library, bar by bar from the first valid bar on.

A peer module has PEERS (a function for each id that returns the peer's outputs, or None where it
has no equivalent of these parameters), NO_PEER (a reason for each id that it lacks), DIFFERENCES,
REFUSALS and ROOMS. A difference states, for bars that meet a condition, what we give and what the peer
gives; that difference is asserted there, equality at all other bars, and a row that never applied
is a failure.
"""

from dataclasses import dataclass, field
from typing import Callable

import numpy as np

import cases
import datasets

# Of the scale: the largest input so far; 100 or 1, or the value itself where that is larger. For the anchored class it is the peers' own
# variance that needs the room.
TOLERANCE = 2e-14
TOLERANCE_ANCHORED = 2e-12
BARS = 2000


@dataclass
class Difference:
    """At the bars where `stated` is not 0 it is what ours exceeds theirs by.

    Where it is NaN, ours is NaN and theirs 0.
    """

    indicator: str
    condition: str
    ours: str
    theirs: str
    stated: Callable  # (columns, params) -> {output: difference at each bar}
    used: bool = field(default=False, compare=False)


@dataclass
class Refusal:
    """Parameters that we accept and the peer refuses."""

    indicator: str
    condition: str
    applies: Callable  # (params) -> bool
    used: bool = field(default=False, compare=False)


@dataclass
class Room:
    """Where the peer's own rounding is known to cost more: how many times the tolerance is allowed.

    Infinite: the peer's value there is rounding alone, and is not compared.
    """

    indicator: str
    reason: str
    factor: Callable  # (columns, params) -> a number, or one at each bar
    used: bool = field(default=False, compare=False)


def room_of_sum(values, total):
    """Of a quotient by `total`, an average of values of both signs: the largest so far beside it."""
    if values.min() >= 0:
        return 1
    largest, total = np.maximum.accumulate(np.abs(values)), np.abs(total)
    clear = total > 2.0**-40 * largest
    return np.divide(2 * largest, total, out=np.full(len(values), np.inf), where=clear)


def widened(error, rooms, columns, params, tolerance):
    for row in rooms:
        factor = np.broadcast_to(row.factor(columns, params), error.shape)
        row.used |= bool((error[factor > 1] > tolerance).any())
        error = np.where(np.isinf(factor), 0, error / np.maximum(factor, 1))
    return error


def scale(indicator, output, columns, ours):
    unit = indicator.units[output]
    if unit in ("percent", "ratio"):
        return np.fmax(100.0 if unit == "percent" else 1.0, np.abs(ours))
    if unit == "bars":
        return 1.0
    names = [name for name in indicator.inputs if name != "session"]
    if unit != "volume":
        names = [name for name in names if name != "volume"]
    largest = np.max([np.abs(columns[name]) for name in names], axis=0)
    largest = np.maximum.accumulate(largest)
    if unit == "other":  # a variance, an angle
        return largest**2 if indicator.numeric_class == "anchored" else np.degrees(largest)
    return largest


def off(ours, theirs, size):
    """The error on the scale; infinite where one of the two is no number, or the scale is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.abs(ours - theirs) / size
    error[np.isnan(error)] = np.inf
    error[(ours == theirs) | (np.isnan(ours) & np.isnan(theirs))] = 0
    return error


def compare(indicator, params, columns, ours, theirs, rows, rooms, tolerance):
    """Yields (output, largest error) and marks the rows that applied."""
    stated = [(row, row.stated(columns, params)) for row in rows]
    for output in indicator.outputs:
        mine = ours[output].copy()
        for row, differences in stated:
            difference = np.broadcast_to(differences.get(output, 0.0), mine.shape)
            missing = np.isnan(difference)
            row.used |= bool((difference[~np.isnan(mine) | missing] != 0).any())
            mine = np.where(missing, np.where(np.isnan(mine), 0, np.inf), mine - difference)
        error = off(mine, theirs[output], scale(indicator, output, columns, mine))
        yield output, widened(error, rooms, columns, params, tolerance).max(initial=0)


def check(library, peer, indicator, params, name, columns, refusals, rows, rooms):
    present = datasets.accepted(columns, indicator.inputs)
    dense = {key: column[present] for key, column in columns.items()}
    ours = {k: v[present] for k, v in library.run(indicator, params, columns).items()}
    where = f"{cases.spec(indicator, params)} on {name}"
    refused = [row for row in refusals if row.applies(params)]
    try:
        theirs = peer(dense, params)
    except Exception as error:  # a peer reports refused parameters by exceptions of any kind
        for row in refused:
            row.used = True
        return 0.0, where, [] if refused else [f"{where}: the peer refuses: {error}"]
    if theirs is None:
        return None, where, []
    if refused:
        return 0.0, where, [f"{where}: the peer was expected to refuse"]
    tolerance = TOLERANCE_ANCHORED if indicator.numeric_class == "anchored" else TOLERANCE
    results = list(compare(indicator, params, dense, ours, theirs, rows, rooms, tolerance))
    failures = [
        f"{where}/{output}: differs by {error:.3g} of the scale"
        for output, error in results
        if error > tolerance
    ]
    return max(error for _, error in results), where, failures


def run(library, module):
    data = list(datasets.all_of(BARS))
    differences, refusals = list(module.DIFFERENCES), list(module.REFUSALS)
    rooms = list(module.ROOMS)
    for indicator in library.indicators:
        peer = module.PEERS.get(indicator.id)
        if (peer is None) == (indicator.id not in module.NO_PEER):
            yield f"{indicator.id} must be in exactly one of PEERS and NO_PEER"
            continue
        if peer is None:
            print(f"  {indicator.id}: no peer: {module.NO_PEER[indicator.id]}")
            continue
        rows = [row for row in differences if row.indicator == indicator.id]
        refused = [row for row in refusals if row.indicator == indicator.id]
        wider = [row for row in rooms if row.indicator == indicator.id]
        worst, compared = (0.0, "nothing"), 0
        for params in cases.cases(library, indicator):
            for name, columns in data:
                error, where, failures = check(
                    library, peer, indicator, params, name, columns, refused, rows, wider
                )
                yield from failures
                if error is not None:
                    compared += 1
                    worst = max(worst, (error, where))
        if not compared:
            yield f"{indicator.id}: nothing was compared"
        print(f"  {compared:5} runs, at most {worst[0]:8.2g} of the scale: {worst[1]}")
    for row in differences:
        print(f"  {row.indicator}, {row.condition}: ours {row.ours}, theirs {row.theirs}")
    for row in refusals:
        print(f"  {row.indicator}, {row.condition}: refused by the peer")
    for row in rooms:
        print(f"  {row.indicator}: more room, {row.reason}")
    for row in differences + refusals:
        if not row.used:
            yield f"the row '{row.indicator}, {row.condition}' was never needed"
    for row in rooms:
        if not row.used:
            yield f"the room '{row.indicator}, {row.reason}' was never needed"
