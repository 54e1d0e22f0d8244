// The header of a chart page: name, last price, change, and the figures people look for first.
// All numbers come from /api/summary.
import type { Head, Summary } from '../api-types';
import { shownTime } from '../data/time';
import { h, setText } from '../dom';
import * as format from '../format';

interface Tile {
  element: HTMLElement;
  value: HTMLElement;
  note: HTMLElement;
  label: HTMLElement;
}

function tile(label: string, name: string): Tile {
  const labelElement = h('dt', {}, label);
  const value = h('span', { class: 'num', 'data-testid': name });
  const note = h('span', { class: 'tile-note num', 'data-testid': `${name}-date` });
  const element = h('div', { class: 'tile' }, labelElement, h('dd', {}, value, note));
  return { element, value, note, label: labelElement };
}

export class Quote {
  readonly element: HTMLElement;
  private readonly symbol = h('span', { class: 'quote-symbol' });
  private readonly name = h('span', { class: 'quote-name' });
  private readonly badge = h('span', { class: 'badge', hidden: true }, 'synthetic data');
  private readonly last = h('span', { class: 'quote-last num', 'data-testid': 'last' });
  private readonly currency = h('span', { class: 'quote-currency' });
  private readonly change = h('span', { class: 'num', 'data-testid': 'change' });
  private readonly highest = tile('Highest close', 'highest-close');
  private readonly lowest = tile('Lowest close', 'lowest-close');
  private readonly volume = tile('Average volume', 'average-volume');
  private readonly weekLow = h('span', { class: 'num', 'data-testid': 'week52-low' });
  private readonly weekHigh = h('span', { class: 'num', 'data-testid': 'week52-high' });
  private readonly weekMark = h('i', { class: 'meter-mark' });

  constructor() {
    this.volume.note.textContent = '30 bars';
    const meter = h('span', { class: 'meter', 'aria-hidden': true }, this.weekMark);
    this.element = h(
      'section',
      { class: 'quote', 'aria-label': 'Summary' },
      h(
        'div',
        { class: 'quote-head' },
        h('h1', { class: 'quote-title' }, this.symbol, ' ', this.name, this.badge),
        h(
          'p',
          { class: 'quote-price' },
          this.last,
          this.currency,
          h(
            'span',
            { class: 'quote-change' },
            this.change,
            h('span', { class: 'quote-versus' }, 'vs previous close'),
          ),
        ),
      ),
      h(
        'dl',
        { class: 'tiles' },
        h(
          'div',
          { class: 'tile tile-meter' },
          h('dt', {}, '52-week range'),
          h('dd', {}, this.weekLow, meter, this.weekHigh),
        ),
        this.volume.element,
        this.highest.element,
        this.lowest.element,
      ),
    );
  }

  showHead(head: Head): void {
    setText(this.symbol, head.symbol);
    setText(this.name, head.name ?? '');
    this.badge.hidden = !head.synthetic;
  }

  /** The summary of the whole series: its newest bar is what "last" means. */
  showLast(summary: Summary): void {
    const { decimals, last, change, week52 } = summary;
    setText(this.last, format.price(last?.close, decimals));
    setText(this.currency, summary.currency ?? '');
    setText(
      this.change,
      change === null
        ? format.missing
        : `${format.change(change, decimals)} (${format.percent(summary.change_percent)})`,
    );
    this.change.className = `num ${(change ?? 0) >= 0 ? 'up' : 'down'}`;
    const [low, high] = [week52?.low ?? null, week52?.high ?? null];
    setText(this.weekLow, format.price(low?.price, decimals));
    setText(this.weekHigh, format.price(high?.price, decimals));
    const when = (time: string): string => shownTime(time, summary.time_zone);
    this.weekLow.title = low ? `Low of ${when(low.time)}` : '';
    this.weekHigh.title = high ? `High of ${when(high.time)}` : '';
    const span = low && high ? high.price - low.price : 0;
    const place = low && last && span > 0 ? (last.close - low.price) / span : 0.5;
    this.weekMark.style.left = `${(Math.max(0, Math.min(1, place)) * 100).toFixed(1)}%`;
    setText(this.volume.value, format.volume(summary.average_volume));
  }

  /** The summary of what is in view. */
  showRange(summary: Summary, label: string): void {
    const show = (target: Tile, name: string, point: Summary['highest_close']): void => {
      setText(target.label, `${name} (${label})`);
      setText(target.value, format.price(point?.close, summary.decimals));
      setText(target.note, point ? shownTime(point.time, summary.time_zone) : '');
    };
    show(this.highest, 'Highest close', summary.highest_close);
    show(this.lowest, 'Lowest close', summary.lowest_close);
  }
}
