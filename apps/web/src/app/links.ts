// Links between chart pages keep the series and the range in view.
import { encodeQuery } from '../api';
import type { State } from '../state/state';

const usual: Readonly<Record<string, string>> = { timeframe: '1Day', adjust: 'split' };

export function seriesLink(path: string, state: State, symbol = state.symbol): string {
  const { timeframe, adjust, range, from, to, theme } = state;
  const shared = { symbol, timeframe, adjust, range, from, to, theme };
  const pairs = Object.entries(shared).filter(([k, v]) => v !== '' && v !== usual[k]);
  return `${path}?${encodeQuery(pairs)}`;
}

/** Points the page tabs at the series in view. */
export function carrySeries(state: State): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a[data-series]')) {
    const path = link.getAttribute('href')?.split('?')[0] ?? '';
    link.setAttribute('href', seriesLink(path, state));
  }
}
