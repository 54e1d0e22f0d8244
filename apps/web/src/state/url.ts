// State <-> query string. Defaults are left out, except the symbol and the range, which say what a
// link is about. Anything a link says that makes no sense is ignored.
import { encodeQuery } from '../api';
import type { Adjust, Registry } from '../api-types';
import { rangeNames, type RangeName } from '../data/ranges';
import { allTimeframes } from '../data/time';
import { decodeSlot, encodeSlot, indicatorOf, volumeKey, type Slot } from './slots';
import { usualOverlays, type ChartType, type PageConfig, type Palette, type State } from './state';

const noRegistry: Registry = { indicators: [] };
const timePattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/;

function oneOf<T extends string>(text: string | null, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === text) ?? otherwise;
}

function decodeSlots(
  query: URLSearchParams,
  keys: readonly string[],
  registry: Registry,
  overlay: boolean,
): Slot[] {
  const slots: Slot[] = [];
  for (const key of new Set(keys)) {
    if (key === volumeKey && !overlay) {
      slots.push({ key, values: {} });
      continue;
    }
    const indicator = indicatorOf(key, registry);
    if (indicator && indicator.overlay === overlay) {
      slots.push(decodeSlot(key, query.get(key) ?? '', indicator));
    }
  }
  return slots;
}

function listed(text: string | null, otherwise: readonly string[]): readonly string[] {
  return text === null ? otherwise : text.split(',').filter((key) => key !== '');
}

function decodeSizes(text: string | null, panes: number): number[] {
  const sizes = (text ?? '').split(',').map(Number);
  const fits = sizes.length === panes + 1 && sizes.every((s) => Number.isFinite(s) && s > 0);
  return fits ? sizes : [];
}

/** Without a registry the indicator slots stay empty: enough to know which series to load. */
export function decodeState(
  search: string,
  config: PageConfig,
  registry: Registry = noRegistry,
): State {
  const query = new URLSearchParams(search);
  const time = (name: string): string => {
    const text = query.get(name) ?? '';
    return timePattern.test(text) ? text : '';
  };
  const from = time('from');
  const to = time('to');
  const named = oneOf<RangeName | ''>(query.get('range'), rangeNames, '');
  const panes = decodeSlots(query, listed(query.get('panes'), config.panes), registry, false);
  return {
    symbol: (query.get('symbol') ?? '').trim().toUpperCase(),
    timeframe: oneOf(query.get('timeframe'), allTimeframes, '1Day'),
    feed: query.get('feed') ?? '',
    adjust: oneOf<Adjust>(query.get('adjust'), ['raw', 'split', 'all'], 'split'),
    range: named || (from || to ? '' : config.range),
    from: named ? '' : from,
    to: named ? '' : to,
    type: oneOf<ChartType>(query.get('type'), config.types, config.types[0] ?? 'line'),
    palette: oneOf<Palette>(query.get('palette'), ['classic', 'blue'], 'classic'),
    log: query.get('log') === '1',
    theme: oneOf<State['theme']>(query.get('theme'), ['dark', 'light'], ''),
    overlays: decodeSlots(query, listed(query.get('overlays'), config.overlays), registry, true),
    panes,
    sizes: decodeSizes(query.get('sizes'), panes.length),
  };
}

/** What a page leaves out of its links. */
type Usual = Pick<PageConfig, 'types' | 'overlays' | 'panes'>;

/** The query string of what all chart pages know; the rest is each page's own. */
export function encodeShared(state: State, registry: Registry): string {
  const usual: Usual = { types: [state.type], overlays: usualOverlays, panes: [] };
  return encodeState({ ...state, panes: [], sizes: [] }, usual, registry);
}

/** The query string, without the question mark. */
export function encodeState(state: State, config: Usual, registry: Registry): string {
  const pairs: [string, string][] = [];
  const add = (name: string, value: string, usual: string): void => {
    if (value !== usual) pairs.push([name, value]);
  };
  const keys = (slots: readonly Slot[]): string => slots.map((slot) => slot.key).join(',');
  add('symbol', state.symbol, '');
  add('timeframe', state.timeframe, '1Day');
  add('feed', state.feed, '');
  add('adjust', state.adjust, 'split');
  add('range', state.range, '');
  add('from', state.from, '');
  add('to', state.to, '');
  add('type', state.type, config.types[0] ?? '');
  add('palette', state.palette, 'classic');
  add('log', state.log ? '1' : '0', '0');
  add('overlays', keys(state.overlays), config.overlays.join(','));
  add('panes', keys(state.panes), config.panes.join(','));
  for (const slot of [...state.overlays, ...state.panes]) {
    const indicator = indicatorOf(slot.key, registry);
    if (indicator) add(slot.key, encodeSlot(slot, indicator), '');
  }
  add('sizes', state.sizes.join(','), '');
  add('theme', state.theme, '');
  return encodeQuery(pairs);
}
