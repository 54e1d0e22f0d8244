"""Every indicator by its textbook formula, in decimal arithmetic of 40 digits.

Written from the definitions and kept plain on purpose: a value is computed from its window or from
the value before it, with no blocks, trees or anchors. Nothing here is shared with libta.

A formula takes its inputs as lists of Decimal without gaps, its parameters by keyword (enums by
name) with libta's defaults, and returns a list for each output, None while warming up. To add an
indicator, add a function of its name under @formula.
"""

import inspect
import itertools
import math
from decimal import Decimal, DivisionByZero, InvalidOperation, getcontext

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


def chain(values, period, seed, depth):
    """`depth` exponential averages, each of the one before."""
    count, averages, start = seed_length(seed, period), [], 0
    for _ in range(depth):
        values = smooth(values, ema_alpha(period), count, start)
        averages.append(values)
        start += count - 1
    return averages


def each(function, *columns):
    """function of the values at each bar, None where one of them is or the result is undefined."""

    def defined(bar):
        try:
            return None if None in bar else function(*bar)
        except (DivisionByZero, InvalidOperation):
            return None

    return [defined(bar) for bar in zip(*columns)]


def typical(high, low, close):
    return [(h + l + c) / 3 for h, l, c in zip(high, low, close)]


def lagged(values, period):
    return ([None] * period + values)[: len(values)]


def true_ranges(high, low, close):
    previous = lagged(close, 1)
    return [
        None if p is None else max(h, p) - min(l, p) for h, l, p in zip(high, low, previous)
    ]


def weighted(values):
    return sum((i + 1) * v for i, v in enumerate(values)) * 2 / (len(values) * (len(values) + 1))


@formula
def wma(real, *, period=30):
    return {"wma": windows(real, period, lambda v: v[0] + weighted([x - v[0] for x in v]))}


@formula
def dema(real, *, period=30, seed="sma"):
    return {"dema": each(lambda a, b: 2 * a - b, *chain(real, period, seed, 2))}


@formula
def tema(real, *, period=30, seed="sma"):
    return {"tema": each(lambda a, b, c: 3 * (a - b) + c, *chain(real, period, seed, 3))}


@formula
def trima(real, *, period=30):
    second = (period + 1) // 2
    return {"trima": windows(windows(real, period + 1 - second, mean), second, mean)}


@formula
def donchian(high, low, *, period=20):
    upper, lower = windows(high, period, max), windows(low, period, min)
    return {
        "upper": upper,
        "middle": each(lambda u, l: (u + l) / 2, upper, lower),
        "lower": lower,
    }


@formula
def var(real, *, period=20, ddof=0):
    return {"var": windows(real, period, lambda values: deviation(values, ddof) ** 2)}


@formula
def zscore(real, *, period=20):
    def score(values):
        spread = deviation(values, 0)
        return Decimal(0) if spread == 0 else (values[-1] - mean(values)) / spread

    return {"zscore": windows(real, period, score)}


def fit(values):
    """(a, b) of the least-squares line a + b j through the values."""
    count = len(values)
    middle = Decimal(count - 1) / 2
    level = mean(values)
    b = sum((j - middle) * (v - level) for j, v in enumerate(values))
    b /= sum((j - middle) ** 2 for j in range(count))
    return level - b * middle, b


@formula
def linreg(real, *, period=14):
    return {"linreg": windows(real, period, lambda v: fit(v)[0] + fit(v)[1] * (period - 1))}


@formula
def linreg_slope(real, *, period=14):
    return {"linreg_slope": windows(real, period, lambda v: fit(v)[1])}


@formula
def linreg_intercept(real, *, period=14):
    return {"linreg_intercept": windows(real, period, lambda v: fit(v)[0])}


@formula
def linreg_angle(real, *, period=14):
    return {
        "linreg_angle": windows(real, period, lambda v: Decimal(math.degrees(math.atan(fit(v)[1]))))
    }


@formula
def mom(real, *, period=10):
    return {"mom": each(lambda x, past: x - past, real, lagged(real, period))}


@formula
def roc(real, *, period=10):
    return {"roc": each(lambda x, past: 100 * (x / past - 1), real, lagged(real, period))}


@formula
def returns(real, *, period=1):
    return {"returns": each(lambda x, past: x / past - 1, real, lagged(real, period))}


@formula
def log_returns(real, *, period=1):
    return {"log_returns": each(lambda x, past: (x / past).ln(), real, lagged(real, period))}


def oscillator(real, fast, slow, seed, result):
    averages = [
        smooth(real, ema_alpha(period), seed_length(seed, period)) for period in (fast, slow)
    ]
    return each(result, *averages)


@formula
def apo(real, *, fast=12, slow=26, seed="sma"):
    return {"apo": oscillator(real, fast, slow, seed, lambda f, s: f - s)}


@formula
def ppo(real, *, fast=12, slow=26, seed="sma"):
    return {"ppo": oscillator(real, fast, slow, seed, lambda f, s: 100 * (f - s) / s)}


@formula
def willr(high, low, close, *, period=14):
    def place(c, top, bottom):
        return Decimal(-50) if top == bottom else -100 * (top - c) / (top - bottom)

    highest, lowest = windows(high, period, max), windows(low, period, min)
    return {"willr": each(place, close, highest, lowest)}


@formula
def aroon(high, low, *, period=14):
    def recent(values, best):
        latest = max(i for i, v in enumerate(values) if v == best(values))
        return Decimal(100 * latest) / period

    up = windows(high, period + 1, lambda v: recent(v, max))
    down = windows(low, period + 1, lambda v: recent(v, min))
    return {"up": up, "down": down, "oscillator": each(lambda u, d: u - d, up, down)}


@formula
def trange(high, low, close):
    return {"trange": true_ranges(high, low, close)}


def average_range(high, low, close, period):
    return smooth(true_ranges(high, low, close), Decimal(1) / period, period, 1)


@formula
def atr(high, low, close, *, period=14):
    return {"atr": average_range(high, low, close, period)}


@formula
def natr(high, low, close, *, period=14):
    ranges = average_range(high, low, close, period)
    return {"natr": each(lambda r, c: 100 * r / c, ranges, close)}


@formula
def keltner(high, low, close, *, period=20, atr=10, k=2, seed="sma"):
    middle = smooth(close, ema_alpha(period), seed_length(seed, period))
    ranges = average_range(high, low, close, atr)
    return {
        "upper": each(lambda m, r: m + Decimal(k) * r, middle, ranges),
        "middle": each(lambda m, r: m, middle, ranges),
        "lower": each(lambda m, r: m - Decimal(k) * r, middle, ranges),
    }


def share(part, whole):
    return Decimal(0) if whole == 0 else 100 * part / whole


@formula
def adx(high, low, close, *, period=14):
    ups = each(lambda now, before: now - before, high, lagged(high, 1))
    downs = each(lambda now, before: before - now, low, lagged(low, 1))
    zero = Decimal(0)
    plus = each(lambda u, d: u if u > d and u > 0 else zero, ups, downs)
    minus = each(lambda u, d: d if d > u and d > 0 else zero, ups, downs)

    def wilder_sum(values):
        """The first N - 1 values added up, then sum - sum / N + value."""
        result, total = [None] * len(values), sum(values[1:period], zero)
        for i in range(period, len(values)):
            total += values[i] - total / period
            result[i] = total
        return result

    ranges = wilder_sum(true_ranges(high, low, close))
    plus_di = each(share, wilder_sum(plus), ranges)
    minus_di = each(share, wilder_sum(minus), ranges)
    dx = each(lambda p, m: share(abs(p - m), p + m), plus_di, minus_di)
    average = smooth(dx, Decimal(1) / period, period, period)
    return {
        "adx": average,
        "plus_di": each(lambda a, p: p, average, plus_di),
        "minus_di": each(lambda a, m: m, average, minus_di),
    }


# Typical prices that differ by no more than rounding are equal: 29.99 + 29.75 + 29.91 and
# 30.01 + 29.70 + 29.94 are, but not as doubles.
SAME_PRICE = Decimal(2) ** -50


@formula
def cci(high, low, close, *, period=14):
    def index(values):
        middle = mean(values)
        spread = mean([abs(v - middle) for v in values])
        flat = spread <= SAME_PRICE * abs(middle)
        return Decimal(0) if flat else (values[-1] - middle) / (Decimal("0.015") * spread)

    return {"cci": windows(typical(high, low, close), period, index)}


@formula
def mfi(high, low, close, volume, *, period=14):
    prices = typical(high, low, close)

    def direction(now, before):
        flat = abs(now - before) <= SAME_PRICE * abs(now)
        return 0 if flat else 1 if now > before else -1

    flows = each(lambda x, p, v: direction(x, p) * x * v, prices, lagged(prices, 1), volume)

    def index(values):
        rising, moved = sum(v for v in values if v > 0), sum(abs(v) for v in values)
        return Decimal(50) if moved == 0 else 100 * rising / moved

    return {"mfi": windows(flows, period, index)}


@formula
def obv(close, volume):
    total, result = Decimal(0), []
    for i, (c, v) in enumerate(zip(close, volume)):
        before = close[i - 1] if i else c - 1
        total += v if c > before else -v if c < before else 0
        result.append(total)
    return {"obv": result}


def average_price(money, volume, price):
    return price if volume == 0 else money / volume


@formula
def vwap(high, low, close, volume, session):
    result, money, traded = [], Decimal(0), Decimal(0)
    for i, (price, v) in enumerate(zip(typical(high, low, close), volume)):
        if i and session[i] != session[i - 1]:
            money = traded = Decimal(0)
        money, traded = money + price * v, traded + v
        result.append(average_price(money, traded, price))
    return {"vwap": result}


@formula
def rvwap(high, low, close, volume, *, period=20):
    prices = typical(high, low, close)
    money = windows([p * v for p, v in zip(prices, volume)], period, sum)
    return {"rvwap": each(average_price, money, windows(volume, period, sum), prices)}


@formula
def supertrend(high, low, close, *, period=10, k=3):
    ranges = average_range(high, low, close, period)
    line, direction, upper, lower = [None] * len(high), [None] * len(high), None, None
    for i, width in enumerate(ranges):
        if width is None:
            continue
        middle = (high[i] + low[i]) / 2
        top, bottom = middle + Decimal(k) * width, middle - Decimal(k) * width
        if upper is None:
            trend = 1
        else:
            top = top if top < upper or close[i - 1] > upper else upper
            bottom = bottom if bottom > lower or close[i - 1] < lower else lower
            trend = (1 if close[i] > top else -1) if trend < 0 else (-1 if close[i] < bottom else 1)
        upper, lower = top, bottom
        line[i], direction[i] = (bottom if trend > 0 else top), Decimal(trend)
    return {"supertrend": line, "direction": direction}


@formula
def ichimoku(high, low, close, *, conversion=9, base=26, span=52):
    def middle(period):
        highest, lowest = windows(high, period, max), windows(low, period, min)
        return each(lambda h, l: (h + l) / 2, highest, lowest)

    lines = [middle(period) for period in (conversion, base, span)]
    warm = max(conversion, base, span) - 1
    spans = each(lambda a, b: (a + b) / 2, lines[0], lines[1])
    outputs = {
        "conversion": lines[0],
        "base": lines[1],
        "span_a": spans,
        "span_b": lines[2],
        "lagging": close,
    }
    return {
        name: [None if i < warm else v for i, v in enumerate(values)]
        for name, values in outputs.items()
    }


@formula
def drawdown(real):
    highest = list(itertools.accumulate(real, max))
    return {"drawdown": each(lambda x, top: x / top - 1, real, highest)}


@formula
def crossover(real, real2):
    result, side = [], 0
    for x, y in zip(real, real2):
        now = 1 if x > y else -1 if x < y else side
        result.append(Decimal(now if side and now != side else 0))
        side = now
    return {"crossover": [None][: len(real)] + result[1:]}


def covariances(x, y):
    """Population variances and covariance of two windows."""
    mean_x, mean_y = mean(x), mean(y)
    dx, dy = [v - mean_x for v in x], [v - mean_y for v in y]
    return tuple(
        sum(p * q for p, q in zip(a, b)) / len(x) for a, b in ((dx, dx), (dy, dy), (dx, dy))
    )


def pair_windows(x, y, period, result):
    def defined(pairs):
        return None if None in pairs else result(*zip(*pairs))

    return windows(each(lambda *pair: pair, x, y), period, defined)


@formula
def correl(real, real2, *, period=30):
    def r(x, y):
        var_x, var_y, cov = covariances(x, y)
        return None if 0 in (var_x, var_y) else cov / (var_x * var_y).sqrt()

    return {"correl": pair_windows(real, real2, period, r)}


@formula
def beta(real, real2, *, period=5):
    def slope(x, y):
        var_x, _, cov = covariances(x, y)
        return None if var_x == 0 else cov / var_x

    changes = [each(lambda x, past: x / past - 1, v, lagged(v, 1)) for v in (real, real2)]
    return {"beta": pair_windows(*changes, period, slope)}


@formula
def stochrsi(real, *, period=14, k=5, d=3):
    strength = rsi(real, period=period)["rsi"]

    def place(values):
        top, bottom = max(values), min(values)
        # A range of rounding is no movement.
        return Decimal(50) if top - bottom <= Decimal("1e-8") else 100 * (values[-1] - bottom) / (
            top - bottom
        )

    fast = windows(strength, k, place)
    slow = windows(fast, d, mean)
    return {"k": each(lambda a, b: a, fast, slow), "d": slow}
