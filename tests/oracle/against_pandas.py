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


def frame(columns):
    return pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})


def typical(f):
    return (f.high + f.low + f.close) / 3


def weighted(values, period):
    weights = np.arange(1, period + 1) / (period * (period + 1) / 2)
    return rolling(values, period).apply(lambda window: window @ weights, raw=True)


def donchian(columns, params):
    upper = rolling(columns["high"], params["period"]).max()
    lower = rolling(columns["low"], params["period"]).min()
    return {"upper": upper, "middle": (upper + lower) / 2, "lower": lower}


def ichimoku(columns, params):
    def middle(period):
        return donchian(columns, {"period": period})["middle"]

    conversion, base = middle(params["conversion"]), middle(params["base"])
    outputs = {
        "conversion": conversion,
        "base": base,
        "span_a": (conversion + base) / 2,
        "span_b": middle(params["span"]),
        "lagging": pd.Series(columns["close"]),
    }
    warm = max(params.values()) - 1
    return {name: values.where(values.index >= warm) for name, values in outputs.items()}


def true_range(f):
    previous = f.close.shift()
    sides = [f.high - f.low, (f.high - previous).abs(), (f.low - previous).abs()]
    return pd.concat(sides, axis=1).max(axis=1).where(previous.notna())


def average_range(columns, period):
    return seeded(true_range(frame(columns)), 1 / period, period)


def natr(columns, params):
    return 100 * average_range(columns, params["period"]) / columns["close"]


def keltner(columns, params):
    middle = average(lambda period: 2 / (period + 1))({**columns, "real": columns["close"]}, params)
    width = params["k"] * average_range(columns, params["atr"])
    return {
        "upper": middle + width,
        "middle": pd.Series(middle).where(width.notna()),
        "lower": middle - width,
    }


def willr(columns, params):
    highest = rolling(columns["high"], params["period"]).max()
    lowest = rolling(columns["low"], params["period"]).min()
    place = -100 * (highest - columns["close"]) / (highest - lowest)
    return place.where((highest != lowest) | highest.isna(), -50)


def obv(columns, params):
    f = frame(columns)
    return (np.sign(f.close.diff().fillna(1)) * f.volume).cumsum()


def vwap(columns, params):
    f = frame(columns)
    traded = f.volume.groupby(f.session).cumsum()
    money = (typical(f) * f.volume).groupby(f.session).cumsum()
    return (money / traded).where(traded != 0, typical(f))


def rvwap(columns, params):
    f = frame(columns)
    traded = rolling(f.volume, params["period"]).sum()
    money = rolling(typical(f) * f.volume, params["period"]).sum()
    return (money / traded).where((traded != 0) | traded.isna(), typical(f))


def distances(values, period):
    """Each window as a row of distances to its last value: so no digits go to their common size."""
    rows = np.lib.stride_tricks.sliding_window_view(values, period)
    return rows - rows[:, -1:]


def after_windows(function):
    """A function of whole windows, which needs as many values."""

    def peer(columns, params):
        count, period = len(columns["real"]), params["period"]
        result = np.full(count, np.nan)
        if count >= period:
            result[period - 1 :] = function(columns, period)
        return result

    return peer


def zscore(columns, period):
    rows = distances(columns["real"], period)
    spread = rows.std(axis=1)
    flat = np.ptp(rows, axis=1) == 0
    return np.where(flat, 0, -rows.mean(axis=1) / np.where(flat, 1, spread))


def correl(columns, period):
    x, y = (distances(columns[name], period) for name in ("real", "real2"))
    flat = (np.ptp(x, axis=1) == 0) | (np.ptp(y, axis=1) == 0)
    x, y = (rows - rows.mean(axis=1, keepdims=True) for rows in (x, y))
    squares = (x * x).sum(axis=1) * (y * y).sum(axis=1)
    return np.where(flat, np.nan, (x * y).sum(axis=1) / np.sqrt(np.where(flat, 1, squares)))


def crossover(columns, params):
    f = frame(columns)
    side = np.sign(f.real - f.real2).replace(0, np.nan).ffill()
    return np.sign(side.diff()).fillna(0).where(f.index > 0)


def trima(columns, params):
    second = (params["period"] + 1) // 2
    first = rolling(columns["real"], params["period"] + 1 - second).mean()
    return first.rolling(second).mean()


def shifted(result):
    """A function of the value and of the one `period` bars before."""
    return lambda c, p: result(pd.Series(c["real"]), pd.Series(c["real"]).shift(p["period"]))


def oscillator(result):
    def peer(columns, params):
        fast, slow = (
            average(lambda period: 2 / (period + 1))(columns, {**params, "period": params[name]})
            for name in ("fast", "slow")
        )
        return result(fast, slow)

    return peer


def arrays(function, name=None):
    def peer(columns, params):
        result = function(columns, params)
        result = result if isinstance(result, dict) else {name: result}
        return {key: np.asarray(values) for key, values in result.items()}

    return peer


def defined(peer):
    """With NaN where pandas divides by 0 and says infinite."""

    def outputs(columns, params):
        with np.errstate(divide="ignore", invalid="ignore"):
            results = peer(columns, params)
        return results and {k: np.where(np.isinf(v), np.nan, v) for k, v in results.items()}

    return outputs


PEERS = {
    "apo": arrays(oscillator(lambda fast, slow: fast - slow), "apo"),
    "atr": arrays(lambda c, p: average_range(c, p["period"]), "atr"),
    "bbands": arrays(bbands),
    "correl": arrays(after_windows(correl), "correl"),
    "crossover": arrays(crossover, "crossover"),
    "donchian": arrays(donchian),
    "drawdown": arrays(lambda c, p: c["real"] / pd.Series(c["real"]).cummax() - 1, "drawdown"),
    "ema": arrays(average(lambda period: 2 / (period + 1)), "ema"),
    "ichimoku": arrays(ichimoku),
    "keltner": arrays(keltner),
    "log_returns": defined(arrays(shifted(lambda x, past: np.log(x / past)), "log_returns")),
    "macd": arrays(macd),
    "max": arrays(lambda c, p: rolling(c["real"], p["period"]).max(), "max"),
    "min": arrays(lambda c, p: rolling(c["real"], p["period"]).min(), "min"),
    "mom": arrays(lambda c, p: pd.Series(c["real"]).diff(p["period"]), "mom"),
    "natr": defined(arrays(natr, "natr")),
    "obv": arrays(obv, "obv"),
    "ppo": defined(arrays(oscillator(lambda fast, slow: 100 * (fast - slow) / slow), "ppo")),
    "returns": defined(arrays(lambda c, p: pd.Series(c["real"]).pct_change(p["period"]), "returns")),
    "rma": arrays(average(lambda period: 1 / period), "rma"),
    "roc": defined(arrays(lambda c, p: 100 * pd.Series(c["real"]).pct_change(p["period"]), "roc")),
    "rsi": arrays(rsi),
    "rvwap": arrays(rvwap, "rvwap"),
    "sma": arrays(lambda c, p: rolling(c["real"], p["period"]).mean(), "sma"),
    "stddev": arrays(lambda c, p: deviation(c["real"], p["period"], p["ddof"]), "stddev"),
    "stoch": arrays(stoch),
    "trange": arrays(lambda c, p: true_range(frame(c)), "trange"),
    "trima": arrays(trima, "trima"),
    "typprice": arrays(typprice, "typprice"),
    "var": arrays(lambda c, p: deviation(c["real"], p["period"], p["ddof"]) ** 2, "var"),
    "vwap": arrays(vwap, "vwap"),
    "willr": arrays(willr, "willr"),
    "wma": arrays(lambda c, p: weighted(c["real"], p["period"]), "wma"),
    "zscore": arrays(after_windows(zscore), "zscore"),
}
LONG = "not a line or two of pandas; TA-Lib and the formulas have it"
FIT = "pandas fits no lines; TA-Lib and the formulas have it"
NO_PEER = {
    "adx": LONG,
    "aroon": LONG,
    "beta": LONG,
    "cci": LONG,
    "dema": "averages of averages of ema, which is compared; TA-Lib and the formulas have it",
    "linreg": FIT,
    "linreg_angle": FIT,
    "linreg_intercept": FIT,
    "linreg_slope": FIT,
    "mfi": LONG,
    "stochrsi": LONG,
    "supertrend": LONG,
    "tema": "averages of averages of ema, which is compared; TA-Lib and the formulas have it",
}


def ppo_room(columns, params):
    values = pd.Series(columns["real"])
    slow = values.ewm(span=params["slow"], adjust=False).mean().to_numpy()
    return np.maximum(2, peers.room_of_sum(columns["real"], slow))


DIFFERENCES = []
REFUSALS = []
ROOMS = [
    peers.Room("ppo", "little is left of the slow average, after a jump or of both signs", ppo_room),
    peers.Room("rvwap", "its running sums", lambda c, p: 4),
]
