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


def several(names, function):
    """An indicator whose outputs come in the order of `names`."""
    return lambda columns, params: (
        None if (values := function(columns, params)) is None else dict(zip(names, values))
    )


def real(function):
    return lambda c, p: function(c["real"], p["period"])


def bar(function):
    return lambda c, p: function(c["high"], c["low"], c["close"], p["period"])


def pair(function):
    return lambda c, p: function(c["real"], c["real2"], p["period"])


def exponential(function):
    """An oscillator of two averages, which TA-Lib seeds with simple means only."""
    return when(seed_sma, lambda c, p: function(c["real"], p["fast"], p["slow"], talib.MA_Type.EMA))


def aroon(columns, params):
    arguments = columns["high"], columns["low"], params["period"]
    down, up = talib.AROON(*arguments)
    return {"up": up, "down": down, "oscillator": talib.AROONOSC(*arguments)}


def adx(columns, params):
    strength = bar(talib.ADX)(columns, params)
    outputs = {"adx": strength}
    for name, function in (("plus_di", talib.PLUS_DI), ("minus_di", talib.MINUS_DI)):
        # TA-Lib's begin earlier than its ADX; ours all at one bar.
        outputs[name] = np.where(np.isnan(strength), np.nan, bar(function)(columns, params))
    return outputs


def keltner(columns, params):
    """TA-Lib's KC averages the typical price; so it is composed of EMA and ATR."""
    middle = talib.EMA(columns["close"], params["period"])
    width = talib.ATR(columns["high"], columns["low"], columns["close"], params["atr"])
    middle, width = np.where(np.isnan(width), np.nan, middle), params["k"] * width
    return middle + width, middle, middle - width


def supertrend(columns, params):
    arguments = params["period"], float(params["k"])
    line, trend = talib.SUPERTREND(columns["high"], columns["low"], columns["close"], *arguments)
    return {"supertrend": line, "direction": np.where(np.isnan(line), np.nan, trend)}


def vwap(columns, params):
    """TA-Lib knows no sessions; each is given to it alone."""
    begins = np.flatnonzero(np.diff(columns["session"], prepend=np.nan) != 0)
    names = ("high", "low", "close", "volume")
    pieces = zip(*(np.split(columns[name], begins[1:]) for name in names))
    return np.concatenate([talib.VWAP(*piece) for piece in pieces])


def rvwap(columns, params):
    price = talib.TYPPRICE(columns["high"], columns["low"], columns["close"])
    return talib.VWMA(price, columns["volume"], params["period"])


PEERS = {
    "adx": adx,
    "apo": one("apo", exponential(talib.APO)),
    "aroon": aroon,
    "atr": one("atr", bar(talib.ATR)),
    "bbands": bbands,
    "beta": one("beta", pair(talib.BETA)),
    "cci": one("cci", bar(talib.CCI)),
    "correl": one("correl", pair(talib.CORREL)),
    "dema": one("dema", when(seed_sma, real(talib.DEMA))),
    "donchian": several(
        ("upper", "middle", "lower"),
        lambda c, p: talib.DONCHIAN(c["high"], c["low"], p["period"]),
    ),
    "ema": one("ema", when(seed_sma, lambda c, p: talib.EMA(c["real"], p["period"]))),
    "keltner": several(("upper", "middle", "lower"), when(seed_sma, keltner)),
    "linreg": one("linreg", real(talib.LINEARREG)),
    "linreg_angle": one("linreg_angle", real(talib.LINEARREG_ANGLE)),
    "linreg_intercept": one("linreg_intercept", real(talib.LINEARREG_INTERCEPT)),
    "linreg_slope": one("linreg_slope", real(talib.LINEARREG_SLOPE)),
    "macd": macd,
    "max": one("max", lambda c, p: talib.MAX(c["real"], p["period"])),
    "mfi": one(
        "mfi",
        lambda c, p: talib.MFI(c["high"], c["low"], c["close"], c["volume"], p["period"]),
    ),
    "min": one("min", lambda c, p: talib.MIN(c["real"], p["period"])),
    "mom": one("mom", real(talib.MOM)),
    "natr": one("natr", bar(talib.NATR)),
    "obv": one("obv", lambda c, p: talib.OBV(c["close"], c["volume"])),
    "ppo": one("ppo", exponential(talib.PPO)),
    "returns": one("returns", real(talib.ROCP)),
    "rma": one("rma", when(seed_sma, lambda c, p: talib.RMA(c["real"], p["period"]))),
    "roc": one("roc", real(talib.ROC)),
    "rsi": one(
        "rsi",
        when(lambda p: only(p, smoothing="wilder"), lambda c, p: talib.RSI(c["real"], p["period"])),
    ),
    "rvwap": one("rvwap", rvwap),
    "sma": one("sma", lambda c, p: talib.SMA(c["real"], p["period"])),
    "stddev": one(
        "stddev",
        when(lambda p: only(p, ddof=0), lambda c, p: talib.STDDEV(c["real"], p["period"], 1.0)),
    ),
    "stoch": stoch,
    "stochrsi": several(
        ("k", "d"), lambda c, p: talib.STOCHRSI(c["real"], p["period"], p["k"], p["d"])
    ),
    "supertrend": supertrend,
    "tema": one("tema", when(seed_sma, real(talib.TEMA))),
    "trange": one("trange", lambda c, p: talib.TRANGE(c["high"], c["low"], c["close"])),
    "trima": one("trima", real(talib.TRIMA)),
    "typprice": one("typprice", lambda c, p: talib.TYPPRICE(c["high"], c["low"], c["close"])),
    "var": one(
        "var",
        when(lambda p: only(p, ddof=0), lambda c, p: talib.VAR(c["real"], p["period"], 1.0)),
    ),
    "vwap": one("vwap", vwap),
    "willr": one("willr", bar(talib.WILLR)),
    "wma": one("wma", real(talib.WMA)),
}
NO_PEER = {
    "crossover": "TA-Lib has none",
    "drawdown": "TA-Lib has none",
    "ichimoku": "TA-Lib has none",
    "log_returns": "TA-Lib has none",
    "zscore": "TA-Lib has none",
}

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


def of_windows(values, length, result):
    """result of each window as an axis; 0 before the first."""
    if len(values) < length:
        return np.zeros(len(values))
    return aligned(result(windows(values, length)), len(values))


def flat(values, length):
    return of_windows(values, length, lambda w: np.ptp(w, axis=1) == 0) != 0


def willr_flat(columns, params):
    period = params["period"]
    top = of_windows(columns["high"], period, lambda w: w.max(axis=1))
    bottom = of_windows(columns["low"], period, lambda w: w.min(axis=1))
    return {"willr": np.where(top == bottom, -50.0, 0.0)}


def correl_flat(columns, params):
    period = params["period"]
    still = flat(columns["real"], period) | flat(columns["real2"], period)
    return {"correl": np.where(still, np.nan, 0.0)}


def beta_flat(columns, params):
    returns = np.append(np.nan, np.diff(columns["real"]) / columns["real"][:-1])
    return {"beta": np.where(flat(returns, params["period"]), np.nan, 0.0)}


def flows(columns):
    price = talib.TYPPRICE(columns["high"], columns["low"], columns["close"])
    change = np.diff(price, prepend=np.nan)
    change[np.abs(change) <= 2.0**-50 * price] = 0
    return np.nan_to_num(np.sign(change)) * price * columns["volume"]


def money(columns, params):
    """What moved in the last bars."""
    return of_windows(np.abs(flows(columns)), params["period"], lambda w: w.sum(axis=1))


def mfi_unmoved(columns, params):
    return {"mfi": np.where(money(columns, params) == 0, 50.0, 0.0)}


def natr_1(columns, params):
    if params["period"] != 1:
        return {}
    true_range = talib.TRANGE(columns["high"], columns["low"], columns["close"])
    return {"natr": np.nan_to_num(true_range * (100 / columns["close"] - 1))}


def from_zero(output):
    """Changes from a value of 0."""

    def stated(columns, params):
        period, values = params["period"], columns["real"]
        past = np.append(np.ones(period), values[:-period])[: len(values)]
        return {output: np.where(past == 0, np.nan, 0.0)}

    return stated


def natr_0(columns, params):
    close = columns["close"].copy()
    close[: params["period"]] = 1
    return {"natr": np.where(close == 0, np.nan, 0.0)} if params["period"] > 1 else {}


def strength_range(columns, params):
    """The range of TA-Lib's RSI over %K's bars, infinite before there is one."""
    strength = talib.RSI(columns["real"], params["period"])
    spread = of_windows(strength, params["k"], lambda w: np.ptp(w, axis=1))
    spread[: params["period"] + params["k"] - 1] = np.inf
    return spread


def stochrsi_flat(columns, params):
    still = np.where(strength_range(columns, params) == 0, 50.0, 0.0)
    return {"k": still, "d": of_windows(still, params["d"], lambda w: w.mean(axis=1))}


DIFFERENCES = [
    peers.Difference("beta", "the first series' returns all equal", "NaN", "0", beta_flat),
    peers.Difference("correl", "a constant series", "NaN", "0", correl_flat),
    peers.Difference("mfi", "no typical price moved", "50", "0", mfi_unmoved),
    peers.Difference("natr", "period 1", "in percent of the close", "not in percent", natr_1),
    peers.Difference("natr", "a close of 0", "NaN", "0", natr_0),
    peers.Difference("returns", "the earlier value is 0", "NaN", "0", from_zero("returns")),
    peers.Difference("roc", "the earlier value is 0", "NaN", "0", from_zero("roc")),
    peers.Difference("rsi", "no change of price so far", "50", "0", rsi_unmoved),
    peers.Difference(
        "stoch", "highest high = lowest low", "50 for that bar's fast %K", "0", stoch_flat
    ),
    peers.Difference("stochrsi", "RSI unchanged", "50 for that bar's %K", "0", stochrsi_flat),
    peers.Difference("willr", "highest high = lowest low", "-50", "0", willr_flat),
]

# --- where TA-Lib's rounding costs more ----------------------------------------------------------


def cancellation(values, period):
    """The mean square over the variance: what sum(x^2) - sum(x)^2 / n loses."""
    square = of_windows(values, period, lambda w: (w * w).mean(axis=1))
    variance = of_windows(values, period, lambda w: w.var(axis=1))
    return np.divide(square, variance, out=np.full(len(values), np.inf), where=variance > 0)


def correl_room(columns, params):
    return sum(cancellation(columns[name], params["period"]) for name in ("real", "real2"))


def beta_room(columns, params):
    x, y = (
        np.append(0.0, np.diff(columns[name]) / columns[name][:-1]) for name in ("real", "real2")
    )
    deviations = [of_windows(v, params["period"], lambda w: w.std(axis=1)) for v in (x, y)]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(deviations[0] > 0, deviations[1] / deviations[0], np.inf)
    return 16 * cancellation(x, params["period"]) * np.maximum(ratio, 1)


def cci_room(columns, params):
    price = talib.TYPPRICE(columns["high"], columns["low"], columns["close"])
    period = params["period"]
    largest = of_windows(np.maximum.accumulate(price), period, lambda w: w.max(axis=1))
    spread = of_windows(
        price, period, lambda w: np.abs(w - w.mean(axis=1, keepdims=True)).mean(axis=1)
    )
    clear = spread > 2.0**-49 * price
    return np.divide(largest, spread, out=np.full(len(price), np.inf), where=clear)


def natr_room(columns, params):
    """After a spike little is left of an average true range; period 1 is no share of the close."""
    return np.where((params["period"] == 1) & (columns["close"] == 0), np.inf, 2)


def ppo_room(columns, params):
    """Averages of both signs: what is left of the slow one is small."""
    return peers.room_of_sum(columns["real"], talib.EMA(columns["real"], params["slow"]))


def mfi_room(columns, params):
    """Running sums keep the rounding of the largest flow so far."""
    moved = money(columns, params)
    largest = np.maximum.accumulate(np.abs(flows(columns)))
    return np.divide(4 * largest, moved, out=np.ones(len(moved)), where=moved > 0)


def stochrsi_room(columns, params):
    spread = strength_range(columns, params)
    noise = (spread > 0) & (spread <= 1e-8)
    first = np.flatnonzero(np.diff(columns["real"]) != 0)
    # RSI itself differs before the first change of price.
    noise[: (first[0] + 1 if len(first) else len(noise)) + params["k"]] = True
    factor = np.where(noise, np.inf, 100 / np.where(spread > 0, spread, 100))
    return of_windows(factor, params["d"], lambda w: w.max(axis=1))


RUNNING = "its running sums"
ROOMS = [
    peers.Room("beta", "its sums of squares cancel", beta_room),
    peers.Room("cci", "it rounds typical prices before subtracting them", cci_room),
    peers.Room("correl", "its sums of squares cancel", correl_room),
    peers.Room("linreg", RUNNING, lambda c, p: 32),
    peers.Room("linreg_angle", RUNNING, lambda c, p: 32),
    peers.Room("linreg_intercept", RUNNING, lambda c, p: 32),
    peers.Room("linreg_slope", RUNNING, lambda c, p: 32),
    peers.Room("mfi", RUNNING, mfi_room),
    peers.Room("natr", "little is left of an average true range, or of the close", natr_room),
    peers.Room("ppo", "little is left of a slow average of both signs", ppo_room),
    peers.Room("rvwap", RUNNING, lambda c, p: 16),
    peers.Room("stochrsi", "the range of RSI it divides by is small", stochrsi_room),
    peers.Room("trima", RUNNING, lambda c, p: 256),
    peers.Room("wma", RUNNING, lambda c, p: 4),
]


def period_1(params):
    return params["period"] == 1


REFUSALS = [
    peers.Refusal("apo", "fast 1", lambda params: params["fast"] == 1),
    peers.Refusal("aroon", "period 1", period_1),
    peers.Refusal("bbands", "period 1", period_1),
    peers.Refusal("cci", "period 1", period_1),
    peers.Refusal("donchian", "period 1", period_1),
    peers.Refusal("macd", "fast 1", lambda params: params["fast"] == 1),
    peers.Refusal("max", "period 1", period_1),
    peers.Refusal("mfi", "period 1", period_1),
    peers.Refusal("min", "period 1", period_1),
    peers.Refusal("ppo", "fast 1", lambda params: params["fast"] == 1),
    peers.Refusal("rsi", "period 1", period_1),
    peers.Refusal("stddev", "period 1", period_1),
    peers.Refusal("stochrsi", "period 1", period_1),
    peers.Refusal("supertrend", "period 1", period_1),
    peers.Refusal("willr", "period 1", period_1),
]
