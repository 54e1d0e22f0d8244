// A stand-in for `mkt serve`, for working on the pages without the C side and for running the tests
// where it has not been built: node mock-server.mjs OUTDIR [PORT] [--empty]
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { barsOf, catalogue, nameColumns, registry, runSpec } from './mock-data.mjs';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

class Refusal extends Error {
  constructor(status, detail, parameter) {
    super(detail);
    Object.assign(this, { status, parameter });
  }
}

const monthsOf = { '1M': 1, '3M': 3, '6M': 6, '1Y': 12, '5Y': 60 };

function cropOf(query, bars) {
  const last = bars.at(-1).time;
  const range = query.get('range');
  let from = query.get('from') ?? bars[0].time;
  const to = query.get('to') ?? last;
  if (range === 'YTD') from = `${last.slice(0, 4)}-01-01`;
  if (monthsOf[range]) {
    const date = new Date(`${last}T00:00:00Z`);
    date.setUTCMonth(date.getUTCMonth() - monthsOf[range]);
    from = date.toISOString().slice(0, 10);
  }
  const inside = bars.map((_, i) => i).filter((i) => bars[i].time >= from && bars[i].time <= to);
  return { from, to, first: inside[0] ?? 0, last: inside.at(-1) ?? -1 };
}

function seriesOf(query) {
  const symbol = query.get('symbol');
  const entry = catalogue.find((e) => e.symbol === symbol);
  if (!entry) throw new Refusal(404, `${symbol}: no such symbol`, 'symbol');
  const timeframe = query.get('timeframe') ?? '1Day';
  if (timeframe !== '1Day') throw new Refusal(404, `${timeframe}: not stored`, 'timeframe');
  const adjust = query.get('adjust') ?? 'split';
  const bars = barsOf(entry, adjust);
  const crop = cropOf(query, bars);
  const head = {
    symbol,
    name: entry.name,
    timeframe,
    feed: 'sample',
    adjust,
    currency: 'USD',
    time_zone: 'America/New_York',
    synthetic: true,
    source: 'mock server, random walk',
    as_of: bars.at(-1).time,
    generation: 1,
    from: crop.from,
    to: crop.to,
    n: crop.last - crop.first + 1,
    decimals: 2,
  };
  return { bars, crop, head };
}

const columnNames = ['time', 'open', 'high', 'low', 'close', 'volume'];
const cut = (column, { first, last }) => column.slice(first, last + 1);

function barsAnswer(query) {
  const { bars, crop, head } = seriesOf(query);
  const shown = cut(bars, crop);
  const columns = Object.fromEntries(columnNames.map((name) => [name, shown.map((b) => b[name])]));
  columns.complete = shown.map((bar) => head.symbol !== 'FB' || bar !== bars.at(-1));
  return { ...head, columns };
}

function summaryAnswer(query) {
  const { bars, crop, head } = seriesOf(query);
  const shown = cut(bars, crop);
  const last = shown.at(-1);
  const previous = bars[crop.last - 1];
  const best = (list, field, name, better) =>
    list.reduce((a, b) => (better(b[field], a[name]) ? { time: b.time, [name]: b[field] } : a), {
      time: list[0].time,
      [name]: list[0][field],
    });
  const above = (a, b) => a > b;
  const below = (a, b) => a < b;
  const yearAgo = `${Number(last.time.slice(0, 4)) - 1}${last.time.slice(4)}`;
  const year = bars.filter((b) => b.time > yearAgo && b.time <= last.time);
  return {
    ...head,
    last: { time: last.time, close: last.close },
    previous: { time: previous.time, close: previous.close },
    change: Number((last.close - previous.close).toFixed(2)),
    change_percent: (100 * (last.close - previous.close)) / previous.close,
    highest_close: best(shown, 'close', 'close', above),
    lowest_close: best(shown, 'close', 'close', below),
    week52: {
      from: year[0].time,
      high: best(year, 'high', 'price', above),
      low: best(year, 'low', 'price', below),
      highest_close: best(year, 'close', 'close', above),
      lowest_close: best(year, 'close', 'close', below),
    },
    average_volume: shown.slice(-30).reduce((sum, b) => sum + b.volume, 0) / 30,
  };
}

function indicatorsAnswer(query) {
  if (!query.has('symbol')) return { indicators: registry };
  const { bars, crop, head } = seriesOf(query);
  const results = query.getAll('spec').map((spec) => {
    const result = runSpec(spec, bars);
    if (typeof result === 'string') throw new Refusal(400, result, 'spec');
    return result.map((one) => ({ ...one, values: cut(one.values, crop) }));
  });
  const series = nameColumns(results).flat();
  const twin = series.find(({ column }, i) => series.findIndex((s) => s.column === column) < i);
  if (twin) throw new Refusal(400, `two columns would be called ${twin.column}`, 'spec');
  return { ...head, time: cut(bars, crop).map((bar) => bar.time), series };
}

function symbolsAnswer(empty) {
  const symbols = catalogue.map(({ symbol, name, bars }) => ({
    symbol,
    name,
    currency: 'USD',
    decimals: 2,
    synthetic: true,
    series: [
      {
        timeframe: '1Day',
        feed: 'sample',
        default: true,
        bars: bars.length,
        first: bars[0].time,
        last: bars.at(-1).time,
      },
    ],
  }));
  const list = empty ? [] : symbols;
  return {
    generation: 1,
    watchlist: ['AAPL', 'FB'],
    default: empty ? null : 'AAPL',
    symbols: list,
  };
}

/** Serves the pages of OUTDIR and the API; resolves with the base URL and a way to stop. */
export function startMock(outdir, { port = 0, empty = false } = {}) {
  const answers = {
    '/api/version': () => ({
      version: '0.1.0',
      build: 'mock',
      generation: 1,
      newest: null,
      symbols: empty ? 0 : 5,
    }),
    '/api/symbols': () => symbolsAnswer(empty),
    '/api/bars': barsAnswer,
    '/api/summary': summaryAnswer,
    '/api/indicators': indicatorsAnswer,
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://mock');
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, {
        'Content-Type': type,
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-cache',
        ...headers,
      });
      response.end(body);
    };
    if (url.pathname === '/') return send(302, 'text/plain', '', { Location: 'price' });
    const answer = answers[url.pathname];
    if (answer) {
      try {
        return send(
          200,
          'application/json; charset=utf-8',
          JSON.stringify(answer(url.searchParams)),
        );
      } catch (error) {
        const { status = 500, message: detail, parameter } = error;
        const problem = { type: 'about:blank', title: 'Refused', status, detail, parameter };
        return send(status, 'application/problem+json', JSON.stringify(problem));
      }
    }
    const name = extname(url.pathname) ? url.pathname : `${url.pathname}.html`;
    const file = join(resolve(outdir), name);
    if (name.includes('..') || !existsSync(file)) return send(404, 'text/plain', 'not found');
    return send(200, types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  });
  return new Promise((done) => {
    server.listen(port, '127.0.0.1', () => {
      const base = `http://127.0.0.1:${server.address().port}`;
      done({ base, stop: () => server.close() });
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [outdir, port] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
  const empty = process.argv.includes('--empty');
  const { base } = await startMock(outdir, { port: Number(port ?? 0), empty });
  console.log(base);
}
