// Which bars are in view. Separates what the reader does (wheel, drag, pinch, keys) from what the page
// does itself, as only the former may change the address bar.
import type { IChartApi } from 'lightweight-charts';
import type { Window } from '../data/ranges';

/** Bars may be cut by this much and still count as in view. */
const slack = 0.25;
const fewestBars = 5;

/** Pixels. */
const labelRoom = 36;

export interface ViewportEvents {
  /** The view moved, whoever moved it. */
  onMove(window: Window): void;
  /** The reader moved it. */
  onReader(window: Window): void;
}

export class Viewport {
  private bars = 0;
  private shown: { from: number; to: number } | null = null;
  private touched = false;

  constructor(
    private readonly chart: IChartApi,
    private readonly host: HTMLElement,
    private readonly events: ViewportEvents,
  ) {
    const touch = (): void => {
      this.touched = true;
    };
    for (const name of ['wheel', 'pointerdown', 'touchstart'] as const) {
      host.addEventListener(name, touch, { capture: true, passive: true });
    }
    chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.moved());
    // A double click on the time axis asks the library for its own default view; ours is everything.
    host.addEventListener('dblclick', () => this.moveTo(0, this.bars - 1));
  }

  setLength(bars: number): void {
    this.bars = bars;
  }

  /** The bars in view, clipped to those that exist. */
  window(): Window | null {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (!range || this.bars === 0) return null;
    const end = this.bars - 1;
    const first = Math.min(end, Math.max(0, Math.ceil(range.from - slack)));
    const last = Math.min(end, Math.max(first, Math.floor(range.to + slack)));
    return { first, last };
  }

  show({ first, last }: Window): void {
    if (this.bars === 0) return;
    const atEnd = last >= this.bars - 1;
    // Beyond the newest bar there is room for its mark and for half a label.
    const part = labelRoom / Math.max(labelRoom, this.host.clientWidth);
    const room = atEnd ? Math.max(1, (last - first) * part) : 0;
    this.shown = { from: first, to: last + room };
    this.touched = false;
    this.chart.timeScale().setVisibleLogicalRange(this.shown);
  }

  /** Moves by a part of what is in view; negative is to the past. */
  pan(part: number): void {
    const window = this.window();
    if (!window) return;
    const length = window.last - window.first;
    const step = Math.round(length * part) || Math.sign(part);
    const first = Math.max(0, Math.min(this.bars - 1 - length, window.first + step));
    this.moveTo(first, first + length);
  }

  /** Shows `factor` times as many bars, the right edge staying where it is. */
  zoom(factor: number): void {
    const window = this.window();
    if (!window) return;
    const bars = Math.max(fewestBars, Math.round((window.last - window.first + 1) * factor));
    this.moveTo(Math.max(0, window.last - bars + 1), window.last);
  }

  /** Brings a bar into view without changing the scale. */
  reveal(index: number): void {
    const window = this.window();
    if (!window || (index >= window.first && index <= window.last)) return;
    const length = window.last - window.first;
    const first = index < window.first ? index : index - length;
    this.moveTo(first, first + length);
  }

  private moveTo(first: number, last: number): void {
    this.show({ first, last });
    this.events.onReader({ first, last });
  }

  private moved(): void {
    const window = this.window();
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (!window || !range) return;
    this.events.onMove(window);
    const { shown } = this;
    const far = (a: number, b: number): boolean => Math.abs(a - b) > 0.5;
    if (this.touched && (!shown || far(range.from, shown.from) || far(range.to, shown.to))) {
      this.events.onReader(window);
    }
  }
}
