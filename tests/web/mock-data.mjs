// Made-up prices for the mock server: a seeded random walk over the weekdays of the sample's years.
// The indicators are simple loops, good enough to draw; the real ones are in libta.

const firstDay = Date.UTC(2000, 2, 1);
const lastDay = Date.UTC(2013, 2, 1);
const day = 86_400_000;

const symbols = [
  { symbol: 'AAPL', name: 'Apple Inc.', start: 24, drift: 0.0009, splits: ['2005-02-28'] },
  { symbol: 'FB', name: 'Facebook Inc.', start: 38, drift: 0.0001, from: Date.UTC(2012, 4, 18) },
  { symbol: 'GOOG', name: 'Google Inc.', start: 100, drift: 0.0007, from: Date.UTC(2004, 7, 19) },
  { symbol: 'IBM', name: 'International Business Machines', start: 100, drift: 0.0002 },
  { symbol: 'MSFT', name: 'Microsoft Corporation', start: 45, drift: 0, splits: ['2003-02-18'] },
];

/** Small seeded generator (mulberry32): the same numbers on every run. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value, digits) => Number(value.toFixed(digits));
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);

function walk({ start, drift, from = firstDay }, seed) {
  const random = generator(seed);
  const bars = [];
  let close = start;
  for (let ms = from; ms <= lastDay; ms += day) {
    if ([0, 6].includes(new Date(ms).getUTCDay())) continue;
    const open = close * (1 + (random() - 0.5) * 0.008);
    close = Math.max(1, open * (1 + drift + (random() + random() + random() - 1.5) * 0.026));
    const high = Math.max(open, close) * (1 + random() * 0.009);
    const low = Math.min(open, close) * (1 - random() * 0.009);
    const volume = Math.round((8 + 22 * random() * random()) * 1e6);
    bars.push({ time: iso(ms), open, high, low, close, volume });
  }
  return bars;
}

export const catalogue = symbols.map((info, i) => ({ ...info, bars: walk(info, 1000 + i) }));

/** Bars of a symbol; `raw` undoes the splits the walk is adjusted for. */
export function barsOf(entry, adjust) {
  return entry.bars.map((bar, i) => {
    const later = (entry.splits ?? []).filter((date) => bar.time < date).length;
    const factor = adjust === 'raw' ? 2 ** later : adjust === 'all' ? 1 - 0.00002 * (3400 - i) : 1;
    const price = (value) => round(value * factor, 2);
    return {
      time: bar.time,
      open: price(bar.open),
      high: price(bar.high),
      low: price(bar.low),
      close: price(bar.close),
      volume: Math.round(adjust === 'raw' ? bar.volume / 2 ** later : bar.volume),
    };
  });
}

// --- indicators ----------------------------------------------------------------------------------

const int = (id, name, value) => ({
  id,
  name,
  kind: 'int',
  default: value,
  min: 1,
  max: 100000,
  step: 1,
});
const seed = { id: 'seed', name: 'seed', kind: 'enum', default: 'sma', choices: ['sma', 'first'] };
const line = (id, name) => ({ id, name, plot: 'line', unit: 'price', shift: 0 });

function describe(id, name, group, inputs, params, outputs, more = {}) {
  const rest = {
    overlay: false,
    levels: [],
    bounds: null,
    class: 'recursive',
    formula: '',
    source: '',
  };
  return { id, name, group, summary: `${name}.`, inputs, params, outputs, ...rest, ...more };
}

export const registry = [
  describe(
    'ema',
    'Exponential Moving Average',
    'average',
    ['real'],
    [int('period', 'period', 20), seed],
    [line('ema', 'EMA')],
    { overlay: true },
  ),
  describe(
    'sma',
    'Simple Moving Average',
    'average',
    ['real'],
    [int('period', 'period', 20)],
    [line('sma', 'SMA')],
    { overlay: true },
  ),
  describe(
    'bbands',
    'Bollinger Bands',
    'band',
    ['real'],
    [
      int('period', 'period', 20),
      { id: 'k', name: 'deviations', kind: 'real', default: 2, min: 0, max: 100, step: 0.1 },
    ],
    [
      { ...line('upper', 'upper'), plot: 'band_upper' },
      line('middle', 'middle'),
      { ...line('lower', 'lower'), plot: 'band_lower' },
    ],
    { overlay: true },
  ),
  describe(
    'macd',
    'Moving Average Convergence/Divergence',
    'momentum',
    ['real'],
    [
      int('fast', 'fast period', 12),
      int('slow', 'slow period', 26),
      int('signal', 'signal period', 9),
      seed,
    ],
    [
      line('macd', 'MACD'),
      line('signal', 'signal'),
      { ...line('histogram', 'histogram'), plot: 'histogram' },
    ],
  ),
  describe(
    'rsi',
    'Relative Strength Index',
    'momentum',
    ['real'],
    [
      int('period', 'period', 14),
      {
        id: 'smoothing',
        name: 'smoothing',
        kind: 'enum',
        default: 'wilder',
        choices: ['wilder', 'sma'],
      },
    ],
    [line('rsi', 'RSI')],
    { levels: [30, 70], bounds: [0, 100] },
  ),
  describe(
    'stoch',
    'Stochastic Oscillator',
    'momentum',
    ['high', 'low', 'close'],
    [int('k', 'K period', 14), int('slowing', 'K smoothing', 3), int('d', 'D period', 3)],
    [line('k', '%K'), line('d', '%D')],
    { levels: [20, 80], bounds: [0, 100] },
  ),
];

function ema(x, period) {
  const a = 2 / (period + 1);
  let value = null;
  let count = 0;
  let sum = 0;
  return x.map((v) => {
    if (v === null) return null;
    count += 1;
    sum += v;
    if (count < period) return null;
    value = count === period ? sum / period : value + a * (v - value);
    return value;
  });
}

function sma(x, n) {
  return x.map((_, i) => {
    const part = x.slice(Math.max(0, i - n + 1), i + 1);
    return part.length < n || part.includes(null) ? null : part.reduce((a, b) => a + b) / n;
  });
}

const combine = (a, b, f) => a.map((v, i) => (v === null || b[i] === null ? null : f(v, b[i])));

const compute = {
  ema: (x, bars, p) => ({ ema: ema(x, p.period) }),
  sma: (x, bars, p) => ({ sma: sma(x, p.period) }),
  bbands(x, bars, { period, k }) {
    const middle = sma(x, period);
    const deviation = x.map((_, i) => {
      const mean = middle[i];
      if (mean === null) return null;
      const part = x.slice(i - period + 1, i + 1);
      return Math.sqrt(part.reduce((sum, v) => sum + (v - mean) ** 2, 0) / period);
    });
    const edge = (sign) => combine(middle, deviation, (m, d) => m + sign * k * d);
    return { upper: edge(1), middle, lower: edge(-1) };
  },
  macd(x, bars, { fast, slow, signal }) {
    const macd = combine(ema(x, fast), ema(x, slow), (a, b) => a - b);
    const average = ema(macd, signal);
    return { macd, signal: average, histogram: combine(macd, average, (a, b) => a - b) };
  },
  rsi(x, bars, { period }) {
    let [up, down] = [0, 0];
    const rsi = x.map((v, i) => {
      if (i === 0) return null;
      const move = v - x[i - 1];
      const weight = i <= period ? 1 / i : 1 / period;
      up += (Math.max(move, 0) - up) * weight;
      down += (Math.max(-move, 0) - down) * weight;
      return i < period ? null : up + down === 0 ? 50 : (100 * up) / (up + down);
    });
    return { rsi };
  },
  stoch(x, bars, { k, slowing, d }) {
    const fast = bars.map((bar, i) => {
      if (i < k - 1) return null;
      const part = bars.slice(i - k + 1, i + 1);
      const high = Math.max(...part.map((b) => b.high));
      const low = Math.min(...part.map((b) => b.low));
      return high === low ? 50 : (100 * (bar.close - low)) / (high - low);
    });
    const slow = sma(fast, slowing);
    return { k: slow, d: sma(slow, d) };
  },
};

/** The names of columns, as docs/api.md has them. `results` has the outputs of each spec. */
export function nameColumns(results) {
  return results.map((outputs, i) =>
    outputs.map(({ differs, ...one }) => {
      const { label, indicator, output } = one;
      const twin = ([other], j) => j !== i && !other.label && other.indicator === indicator;
      const id = `${indicator}${results.some(twin) ? differs : ''}`;
      const alone = results.length === 1 && !label;
      const column = `${label ?? id}${outputs.length > 1 ? `.${output}` : ''}`;
      return { column: alone ? output : column, ...one };
    }),
  );
}

/** The answer's `series` members for one spec, or a text that says what is wrong with it. */
export function runSpec(text, bars) {
  const [, label = null, id, list = ''] = /^(?:(\w+)=)?(\w+)(?::(.*))?$/.exec(text) ?? [];
  const indicator = registry.find((i) => i.id === id);
  if (!indicator) return `${text}: no such indicator`;
  const params = Object.fromEntries(indicator.params.map((p) => [p.id, p.default]));
  let input = 'close';
  for (const pair of list.split(',').filter(Boolean)) {
    const [name, value] = pair.split('=');
    const param = indicator.params.find((p) => p.id === name);
    if (name === 'input') input = value;
    else if (!param) return `${name}: no such parameter`;
    else params[name] = param.kind === 'enum' ? value : Number(value);
    if (param && param.kind !== 'enum' && !(params[name] >= param.min)) {
      return `${name}: ${value} is below ${param.min}`;
    }
  }
  if (id === 'macd' && params.fast >= params.slow) return 'fast: must be below slow';
  const x = bars.map((b) => (input === 'typprice' ? (b.high + b.low + b.close) / 3 : b[input]));
  const columns = compute[id](x, bars, params);
  const differs = indicator.params
    .filter((p) => params[p.id] !== p.default)
    .map((p) => `_${params[p.id]}`)
    .concat(/\binput=/.test(list) ? `_${input}` : []);
  return indicator.outputs.map((output) => ({
    differs: differs.join(''),
    label,
    spec: text,
    indicator: id,
    output: output.id,
    name: output.name,
    plot: output.plot,
    lookback: 0,
    values: columns[output.id].map((v) => (v === null ? null : Number(v.toPrecision(10)))),
  }));
}
