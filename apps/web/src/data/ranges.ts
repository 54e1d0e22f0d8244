// Named ranges and dates as bar indexes. Everything ends at the newest bar, never at today.
import { dateOf } from './time';

export const rangeNames = ['1M', '3M', '6M', 'YTD', '1Y', '5Y', 'All'] as const;
export type RangeName = (typeof rangeNames)[number];

export const rangeTitles: Record<RangeName, string> = {
  '1M': '1 month',
  '3M': '3 months',
  '6M': '6 months',
  YTD: 'Year to date',
  '1Y': '1 year',
  '5Y': '5 years',
  All: 'Everything',
};

/** First and last shown bar, both included. */
export interface Window {
  first: number;
  last: number;
}

/** The times a window is looked up in. */
export interface TimeAxis {
  /** As the server writes them. */
  time: readonly string[];
  /** Exchange time, see time.ts. */
  seconds: readonly number[];
}

const months: Partial<Record<RangeName, number>> = {
  '1M': 1,
  '3M': 3,
  '6M': 6,
  '1Y': 12,
  '5Y': 60,
};

/** The same day some months before; the last day of a shorter month. */
function monthsBefore(date: string, n: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - n, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - n, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/** The number of leading items for which `before` holds. */
function partition(n: number, before: (i: number) => boolean): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first bar at or after a date or time. */
export function indexFrom(axis: TimeAxis, text: string): number {
  const dates = text.length === 10;
  return partition(axis.time.length, (i) =>
    dates ? dateOf(axis.seconds[i] ?? 0) < text : (axis.time[i] ?? '') < text,
  );
}

/** Index of the last bar at or before a date or time; -1 when there is none. */
export function indexTo(axis: TimeAxis, text: string): number {
  const dates = text.length === 10;
  return (
    partition(axis.time.length, (i) =>
      dates ? dateOf(axis.seconds[i] ?? 0) <= text : (axis.time[i] ?? '') <= text,
    ) - 1
  );
}

export function rangeWindow(axis: TimeAxis, range: RangeName): Window {
  const last = axis.time.length - 1;
  if (range === 'All') return { first: 0, last };
  const newest = dateOf(axis.seconds[last] ?? 0);
  const n = months[range];
  const from = n === undefined ? `${newest.slice(0, 4)}-01-01` : monthsBefore(newest, n);
  return { first: Math.min(indexFrom(axis, from), last), last };
}

/** The window between two dates or times, either of which may be empty. */
export function dateWindow(axis: TimeAxis, from: string, to: string): Window {
  const end = axis.time.length - 1;
  const first = from ? Math.min(indexFrom(axis, from), end) : 0;
  const last = to ? Math.max(indexTo(axis, to), 0) : end;
  return { first: Math.min(first, last), last: Math.max(first, last) };
}
