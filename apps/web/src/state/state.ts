// All that a chart page shows, as one immutable value. The address bar is its text form (url.ts).
import type { Adjust } from '../api-types';
import type { SeriesKey } from '../api';
import type { RangeName } from '../data/ranges';
import type { Slot } from './slots';

export type ChartType = 'line' | 'area' | 'candles' | 'hollow' | 'ohlc';
export type Palette = 'classic' | 'blue';

export interface State {
  symbol: string;
  timeframe: string;
  feed: string;
  adjust: Adjust;
  /** A named range, or '' when from and to say it. */
  range: RangeName | '';
  from: string;
  to: string;
  type: ChartType;
  palette: Palette;
  log: boolean;
  theme: 'dark' | 'light' | '';
  overlays: readonly Slot[];
  panes: readonly Slot[];
  /** Relative pane heights, the price pane first; empty for the usual ones. */
  sizes: readonly number[];
}

/** What every chart page begins with on its price. */
export const usualOverlays: readonly string[] = ['ema1', 'ema2', 'bbands'];

/** What makes one chart page differ from the other. */
export interface PageConfig {
  path: string;
  title: string;
  types: readonly ChartType[];
  range: RangeName;
  overlays: readonly string[];
  panes: readonly string[];
  /** Shows where the highest and lowest close are. */
  marksExtremes: boolean;
}

export function seriesKey(state: State): SeriesKey {
  const { symbol, timeframe, feed, adjust } = state;
  return { symbol, timeframe, feed, adjust };
}

export function sameSeries(a: State, b: State): boolean {
  const [x, y] = [seriesKey(a), seriesKey(b)];
  return (Object.keys(x) as (keyof SeriesKey)[]).every((name) => x[name] === y[name]);
}

export function slotsOf(state: State): Slot[] {
  return [...state.overlays, ...state.panes];
}

export function findSlot(state: State, key: string): Slot | null {
  return slotsOf(state).find((slot) => slot.key === key) ?? null;
}

/** The state with one slot exchanged. */
export function replaceSlot(state: State, slot: Slot): Partial<State> {
  const swap = (list: readonly Slot[]): Slot[] => list.map((s) => (s.key === slot.key ? slot : s));
  return { overlays: swap(state.overlays), panes: swap(state.panes) };
}

/** The order of keys: when it changes, the chart is laid out anew. */
export function layoutKey(state: State): string {
  const keys = (slots: readonly Slot[]): string => slots.map((s) => s.key).join(',');
  return `${keys(state.overlays)};${keys(state.panes)}`;
}
