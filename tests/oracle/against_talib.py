"""Every indicator against TA-Lib's wheel, and the table of known differences."""

import numpy as np
import talib

import peers


def run(library):
    print(f"  TA-Lib {talib.__version__}, C library {talib.__ta_version__.decode()}")
    yield from peers.run(library, __import__(__name__))


# --- TA-Lib's equivalents ------------------------------------------------------------------------


def one(name, function):
    """An indicator with one output of its own name."""
    return lambda columns, params: (
        None if (values := function(columns, params)) is None else {name: values}
    )


def only(params, **wanted):
    return all(params[key] == value for key, value in wanted.items())


def macd(columns, params):
    if params["seed"] != "sma":
        return None
    outputs = talib.MACD(columns["real"], params["fast"], params["slow"], params["signal"])
    return dict(zip(("macd", "signal", "histogram"), outputs))


def bbands(columns, params):
    k = float(params["k"])
    outputs = talib.BBANDS(columns["real"], params["period"], k, k, talib.MA_Type.SMA)
    return dict(zip(("upper", "middle", "lower"), outputs))


def stoch(columns, params):
    outputs = talib.STOCH(
        columns["high"], columns["low"], columns["close"],
        params["k"], params["slowing"], talib.MA_Type.SMA, params["d"], talib.MA_Type.SMA,
    )  # fmt: skip
    return dict(zip(("k", "d"), outputs))


def when(condition, function):
    return lambda columns, params: function(columns, params) if condition(params) else None


def seed_sma(params):
    return only(params, seed="sma")


PEERS = {
    "bbands": bbands,
    "ema": one("ema", when(seed_sma, lambda c, p: talib.EMA(c["real"], p["period"]))),
    "macd": macd,
    "max": one("max", lambda c, p: talib.MAX(c["real"], p["period"])),
    "min": one("min", lambda c, p: talib.MIN(c["real"], p["period"])),
    "rma": one("rma", when(seed_sma, lambda c, p: talib.RMA(c["real"], p["period"]))),
    "rsi": one(
        "rsi",
        when(lambda p: only(p, smoothing="wilder"), lambda c, p: talib.RSI(c["real"], p["period"])),
    ),
    "sma": one("sma", lambda c, p: talib.SMA(c["real"], p["period"])),
    "stddev": one(
        "stddev",
        when(lambda p: only(p, ddof=0), lambda c, p: talib.STDDEV(c["real"], p["period"], 1.0)),
    ),
    "stoch": stoch,
    "typprice": one("typprice", lambda c, p: talib.TYPPRICE(c["high"], c["low"], c["close"])),
}
NO_PEER = {}

# --- known differences ---------------------------------------------------------------------------


def rsi_unmoved(columns, params):
    if params["smoothing"] != "wilder":
        return {}
    moved = np.diff(columns["real"], prepend=columns["real"][:1]) != 0
    return {"rsi": np.where(np.logical_or.accumulate(moved), 0.0, 50.0)}


def stoch_flat(columns, params):
    count = len(columns["high"])
    if count < params["k"] + params["slowing"] + params["d"] - 2:
        return {}
    highest = windows(columns["high"], params["k"]).max(axis=1)
    lowest = windows(columns["low"], params["k"]).min(axis=1)
    fast = np.where(highest == lowest, 50.0, 0.0)
    k = windows(fast, params["slowing"]).mean(axis=1)
    d = windows(k, params["d"]).mean(axis=1)
    return {"k": aligned(k, count), "d": aligned(d, count)}


def windows(values, length):
    return np.lib.stride_tricks.sliding_window_view(values, length)


def aligned(values, count):
    return np.concatenate([np.zeros(count - len(values)), values])


DIFFERENCES = [
    peers.Difference("rsi", "no change of price so far", "50", "0", rsi_unmoved),
    peers.Difference(
        "stoch", "highest high = lowest low", "50 for that bar's fast %K", "0", stoch_flat
    ),
]


def period_1(params):
    return params["period"] == 1


REFUSALS = [
    peers.Refusal("bbands", "period 1", period_1),
    peers.Refusal("macd", "fast 1", lambda params: params["fast"] == 1),
    peers.Refusal("max", "period 1", period_1),
    peers.Refusal("min", "period 1", period_1),
    peers.Refusal("rsi", "period 1", period_1),
    peers.Refusal("stddev", "period 1", period_1),
]
