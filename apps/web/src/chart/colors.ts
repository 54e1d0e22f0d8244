// The colours of the style sheet, for the canvas.
import { inkCount } from './ink';

export interface Colors {
  background: string;
  text: string;
  muted: string;
  line: string;
  grid: string;
  separator: string;
  crosshair: string;
  label: string;
  up: string;
  down: string;
  price: string;
  band: string;
  bandLine: string;
  series: readonly string[];
}

export function readColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    background: read('--surface'),
    text: read('--text'),
    muted: read('--muted'),
    line: read('--line'),
    grid: read('--grid'),
    separator: read('--line-strong'),
    crosshair: read('--crosshair'),
    label: read('--label'),
    up: read('--up-fill'),
    down: read('--down-fill'),
    price: read('--c-price'),
    band: read('--band'),
    bandLine: read('--band-line'),
    series: Array.from({ length: inkCount }, (_, i) => read(`--c${i + 1}`)),
  };
}

/** `#rrggbb` with an opacity. */
export function alpha(color: string, opacity: number): string {
  const byte = Math.round(opacity * 255);
  return `${color}${byte.toString(16).padStart(2, '0')}`;
}
