// Numbers and dates as the reader sees them. Everything here is en-US with ISO dates, so that two
// people looking at one link read the same text.

const minus = '\u2212';
export const missing = '\u2013';

const fixed = new Map<number, Intl.NumberFormat>();

function fixedFormat(decimals: number): Intl.NumberFormat {
  let format = fixed.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    fixed.set(decimals, format);
  }
  return format;
}

const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const isNumber = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** A real minus sign, and never "-0.00". */
function withMinus(text: string): string {
  if (!text.startsWith('-')) return text;
  return /[1-9]/.test(text) ? minus + text.slice(1) : text.slice(1);
}

export function price(value: number | null | undefined, decimals: number): string {
  return isNumber(value) ? withMinus(fixedFormat(decimals).format(value)) : missing;
}

/** A change: always signed unless it is zero to the shown digits. */
export function change(value: number | null | undefined, decimals: number): string {
  const text = price(value, decimals);
  return isNumber(value) && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

export function percent(value: number | null | undefined): string {
  return isNumber(value) ? `${change(value, 2)}%` : missing;
}

/** 17.65M; below a thousand the number itself. */
export function volume(value: number | null | undefined): string {
  if (!isNumber(value)) return missing;
  return Math.abs(value) < 1000 ? withMinus(whole.format(value)) : withMinus(compact.format(value));
}

/** Decimals of values in a unit of the indicator descriptions; prices have their symbol's. */
export function decimalsOf(unit: string, decimals: number): number {
  if (unit === 'percent') return 2;
  if (unit === 'ratio') return 4;
  if (unit === 'volume' || unit === 'bars') return 0;
  return decimals;
}

export function inUnit(value: number | null, unit: string, decimals: number): string {
  return unit === 'volume' ? volume(value) : price(value, decimalsOf(unit, decimals));
}

export function count(value: number): string {
  return whole.format(value);
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** "Fri 2013-03-01" or "Mon 2022-01-03 09:30" from seconds of exchange time (see data/time.ts). */
export function barTime(seconds: number, intraday: boolean): string {
  const date = new Date(seconds * 1000);
  const iso = date.toISOString();
  const day = `${weekdays[date.getUTCDay()]} ${iso.slice(0, 10)}`;
  return intraday ? `${day} ${iso.slice(11, 16)}` : day;
}

const timeframes: Record<string, string> = {
  '1Day': '1D',
  '1Week': '1W',
  '1Month': '1M',
  '3Month': '3M',
  '12Month': '1Y',
};

/** A short name of a timeframe: 1D, 5m, 1h. */
export function timeframe(name: string): string {
  return timeframes[name] ?? name.replace('Min', 'm').replace('Hour', 'h');
}

const adjustments: Record<string, string> = {
  raw: 'unadjusted prices',
  split: 'adjusted for splits',
  all: 'adjusted for splits and dividends',
};

export function adjustment(name: string): string {
  return adjustments[name] ?? name;
}
