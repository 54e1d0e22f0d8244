// What this is, where its numbers come from, and under which licences it stands.
import { api, asApiError } from '../api';
import type { SeriesInfo, SymbolInfo } from '../api-types';
import { h, setText } from '../dom';
import * as format from '../format';
import { buildTools, otherTheme } from '../app/layout';
import { applyTheme, onSystemTheme, rememberTheme } from '../theme';

/** Series whose source is asked for; more would be a burst of requests for one column. */
const mostSources = 40;

const themeChanged = buildTools(null, () => setTheme(), null);

function setTheme(): void {
  const theme = otherTheme();
  rememberTheme(theme);
  applyTheme(theme);
  themeChanged();
}

function seriesRow(info: SymbolInfo, series: SeriesInfo, source: HTMLElement): HTMLElement {
  const link = `price?symbol=${encodeURIComponent(info.symbol)}`;
  const cell = (text: string): HTMLElement => h('td', {}, text);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: link }, info.symbol)),
    cell(info.name ?? ''),
    cell(format.timeframe(series.timeframe)),
    h('td', {}, series.feed, info.synthetic && h('em', { class: 'badge' }, 'synthetic')),
    h('td', { class: 'number' }, format.count(series.bars)),
    cell(`${series.first} \u2013 ${series.last}`),
    cell(info.currency ?? ''),
    source,
  );
}

async function fillSource(info: SymbolInfo, series: SeriesInfo, cell: HTMLElement): Promise<void> {
  const { timeframe, feed } = series;
  const key = { symbol: info.symbol, timeframe, feed, adjust: 'raw' } as const;
  try {
    setText(cell, (await api.summary(key, { range: '1M' })).source ?? '');
  } catch {
    setText(cell, format.missing);
  }
}

async function showSources(place: HTMLElement): Promise<void> {
  try {
    const { symbols } = await api.symbols();
    if (symbols.length === 0) {
      place.replaceChildren(
        h('p', { 'data-testid': 'sources-empty' }, 'The store is empty. Fill it with '),
        h('code', {}, 'mkt sample'),
      );
      return;
    }
    const titles = [
      'Symbol',
      'Name',
      'Bars of',
      'Feed',
      'Bars',
      'From \u2013 to',
      'Currency',
      'Source',
    ];
    const asked: (() => Promise<void>)[] = [];
    const rows = symbols.flatMap((info) =>
      info.series.map((series) => {
        const source = h('td', {}, '');
        if (asked.length < mostSources) asked.push(() => fillSource(info, series, source));
        return seriesRow(info, series, source);
      }),
    );
    const head = titles.map((title) =>
      h('th', { scope: 'col', class: title === 'Bars' ? 'number' : null }, title),
    );
    const table = h(
      'table',
      { class: 'data sources', 'data-testid': 'sources' },
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...rows),
    );
    const attributes = {
      class: 'scroll',
      tabindex: 0,
      role: 'region',
      'aria-label': 'Data sources',
    };
    place.replaceChildren(h('div', attributes, table));
    for (const ask of asked) await ask();
  } catch (error) {
    const reason = asApiError(error).message;
    const retry = h(
      'button',
      { type: 'button', class: 'button', onclick: () => void showSources(place) },
      'Try again',
    );
    place.replaceChildren(
      h('p', { 'data-testid': 'sources-down' }, `The server does not answer (${reason}). `),
      retry,
    );
  }
}

async function showVersion(place: HTMLElement): Promise<void> {
  try {
    const { version, build, generation } = await api.version();
    setText(place, `Version ${version}, build ${build}, data generation ${generation}.`);
  } catch {
    setText(place, 'Version unknown: the server does not answer.');
  }
}

async function showNotices(place: HTMLElement): Promise<void> {
  try {
    const response = await fetch('third-party-notices.txt');
    if (!response.ok) throw new Error(response.statusText);
    setText(place, await response.text());
  } catch {
    setText(
      place,
      'The notices could not be loaded. They are in the file third-party-notices.txt.',
    );
  }
}

function main(): void {
  const sources = h('div', { class: 'about-sources' });
  const version = h('p', { class: 'quiet num', 'data-testid': 'version' });
  const notices = h('pre', { 'data-testid': 'notices', tabindex: 0 });
  document
    .getElementById('main')
    ?.replaceChildren(
      h(
        'article',
        { class: 'about' },
        h('h1', {}, 'About marketkit'),
        h(
          'p',
          {},
          'marketkit computes technical indicators in C and shows them here. Every number on these ' +
            'pages comes from the same library that the command line tool uses; the browser only ' +
            'draws.',
        ),
        version,
        h('h2', {}, 'Not advice'),
        h(
          'p',
          {},
          'Prices and indicators are shown as they were stored and computed, without warranty. ' +
            'Nothing here is a recommendation to buy or sell anything.',
        ),
        h('h2', {}, 'Data'),
        h(
          'p',
          {},
          'Times are exchange times; a bar carries the time of its start. Synthetic series were made ' +
            'by a generator and never traded.',
        ),
        sources,
        h('h2', {}, 'Licence'),
        h('p', {}, 'marketkit is free software under the MIT licence.'),
        h(
          'p',
          {},
          'Charts are drawn with TradingView Lightweight Charts™, copyright © 2025 TradingView, Inc., ',
          h(
            'a',
            { href: 'https://www.tradingview.com/', rel: 'noopener noreferrer' },
            'tradingview.com',
          ),
          '.',
        ),
        h('h2', {}, 'Third-party notices'),
        notices,
      ),
    );
  void showSources(sources);
  void showVersion(version);
  void showNotices(notices);
}

onSystemTheme(() => {
  applyTheme();
  themeChanged();
});
main();
