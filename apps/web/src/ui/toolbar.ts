// Ranges, dates, kind of chart, adjustment, averages and exports. It shows the state it is given and
// asks for changes; it keeps nothing itself.
import type { Registry, SymbolInfo, SymbolList } from '../api-types';
import { inkCount } from '../chart/ink';
import { rangeNames, rangeTitles, type RangeName } from '../data/ranges';
import { allTimeframes } from '../data/time';
import { h, setText } from '../dom';
import * as format from '../format';
import { indicatorOf, paramsOf, valueOf, withValue, type Slot } from '../state/slots';
import { findSlot, replaceSlot, type ChartType, type PageConfig, type State } from '../state/state';
import { button, segment, toggle, type Segment } from './controls';
import { icon } from './icons';

export interface ToolbarEvents {
  /** `kind` groups changes into history entries. */
  onChange(patch: Partial<State>, kind: string): void;
  onIndicators(): void;
  onPng(): void;
  onCsv(): void;
  onTable(): void;
}

const typeNames: Record<ChartType, string> = {
  area: 'Area',
  line: 'Line',
  candles: 'Candles',
  hollow: 'Hollow',
  ohlc: 'OHLC',
};

/** The averages with sliders, and pairs of periods people use. */
const averageKeys = ['ema1', 'ema2'] as const;
const averagePairs = [
  ['12', '26'],
  ['50', '200'],
] as const;
const longestAverage = 200;

/** Offered beside what is stored: the server makes wider bars from narrower ones. */
const wider = ['5Min', '15Min', '1Hour', '1Day', '1Week', '1Month'];

/** What a symbol can be shown in: its stored timeframes and those made from them. */
export function timeframesOf(info: SymbolInfo | undefined): string[] {
  const stored = info?.series.map((series) => series.timeframe) ?? [];
  const narrowest = allTimeframes.findIndex((name) => stored.includes(name));
  return allTimeframes.filter(
    (name, i) => stored.includes(name) || (narrowest >= 0 && i > narrowest && wider.includes(name)),
  );
}

interface AverageControl {
  element: HTMLElement;
  /** `ink` is the curve's place in the list of colours. */
  set(slot: Slot | null, value: string, ink: number): void;
}

export class Toolbar {
  readonly ranges: HTMLElement;
  readonly options: HTMLElement;
  private readonly range: Segment<RangeName>;
  private readonly type: Segment<ChartType>;
  private readonly adjust: Segment<State['adjust']>;
  private readonly frames = h('span', { class: 'slot-of-segment' });
  private readonly log: HTMLButtonElement;
  private readonly palette: HTMLButtonElement;
  private readonly pairs: Segment<string>;
  private readonly from = this.dateInput('from', 'From');
  private readonly to = this.dateInput('to', 'To');
  private readonly averages: Record<string, AverageControl> = {};
  private state: State | null = null;
  private registry: Registry = { indicators: [] };

  constructor(
    private readonly config: PageConfig,
    private readonly events: ToolbarEvents,
  ) {
    const choices = rangeNames.map((value) => ({ value, text: value, title: rangeTitles[value] }));
    this.range = segment('Range', 'range', choices, (range) =>
      events.onChange({ range, from: '', to: '' }, `range ${range}`),
    );
    const types = config.types.map((value) => ({ value, text: typeNames[value] }));
    this.type = segment('Chart type', 'type', types, (type) => events.onChange({ type }, 'type'));
    this.adjust = segment(
      'Adjustment of prices',
      'adjust',
      [
        { value: 'raw', text: 'Raw', title: 'prices as they were traded' },
        { value: 'split', text: 'Split', title: 'adjusted for splits' },
        { value: 'all', text: 'All', title: 'adjusted for splits and dividends' },
      ],
      (adjust) => events.onChange({ adjust }, 'adjust'),
    );
    this.log = toggle('Log', 'log', 'Logarithmic price scale (L)', () =>
      events.onChange({ log: !this.state?.log }, 'log'),
    );
    this.palette = toggle('Blue/orange', 'palette', 'Colours for colour-blind readers', () => {
      const palette = this.state?.palette === 'blue' ? 'classic' : 'blue';
      events.onChange({ palette }, 'palette');
    });
    const pairs = averagePairs.map(([a, b]) => ({ value: `${a}/${b}`, text: `${a}/${b}` }));
    this.pairs = segment('Pairs of averages', 'pair', pairs, (pair) => this.pickPair(pair));
    for (const key of averageKeys) this.averages[key] = this.averageControl(key);
    this.ranges = this.rangeRow();
    this.options = this.optionRow();
  }

  render(state: State, registry: Registry, symbols: SymbolList | null): void {
    this.state = state;
    this.registry = registry;
    this.range.set(state.range);
    this.type.set(state.type);
    this.adjust.set(state.adjust);
    this.log.setAttribute('aria-pressed', String(state.log));
    this.palette.setAttribute('aria-pressed', String(state.palette === 'blue'));
    this.renderFrames(state, symbols);
    const periods = averageKeys.map((key) => this.periodOf(key));
    this.pairs.set(periods.join('/'));
    averageKeys.forEach((key, i) => {
      const ink = state.overlays.findIndex((slot) => slot.key === key);
      this.averages[key]?.set(findSlot(state, key), periods[i] ?? '', ink);
    });
  }

  /** The dates in view. */
  showDates(from: string, to: string, first: string, last: string): void {
    for (const [input, value] of [
      [this.from, from],
      [this.to, to],
    ] as const) {
      input.min = first;
      input.max = last;
      if (document.activeElement !== input) input.value = value;
    }
  }

  private rangeRow(): HTMLElement {
    const dates = h(
      'div',
      { class: 'dates' },
      h('label', { class: 'field' }, h('span', {}, 'From'), this.from),
      h('label', { class: 'field' }, h('span', {}, 'to'), this.to),
    );
    const indicators = button(
      'indicators',
      'Indicators and their parameters',
      () => this.events.onIndicators(),
      icon('gear'),
      'Indicators',
    );
    const more = button(
      'more',
      'More options',
      () => this.unfold(more),
      icon('options'),
      'Options',
    );
    more.classList.add('narrow-only');
    more.setAttribute('aria-expanded', 'false');
    more.setAttribute('aria-controls', 'options');
    return h(
      'div',
      { class: 'toolbar toolbar-ranges' },
      this.range.element,
      dates,
      this.frames,
      h('span', { class: 'spring' }),
      indicators,
      more,
    );
  }

  private optionRow(): HTMLElement {
    const { onPng, onCsv, onTable } = this.events;
    const averages = averageKeys.map((key) => this.averages[key]?.element);
    return h(
      'div',
      { class: 'toolbar toolbar-options', id: 'options' },
      this.type.element,
      this.log,
      this.config.types.includes('candles') && this.palette,
      this.adjust.element,
      h('div', { class: 'averages' }, ...averages, this.pairs.element),
      h('span', { class: 'spring' }),
      h(
        'div',
        { class: 'exports' },
        button('table', 'What is shown, as a table', onTable, icon('table'), 'Table'),
        button('csv', 'What is shown, as a CSV file', onCsv, icon('file'), 'CSV'),
        button('png', 'The chart, as a picture', onPng, icon('image'), 'PNG'),
      ),
    );
  }

  private unfold(more: HTMLElement): void {
    const open = this.options.classList.toggle('unfolded');
    more.setAttribute('aria-expanded', String(open));
  }

  private renderFrames(state: State, symbols: SymbolList | null): void {
    const series = symbols?.symbols.find((s) => s.symbol === state.symbol)?.series ?? [];
    const names = timeframesOf(symbols?.symbols.find((s) => s.symbol === state.symbol));
    const choices = names.map((value) => ({ value, text: format.timeframe(value), title: value }));
    const frames = segment('Timeframe', 'timeframe', choices, (timeframe) =>
      this.events.onChange({ timeframe }, 'timeframe'),
    );
    frames.set(state.timeframe);
    const feeds = [...new Set(series.map((s) => s.feed))];
    const usual = series.find((s) => s.default)?.feed ?? '';
    const feed = h(
      'select',
      {
        class: 'select',
        'aria-label': 'Feed',
        onchange: (event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          this.events.onChange({ feed: value === usual ? '' : value }, 'feed');
        },
      },
      ...feeds.map((name) =>
        h('option', { value: name, selected: name === (state.feed || usual) }, name),
      ),
    );
    // Rebuilding would take the focus away from a button that has just been pressed.
    const signature = `${names.join()} ${state.timeframe} ${feeds.join()} ${state.feed}`;
    if (this.frames.dataset.signature === signature) return;
    const focused = this.frames.contains(document.activeElement);
    this.frames.dataset.signature = signature;
    this.frames.replaceChildren(frames.element, ...(feeds.length > 1 ? [feed] : []));
    if (focused) this.frames.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  private dateInput(name: 'from' | 'to', label: string): HTMLInputElement {
    return h('input', {
      type: 'date',
      'aria-label': `${label} date`,
      'data-testid': `date-${name}`,
      onchange: () => this.pickDates(name),
    });
  }

  private pickDates(changed: 'from' | 'to'): void {
    let from = this.from.value;
    let to = this.to.value;
    if (from && to && from > to) [from, to] = changed === 'from' ? [from, from] : [to, to];
    this.events.onChange({ range: '', from, to }, 'dates');
  }

  private periodOf(key: string): string {
    const slot = this.state && findSlot(this.state, key);
    const indicator = indicatorOf(key, this.registry);
    const param = indicator && paramsOf(indicator).find((p) => p.id === 'period');
    return slot && param ? valueOf(slot, param) : '';
  }

  /** Sets a period; false if the average is not on the page. */
  private withPeriod(state: State, key: string, period: string): State {
    const slot = findSlot(state, key);
    const indicator = indicatorOf(key, this.registry);
    const param = indicator && paramsOf(indicator).find((p) => p.id === 'period');
    if (!slot || !param) return state;
    return { ...state, ...replaceSlot(state, withValue(slot, param, period)) };
  }

  private pickPeriod(key: string, text: string): void {
    const period = Math.round(Number(text));
    if (!this.state || !(period >= 1 && period <= longestAverage)) return;
    const { overlays, panes } = this.withPeriod(this.state, key, String(period));
    this.events.onChange({ overlays, panes }, `period ${key}`);
  }

  private pickPair(pair: string): void {
    if (!this.state) return;
    let next = this.state;
    pair.split('/').forEach((period, i) => {
      next = this.withPeriod(next, averageKeys[i] ?? '', period);
    });
    this.events.onChange({ overlays: next.overlays, panes: next.panes }, `pair ${pair}`);
  }

  private averageControl(key: string): AverageControl {
    const attributes = { min: 1, max: longestAverage, step: 1 };
    const name = `EMA ${key.slice(3)} period`;
    const slider = h('input', {
      ...attributes,
      type: 'range',
      'aria-label': `${name}, slider`,
      'data-testid': `slider-${key}`,
      oninput: () => this.pickPeriod(key, slider.value),
    });
    const number = h('input', {
      ...attributes,
      type: 'number',
      inputmode: 'numeric',
      'aria-label': name,
      'data-testid': `number-${key}`,
      'aria-describedby': `${key}-hint`,
      oninput: () => {
        check();
        this.pickPeriod(key, number.value);
      },
      onchange: () => {
        const period = Math.max(1, Math.min(longestAverage, Math.round(Number(number.value))));
        number.value = number.value === '' ? this.periodOf(key) : String(period);
        check();
        this.pickPeriod(key, number.value);
      },
    });
    const hint = h('span', { class: 'hint', id: `${key}-hint`, role: 'status', hidden: true });
    const check = (): void => {
      const wrong = !number.checkValidity();
      if (wrong) number.setAttribute('aria-invalid', 'true');
      else number.removeAttribute('aria-invalid');
      hint.hidden = !wrong;
      setText(hint, wrong ? `1 to ${longestAverage}` : '');
    };
    const label = h('span', { class: 'average-name' }, 'EMA');
    const element = h('div', { class: 'average' }, label, slider, number, hint);
    return {
      element,
      set(slot, value, ink) {
        element.hidden = slot === null;
        element.style.setProperty('--ink', `var(--c${(ink % inkCount) + 1})`);
        if (document.activeElement !== number) {
          number.value = value;
          check();
        }
        if (slider.value !== value) slider.value = value;
        const share = ((Number(slider.value) - 1) / (longestAverage - 1)) * 100;
        slider.style.setProperty('--share', `${share.toFixed(1)}%`);
      },
    };
  }
}
