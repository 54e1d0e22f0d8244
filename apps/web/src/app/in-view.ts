// Everything that follows the part of the series in view: navigator, dates, range figures, legends, and
// the cursor of the keyboard.
import type { Crop } from '../api';
import type { Summary } from '../api-types';
import type { Legend } from '../chart/legend';
import type { Mark } from '../chart/marks';
import type { ChartView } from '../chart/view';
import type { Bars } from '../data/loader';
import { dateWindow, indexFrom, rangeWindow, type Window } from '../data/ranges';
import type { Summaries } from '../data/summaries';
import { dateOf } from '../data/time';
import { debounce, setText } from '../dom';
import * as format from '../format';
import type { Navigator } from '../navigator';
import type { State } from '../state/state';
import type { Quote } from '../ui/quote';
import type { Toolbar } from '../ui/toolbar';

export interface InViewParts {
  view: ChartView;
  legend: Legend;
  navigator: Navigator;
  toolbar: Toolbar;
  quote: Quote;
  summaries: Summaries;
  live: HTMLElement;
  /** Marks the highest and lowest close on the chart. */
  marksExtremes: boolean;
}

export class InView {
  private bars: Bars | null = null;
  private state: State | null = null;
  private cursor: number | null = null;
  private readonly speakSoon = debounce(250, () => {
    setText(this.parts.live, this.parts.legend.text());
  });

  constructor(private readonly parts: InViewParts) {}

  /** A new series: the marks and the cursor belonged to the old one. */
  reset(): void {
    this.cursor = null;
    this.parts.view.setMarks([]);
  }

  /** Moves the chart to the range or the dates of the state. */
  show(state: State, bars: Bars): void {
    this.state = state;
    this.bars = bars;
    if (bars.seconds.length === 0) return;
    const { range, from, to } = state;
    const window = range ? rangeWindow(bars, range) : dateWindow(bars, from, to);
    this.parts.view.viewport.show(window);
    this.moved(window);
  }

  /** The reader's window became part of the state. */
  follow(state: State, window: Window): void {
    this.state = state;
    this.moved(window);
  }

  /** The view moved: everything beside the chart follows. */
  moved(window: Window): void {
    const { bars, state } = this;
    if (!bars || !state) return;
    const { navigator, toolbar, summaries, legend } = this.parts;
    const date = (i: number): string => dateOf(bars.seconds[i] ?? 0);
    navigator.show(window);
    toolbar.showDates(
      date(window.first),
      date(window.last),
      date(0),
      date(bars.seconds.length - 1),
    );
    const from = bars.time[window.first] ?? '';
    const to = bars.time[window.last] ?? '';
    summaries.view(state.range ? { range: state.range } : { from, to });
    if (this.cursor === null) legend.show(window.last);
  }

  /** The bar under the cursor, or the last one in view. */
  pointed(index: number | null = this.cursor): void {
    this.cursor = index;
    const shown = index ?? this.parts.view.viewport.window()?.last;
    if (shown !== undefined && this.bars) this.parts.legend.show(shown);
  }

  moveCursor(by: number): void {
    const { view } = this.parts;
    const end = (this.bars?.seconds.length ?? 0) - 1;
    if (end < 0) return;
    const now = this.cursor ?? view.viewport.window()?.last ?? end;
    const index = Math.max(0, Math.min(end, now + by));
    view.viewport.reveal(index);
    view.pointAt(index);
    this.pointed(index);
    this.speakSoon();
  }

  summaryCame(summary: Summary, crop: Crop): void {
    const { bars, state } = this;
    const { view, quote } = this.parts;
    if (!bars || !state) return;
    quote.showRange(summary, crop.range ?? 'in view');
    // The server's idea of a named range is the one that counts.
    if (crop.range && crop.range === state.range) {
      const first = indexFrom(bars, summary.from);
      const window = view.viewport.window();
      if (window && window.first !== first) view.viewport.show({ ...window, first });
    }
    if (!this.parts.marksExtremes) return;
    const mark = (name: string, point: Summary['highest_close'], above: boolean): Mark[] => {
      if (!point) return [];
      const text = `${name} ${format.price(point.close, summary.decimals)}`;
      return [{ index: indexFrom(bars, point.time), price: point.close, text, above }];
    };
    view.setMarks([
      ...mark('High', summary.highest_close, true),
      ...mark('Low', summary.lowest_close, false),
    ]);
  }
}
