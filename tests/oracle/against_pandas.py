"""Every indicator against pandas, on the bars that count."""

import numpy as np
import pandas as pd

import peers


def run(library):
    print(f"  pandas {pd.__version__}, numpy {np.__version__}")
    yield from peers.run(library, __import__(__name__))


def seeded(values, alpha, seed_count):
    """pandas' exponential mean of a series whose first seed_count values stand as their mean."""
    values = pd.Series(values)
    head = values.first_valid_index()
    result = pd.Series(np.nan, index=values.index)
    if head is None or len(values) < head + seed_count:
        return result
    rest = values.iloc[head + seed_count - 1 :].copy()
    rest.iloc[0] = values.iloc[head : head + seed_count].mean()
    result.loc[rest.index] = rest.ewm(alpha=alpha, adjust=False).mean()
    return result


def average(alpha):
    def function(columns, params):
        seed_count = {"sma": params["period"], "first": 1}[params["seed"]]
        return seeded(columns["real"], alpha(params["period"]), seed_count).to_numpy()

    return function


def rolling(values, period):
    return pd.Series(values).rolling(period)


def deviation(values, period, ddof):
    """numpy's two passes over each window; pandas' running variance loses digits."""
    result = np.full(len(values), np.nan)
    if len(values) >= period:
        windows = np.lib.stride_tricks.sliding_window_view(values, period)
        result[period - 1 :] = windows.std(axis=1, ddof=ddof)
    return result


def bbands(columns, params):
    middle = rolling(columns["real"], params["period"]).mean()
    width = params["k"] * deviation(columns["real"], params["period"], 0)
    return {"upper": middle + width, "middle": middle, "lower": middle - width}


def macd(columns, params):
    values = pd.Series(columns["real"])
    fast, slow, signal = params["fast"], params["slow"], params["signal"]
    first = params["seed"] == "first"
    late = values if first else values.where(values.index >= slow - fast)
    line = seeded(late, 2 / (fast + 1), 1 if first else fast)
    line = line - seeded(values, 2 / (slow + 1), 1 if first else slow)
    signal_line = seeded(line, 2 / (signal + 1), 1 if first else signal)
    return {
        "macd": line.where(signal_line.notna()),
        "signal": signal_line,
        "histogram": line - signal_line,
    }


def rsi(columns, params):
    period = params["period"]
    change = pd.Series(columns["real"]).diff()
    gain, loss = change.clip(lower=0), -change.clip(upper=0)
    if params["smoothing"] == "sma":
        gain, loss = gain.rolling(period).sum(), loss.rolling(period).sum()
    else:
        gain, loss = (seeded(side, 1 / period, period) for side in (gain, loss))
    return {"rsi": (100 * gain / (gain + loss)).where((gain + loss != 0) | gain.isna(), 50)}


def stoch(columns, params):
    highest = rolling(columns["high"], params["k"]).max()
    lowest = rolling(columns["low"], params["k"]).min()
    place = 100 * (columns["close"] - lowest) / (highest - lowest)
    fast = place.where((highest != lowest) | highest.isna(), 50)
    k = fast.rolling(params["slowing"]).mean()
    d = k.rolling(params["d"]).mean()
    return {"k": k.where(d.notna()), "d": d}


def typprice(columns, params):
    frame = pd.DataFrame({name: columns[name] for name in ("high", "low", "close")})
    return frame.mean(axis=1)


def arrays(function, name=None):
    def peer(columns, params):
        result = function(columns, params)
        result = result if isinstance(result, dict) else {name: result}
        return {key: np.asarray(values) for key, values in result.items()}

    return peer


PEERS = {
    "bbands": arrays(bbands),
    "ema": arrays(average(lambda period: 2 / (period + 1)), "ema"),
    "macd": arrays(macd),
    "max": arrays(lambda c, p: rolling(c["real"], p["period"]).max(), "max"),
    "min": arrays(lambda c, p: rolling(c["real"], p["period"]).min(), "min"),
    "rma": arrays(average(lambda period: 1 / period), "rma"),
    "rsi": arrays(rsi),
    "sma": arrays(lambda c, p: rolling(c["real"], p["period"]).mean(), "sma"),
    "stddev": arrays(lambda c, p: deviation(c["real"], p["period"], p["ddof"]), "stddev"),
    "stoch": arrays(stoch),
    "typprice": arrays(typprice, "typprice"),
}
NO_PEER = {}
DIFFERENCES = []
REFUSALS = []
