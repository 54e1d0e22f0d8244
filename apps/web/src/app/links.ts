// Links between chart pages keep what they have in common: series, range, averages, scale, colours.
import type { Registry } from '../api-types';
import type { State } from '../state/state';
import { encodeShared } from '../state/url';

export function seriesLink(path: string, state: State, registry: Registry): string {
  return `${path}?${encodeShared(state, registry)}`;
}

/** Points the page tabs at the series in view. */
export function carrySeries(state: State, registry: Registry): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a[data-series]')) {
    const path = link.getAttribute('href')?.split('?')[0] ?? '';
    link.setAttribute('href', seriesLink(path, state, registry));
  }
}
