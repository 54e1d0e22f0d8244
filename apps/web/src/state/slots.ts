// A slot is a place for one indicator on the page: "ema1", "macd", "volume". Its parameters come from
// the server's descriptions, so a new indicator needs no line of code here.
import type { Indicator, Param, Registry } from '../api-types';

/** Volume is drawn from the bars themselves; it has a pane but no request. */
export const volumeKey = 'volume';

export interface Slot {
  /** Unique on the page; an indicator id, with a number behind it when it is there twice. */
  key: string;
  /** Parameters that differ from the slot's defaults, as text. */
  values: Readonly<Record<string, string>>;
}

/** Defaults of well-known slots where they are not those of the indicator itself. */
const presets: Record<string, Record<string, string>> = {
  ema1: { period: '12' },
  ema2: { period: '26' },
  bbands: { input: 'typprice' },
};

const inputParam: Param = {
  id: 'input',
  name: 'computed on',
  kind: 'enum',
  default: 'close',
  choices: ['open', 'high', 'low', 'close', 'volume', 'typprice'],
};

const shortNames: Record<string, string> = { bbands: 'BB', stoch: 'Stoch' };

export function indicatorOf(key: string, registry: Registry): Indicator | null {
  const find = (id: string): Indicator | null =>
    registry.indicators.find((indicator) => indicator.id === id) ?? null;
  return find(key) ?? find(key.replace(/\d+$/, ''));
}

/** The indicator's parameters, and which prices it runs on where that is open. */
export function paramsOf(indicator: Indicator): Param[] {
  const open = indicator.inputs.length === 1 && indicator.inputs[0] === 'real';
  return open ? [...indicator.params, inputParam] : indicator.params;
}

export function defaultValue(key: string, param: Param): string {
  return presets[key]?.[param.id] ?? String(param.default);
}

export function valueOf(slot: Slot, param: Param): string {
  return slot.values[param.id] ?? defaultValue(slot.key, param);
}

export function withValue(slot: Slot, param: Param, value: string): Slot {
  const values: Record<string, string> = { ...slot.values };
  if (value === defaultValue(slot.key, param)) delete values[param.id];
  else values[param.id] = value;
  return { ...slot, values };
}

/** What is wrong with a value, in words, or null. The server has the last word; this saves a trip. */
export function problemWith(param: Param, value: string): string | null {
  if (param.kind === 'enum') {
    return param.choices?.includes(value) ? null : `${param.name}: not one of the choices`;
  }
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return `${param.name}: not a number`;
  if (param.kind === 'int' && !Number.isInteger(number)) return `${param.name}: whole numbers only`;
  if (param.min !== undefined && number < param.min) return `${param.name}: at least ${param.min}`;
  if (param.max !== undefined && number > param.max) return `${param.name}: at most ${param.max}`;
  return null;
}

/** The request text: `ema:period=12,seed=sma`. */
export function requestOf(slot: Slot, indicator: Indicator): string {
  const parts = paramsOf(indicator)
    .filter((param) => param !== inputParam || valueOf(slot, param) !== inputParam.default)
    .map((param) => `${param.id}=${valueOf(slot, param)}`);
  return `${indicator.id}${parts.length ? `:${parts.join(',')}` : ''}`;
}

/** The request text, labelled with the slot's key: `ema1=ema:period=12,seed=sma`. */
export function specOf(slot: Slot, indicator: Indicator): string {
  return `${slot.key}=${requestOf(slot, indicator)}`;
}

/** The request texts of all slots that need a request. */
export function wantedOf(slots: readonly Slot[], registry: Registry): Map<string, string> {
  const wanted = new Map<string, string>();
  for (const slot of slots) {
    const indicator = indicatorOf(slot.key, registry);
    if (indicator) wanted.set(slot.key, specOf(slot, indicator));
  }
  return wanted;
}

function numbersOf(slot: Slot, indicator: Indicator): string[] {
  return indicator.params.filter((p) => p.kind !== 'enum').map((p) => valueOf(slot, p));
}

/** "EMA 12", "MACD 12 26 9" */
export function titleOf(slot: Slot, indicator: Indicator): string {
  const name = shortNames[indicator.id] ?? indicator.id.toUpperCase();
  return [name, ...numbersOf(slot, indicator)].join(' ');
}

/** Positional values for the address bar, up to the last one that is not the default. */
export function encodeSlot(slot: Slot, indicator: Indicator): string {
  const params = paramsOf(indicator);
  const last = params.findLastIndex((param) => slot.values[param.id] !== undefined);
  return params
    .slice(0, last + 1)
    .map((param) => valueOf(slot, param))
    .join(',');
}

/** The reverse of encodeSlot; values that the description does not allow are dropped. */
export function decodeSlot(key: string, text: string, indicator: Indicator): Slot {
  const params = paramsOf(indicator);
  let slot: Slot = { key, values: {} };
  text.split(',').forEach((value, i) => {
    const param = params[i];
    if (param && problemWith(param, value) === null) slot = withValue(slot, param, value);
  });
  return slot;
}

/** A key for one more of an indicator: "atr", then "atr2", "atr3". */
export function freeKey(id: string, taken: readonly Slot[]): string {
  const used = new Set(taken.map((slot) => slot.key));
  if (!used.has(id)) return id;
  let n = 2;
  while (used.has(`${id}${n}`)) n += 1;
  return `${id}${n}`;
}
