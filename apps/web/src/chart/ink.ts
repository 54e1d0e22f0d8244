// Which colour a curve has: one rule for the canvas and the legends.
import type { Indicator, Output } from '../api-types';
import type { State } from '../state/state';

/** Number of series colours in the style sheet (--c1 ... --c6). */
export const inkCount = 6;

/** Panes start after the colours that the averages on the price have. */
const paneInk = 2;
const singleLineInk = 1;

/** `band` for edges on the price, `sign` for histograms, else a place in the list of colours. */
export type Ink = number | 'band' | 'sign';

export function isEdge(output: Output, which: 'upper' | 'lower'): boolean {
  return output.plot.includes(which);
}

/** Bands lie behind the price and keep to a quiet colour. */
export function isBand(indicator: Indicator): boolean {
  return indicator.overlay && indicator.outputs.some((output) => isEdge(output, 'upper'));
}

/** Where the curves of a slot start in the list of colours. */
export function colorOf(state: State, key: string, indicator: Indicator): number {
  const overlay = state.overlays.findIndex((slot) => slot.key === key);
  if (overlay >= 0) return overlay;
  return indicator.outputs.length === 1 ? singleLineInk : paneInk;
}

export function inkOf(indicator: Indicator, output: Output, first: number): Ink {
  if (isBand(indicator)) return 'band';
  if (output.plot === 'histogram') return 'sign';
  const lines = indicator.outputs.filter((o) => o.plot !== 'histogram');
  return (first + lines.indexOf(output)) % inkCount;
}

/** The class that gives a text this colour. */
export function inkClass(ink: Ink): string {
  return typeof ink === 'number' ? `ink-${ink + 1}` : `ink-${ink}`;
}
