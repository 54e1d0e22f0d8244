"""Every indicator by its textbook formula, in decimal arithmetic of 40 digits.

Written from the definitions and kept plain on purpose: a value is computed from its window or from
the value before it, with no blocks, trees or anchors. Nothing here is shared with libta.

A formula takes its inputs as lists of Decimal without gaps, its parameters by keyword (enums by
name) with libta's defaults, and returns a list for each output, None while warming up. To add an
indicator, add a function of its name under @formula.
"""

import inspect
from decimal import Decimal, getcontext

DIGITS = 40
getcontext().prec = DIGITS

FORMULAS = {}


def formula(function):
    FORMULAS[function.__name__.rstrip("_")] = function
    return function


def input_names(name):
    parameters = inspect.signature(FORMULAS[name]).parameters.values()
    return [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]


def defaults(name):
    parameters = inspect.signature(FORMULAS[name]).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


def present(value):
    return value is not None and abs(value) <= 1e100


def evaluate(name, columns, params):
    """Runs a formula over columns of floats, leaving out bars that are missing (None, NaN or huge).

    Missing bars, and bars still warming up, are None in the result.
    """
    count = len(columns[0])
    places = [i for i in range(count) if all(present(column[i]) for column in columns)]
    # The sign rounds to DIGITS, so that a value less an equal one is 0.
    dense = [[+Decimal(column[i]) for i in places] for column in columns]
    results = {}
    for output, values in FORMULAS[name](*dense, **params).items():
        spread = [None] * count
        for place, value in zip(places, values, strict=True):
            spread[place] = value
        results[output] = spread
    return results


# --- building blocks -----------------------------------------------------------------------------


def windows(values, period, result):
    """result(the last `period` values) at every bar that has as many, leading None passed over."""
    start = next((i for i, v in enumerate(values) if v is not None), len(values))
    first = start + period - 1
    return [
        None if i < first else result(values[i - period + 1 : i + 1]) for i in range(len(values))
    ]


def mean(values):
    # From the first value on, so that the mean of equal values is that value in any precision.
    first = values[0]
    return first + sum(v - first for v in values) / len(values)


def smooth(values, alpha, seed_count, start=0):
    """An exponential average: the mean of seed_count values from `start` on, then recursive."""
    result = [None] * len(values)
    first = start + seed_count - 1
    if first < len(values):
        level = mean(values[start : first + 1])
        result[first] = level
        for i in range(first + 1, len(values)):
            level += alpha * (values[i] - level)
            result[i] = level
    return result


def seed_length(seed, period):
    return {"sma": period, "first": 1}[seed]


def ema_alpha(period):
    return Decimal(2) / (period + 1)


# --- indicators ----------------------------------------------------------------------------------


@formula
def sma(real, *, period=20):
    return {"sma": windows(real, period, mean)}


@formula
def ema(real, *, period=20, seed="sma"):
    return {"ema": smooth(real, ema_alpha(period), seed_length(seed, period))}


@formula
def rma(real, *, period=14, seed="sma"):
    return {"rma": smooth(real, Decimal(1) / period, seed_length(seed, period))}


@formula
def min_(real, *, period=30):
    return {"min": windows(real, period, min)}


@formula
def max_(real, *, period=30):
    return {"max": windows(real, period, max)}


@formula
def typprice(high, low, close):
    return {"typprice": [(h + l + c) / 3 for h, l, c in zip(high, low, close)]}


def deviation(values, ddof):
    middle = mean(values)
    return (sum((v - middle) ** 2 for v in values) / (len(values) - ddof)).sqrt()


@formula
def stddev(real, *, period=20, ddof=0):
    return {"stddev": windows(real, period, lambda values: deviation(values, ddof))}


@formula
def bbands(real, *, period=20, k=2):
    middle = windows(real, period, mean)
    width = windows(real, period, lambda values: Decimal(k) * deviation(values, 0))
    pairs = list(zip(middle, width))
    return {
        "upper": [None if m is None else m + w for m, w in pairs],
        "middle": middle,
        "lower": [None if m is None else m - w for m, w in pairs],
    }


@formula
def macd(real, *, fast=12, slow=26, signal=9, seed="sma"):
    fast_count, slow_count = seed_length(seed, fast), seed_length(seed, slow)
    # Both averages begin at the same bar, each over its own last values.
    fast_average = smooth(real, ema_alpha(fast), fast_count, slow_count - fast_count)
    slow_average = smooth(real, ema_alpha(slow), slow_count)
    line = [None if s is None else f - s for f, s in zip(fast_average, slow_average)]
    signal_line = smooth(line, ema_alpha(signal), seed_length(seed, signal), slow_count - 1)
    pairs = list(zip(line, signal_line))
    return {
        "macd": [None if s is None else m for m, s in pairs],
        "signal": signal_line,
        "histogram": [None if s is None else m - s for m, s in pairs],
    }


@formula
def rsi(real, *, period=14, smoothing="wilder"):
    changes = [b - a for a, b in zip(real, real[1:])]
    gains = [max(change, Decimal(0)) for change in changes]
    losses = [max(-change, Decimal(0)) for change in changes]

    def average(values):
        if smoothing == "sma":
            return windows(values, period, mean)
        return smooth(values, Decimal(1) / period, period)

    def share(gain, loss):
        if gain is None:
            return None
        return Decimal(50) if gain + loss == 0 else 100 * gain / (gain + loss)

    shares = [share(g, l) for g, l in zip(average(gains), average(losses))]
    return {"rsi": [None][: len(real)] + shares}


@formula
def stoch(high, low, close, *, k=14, slowing=3, d=3):
    highest, lowest = windows(high, k, max), windows(low, k, min)

    def place(c, top, bottom):
        if top is None:
            return None
        return Decimal(50) if top == bottom else 100 * (c - bottom) / (top - bottom)

    fast = [place(*bar) for bar in zip(close, highest, lowest)]
    slow_k = windows(fast, slowing, mean)
    slow_d = windows(slow_k, d, mean)
    return {"k": [None if b is None else a for a, b in zip(slow_k, slow_d)], "d": slow_d}
