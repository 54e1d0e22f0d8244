"""The contract's error definition: |got - reference| / scale, and what each class allows.

The scale is max |input| for outputs in prices (of the window's bars where the class promises that
nothing older matters, else of all so far), 100 for percentages, and the reference itself for a
standard deviation. EPS = 2^-53 is the rounding of one operation.
"""

from decimal import Decimal

import numpy as np

EPS = 2.0**-53

# Of a variance; a square root halves a relative error.
VARIANCE = 1e-11
WINDOW_CLASSES = ("exact", "elementwise", "window", "anchored")


def differences(got, reference):
    """|got - reference| bar by bar, the reference in Decimal or None; NaN where both are missing.

    The rounded reference itself counts as exact: no double is nearer.
    """
    result = np.full(len(got), np.nan)
    for i, (g, r) in enumerate(zip(got.tolist(), reference)):
        if r is None or g != g:
            result[i] = np.nan if r is None and g != g else np.inf
        else:
            result[i] = 0 if g == float(r) else abs(Decimal(g) - r)
    return result


def rolling_max(values, length):
    if length >= len(values):
        return np.maximum.accumulate(values)
    padded = np.concatenate([np.zeros(length - 1), values])
    return np.lib.stride_tricks.sliding_window_view(padded, length).max(axis=1)


def rolling_mean(values, length):
    padded = np.concatenate([np.zeros(length - 1), values])
    return np.lib.stride_tricks.sliding_window_view(padded, length).mean(axis=1)


def prices(indicator, columns):
    names = [name for name in indicator.inputs if name not in ("volume", "session")]
    return np.max([np.abs(columns[name]) for name in names], axis=0)


def scale(indicator, output, lookback, columns, reference):
    """The scale at each of the accepted bars; `columns` and `reference` without gaps."""
    unit = indicator.units[output]
    size = np.array([0.0 if r is None else abs(float(r)) for r in reference])
    if unit == "percent":
        return np.maximum(size, 100)
    if unit == "ratio":
        return np.maximum(size, 1)
    if unit == "volume" or (unit == "difference" and indicator.numeric_class == "anchored"):
        return size
    if unit == "other" and indicator.numeric_class == "anchored":
        return size
    if unit == "other":  # degrees
        return np.maximum(size, np.degrees(np.maximum.accumulate(prices(indicator, columns))))
    if indicator.numeric_class in WINDOW_CLASSES:
        return rolling_max(prices(indicator, columns), lookback + 1)
    return np.maximum.accumulate(prices(indicator, columns))


def class_tolerance(indicator, lookback):
    return {
        "exact": 0,
        "elementwise": 4 * EPS,
        # log2 N + 2 of a sum over the window, and what an indicator composed of it adds.
        "window": (np.log2(lookback + 1) + 5) * EPS,
        "anchored": VARIANCE / 2,
        # A ratio of averages loses the bits by which the present one is below the largest so far.
        "recursive": 16 * EPS * (4 if "percent" in indicator.units.values() else 1),
        "cumulative": 4 * EPS,
        "libm": 16 * EPS,
    }[indicator.numeric_class]


def allowed_sma(indicator, output, lookback, columns, reference):
    """To the letter of the contract: (log2 N + 2) EPS of the window's mean absolute value."""
    return (np.log2(lookback + 1) + 2) * EPS * rolling_mean(np.abs(columns["real"]), lookback + 1)


def allowed_bbands(indicator, output, lookback, columns, reference):
    """The mean's and the additions' rounding, and the deviation's share of a band."""
    largest = rolling_max(prices(indicator, columns), lookback + 1)
    middle = reference["middle"]
    pairs = zip(reference[output], middle)
    width = np.array([0.0 if m is None else float(abs(r - m)) for r, m in pairs])
    return (np.log2(lookback + 1) + 5) * EPS * (largest + width) + VARIANCE / 2 * width


def allowed_beta(indicator, output, lookback, columns, reference):
    """Of the quotient of the deviations: of series that have little in common the covariance is
    small beside these, and has their digits. Once more for the variance that divides it.
    """
    deviations = []
    for name in indicator.inputs:
        with np.errstate(divide="ignore", invalid="ignore"):
            changes = np.diff(columns[name]) / columns[name][:-1]
            windows = np.lib.stride_tricks.sliding_window_view(changes, lookback)
            deviations.append(np.append(np.full(lookback, np.nan), windows.std(axis=1)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * VARIANCE * deviations[1] / deviations[0]


# How much more than its class an indicator is allowed, because its formula, however it is computed,
# amplifies the rounding of what it is made from. golden_ta.c has the part of it that its data need.
AMPLIFICATION = {
    # An end of a fitted line: the weights of the values add up to more than 1 in absolute terms.
    "linreg": 2.0,
    "linreg_intercept": 2.0,
    # Quotients of averages that both hold less than the digits of the largest input so far.
    "natr": 2.0,
    "ppo": 2.0,
    # Divides by the range of an RSI, which counts as movement from 1e-10 of its scale on.
    "stochrsi": 2.0**30,
}

EXACT_RULES = {"sma": allowed_sma, "bbands": allowed_bbands, "beta": allowed_beta}


def allowed(indicator, output, lookback, columns, references):
    """How far each accepted bar may be off the exact value."""
    rule = EXACT_RULES.get(indicator.id)
    if rule:
        reference = references if indicator.id == "bbands" else references[output]
        return rule(indicator, output, lookback, columns, reference)
    return AMPLIFICATION.get(indicator.id, 1.0) * class_tolerance(indicator, lookback) * scale(
        indicator, output, lookback, columns, references[output]
    )
