// The values under the cursor, one line in the corner of each pane, with the pane's own buttons.
import type { Indicator, Registry } from '../api-types';
import type { Bars, SlotData } from '../data/loader';
import { isIntraday } from '../data/time';
import { h, setText } from '../dom';
import * as format from '../format';
import { indicatorOf, specOf, titleOf, volumeKey, type Slot } from '../state/slots';
import type { State } from '../state/state';
import { icon, type IconName } from '../ui/icons';
import { colorOf, inkClass, inkOf } from './ink';
import { drawnValue } from './slot-series';

export interface LegendEvents {
  onSettings(key: string): void;
  onMove(key: string, by: -1 | 1): void;
  onRemove(key: string): void;
}

type Update = (index: number) => void;

export class Legend {
  private updates: Update[] = [];
  private lines: HTMLElement[] = [];
  private readonly titles = new Map<string, string>();
  private index = 0;

  constructor(
    private readonly layer: HTMLElement,
    private readonly events: LegendEvents,
  ) {}

  /** Builds the lines anew; call it when panes, parameters or data change. */
  build(
    state: State,
    bars: Bars,
    slots: ReadonlyMap<string, SlotData>,
    registry: Registry,
    candles: boolean,
  ): void {
    this.updates = [];
    const main = h('div', { class: 'legend legend-main', 'data-testid': 'legend-price' });
    main.append(this.priceLine(bars, candles));
    const overlays = h('div', { class: candles ? 'legend-row wide' : 'legend-row' });
    for (const slot of state.overlays) {
      const indicator = indicatorOf(slot.key, registry);
      if (indicator) {
        overlays.append(this.slotItem(state, slot, indicator, bars, slots.get(slot.key)));
      }
    }
    main.append(overlays);
    const panes = state.panes.map((slot, i) => {
      const line = h('div', { class: 'legend' });
      const row = h('div', { class: 'legend-row' });
      const indicator = indicatorOf(slot.key, registry);
      if (indicator) {
        row.append(this.slotItem(state, slot, indicator, bars, slots.get(slot.key)));
      } else if (slot.key === volumeKey) {
        row.append(this.volumeItem(bars));
      }
      row.append(this.buttons(slot, indicator, i, state.panes.length));
      line.append(row);
      return line;
    });
    this.lines = [main, ...panes];
    this.layer.replaceChildren(...this.lines);
    this.show(Math.min(this.index, bars.seconds.length - 1));
  }

  /** Values of one bar. */
  show(index: number): void {
    this.index = index;
    for (const update of this.updates) update(index);
  }

  /** All of it as one sentence, for screen readers. */
  text(): string {
    return [...this.layer.querySelectorAll('.legend-row > *')]
      .map((element) =>
        [...element.childNodes]
          .map((node) => node.textContent)
          .join(' ')
          .trim(),
      )
      .filter((text) => text !== '')
      .join(', ');
  }

  place(boxes: readonly { top: number; height: number; width: number }[]): void {
    this.lines.forEach((line, i) => {
      const box = boxes[i];
      line.hidden = !box || box.height < 24;
      if (!box) return;
      line.style.transform = `translateY(${Math.round(box.top)}px)`;
      line.style.maxWidth = `${Math.round(box.width)}px`;
    });
  }

  private priceLine(bars: Bars, candles: boolean): HTMLElement {
    const { head } = bars;
    const row = h('div', { class: 'legend-row legend-bar' });
    const title = `${head.symbol} · ${format.timeframe(head.timeframe)}`;
    const date = h('span', { class: 'wide num', 'data-testid': 'legend-time' });
    row.append(h('b', { class: 'wide' }, title), date);
    const fields = candles ? (['open', 'high', 'low', 'close'] as const) : (['close'] as const);
    const cells = fields.map((field) => {
      const value = h('span', { class: 'num', 'data-testid': `legend-${field}` });
      const letter = candles ? field.charAt(0).toUpperCase() : 'Close';
      row.append(h('span', { class: 'pair' }, h('span', { class: 'key' }, letter), value));
      return { field, value };
    });
    const change = h('span', { 'data-testid': 'legend-change' });
    const note = h('span', { class: 'note' });
    row.append(change, note);
    const intraday = isIntraday(head.timeframe);
    this.updates.push((i) => {
      setText(date, format.barTime(bars.seconds[i] ?? 0, intraday));
      const close = bars.close[i] ?? null;
      const before = bars.close[i - 1] ?? null;
      const open = bars.open[i] ?? null;
      const rising = (close ?? 0) >= ((candles ? open : before) ?? 0);
      for (const { field, value } of cells) {
        setText(value, format.price(bars[field][i], head.decimals));
        value.className = candles ? `num ${rising ? 'up' : 'down'}` : 'num strong';
      }
      const both = close !== null && before !== null && before !== 0;
      const moved = both ? (100 * (close - before)) / before : null;
      const points = both ? format.change(close - before, head.decimals) : '';
      setText(change, both ? `${points} (${format.percent(moved)})` : '');
      change.className = `wide num ${(moved ?? 0) >= 0 ? 'up' : 'down'}`;
      setText(note, bars.complete[i] === false ? 'unfinished bar' : '');
    });
    return row;
  }

  /** While new values are awaited or refused, the old ones keep their title. */
  private titleFor(slot: Slot, indicator: Indicator, data: SlotData | undefined): string {
    const title = titleOf(slot, indicator);
    const old = this.titles.get(slot.key);
    if (data && old && data.spec !== specOf(slot, indicator)) return old;
    this.titles.set(slot.key, title);
    return title;
  }

  private slotItem(
    state: State,
    slot: Slot,
    indicator: Indicator,
    bars: Bars,
    data: SlotData | undefined,
  ): HTMLElement {
    const item = h('span', { class: 'slot', 'data-testid': `legend-${slot.key}` });
    const title = this.titleFor(slot, indicator, data);
    const first = colorOf(state, slot.key, indicator);
    const single = indicator.outputs.length === 1;
    const { decimals } = bars.head;
    const colored = indicator.overlay && single ? ` ink-${first + 1}` : '';
    item.append(h('span', { class: `slot-title${colored}` }, title));
    for (const output of indicator.outputs) {
      const ink = inkClass(inkOf(indicator, output, first));
      const value = h('span', { class: `num ${ink}`, 'data-output': output.id });
      if (!single) item.append(h('span', { class: 'key wide' }, output.name));
      item.append(value);
      const values = data?.outputs.find((o) => o.id === output.id)?.values ?? [];
      this.updates.push((i) => {
        const shown = drawnValue(values, i, output.shift);
        setText(value, format.inUnit(shown, output.unit, decimals));
        if (ink === 'ink-sign') value.className = `num ${(shown ?? 0) >= 0 ? 'up' : 'down'}`;
      });
    }
    return item;
  }

  private volumeItem(bars: Bars): HTMLElement {
    const value = h('span', { class: 'num' });
    this.updates.push((i) => {
      setText(value, format.volume(bars.volume[i]));
      const rising = (bars.close[i] ?? 0) >= (bars.open[i] ?? 0);
      value.className = `num ${rising ? 'up' : 'down'}`;
    });
    const title = h('span', { class: 'slot-title' }, 'Volume');
    return h('span', { class: 'slot', 'data-testid': 'legend-volume' }, title, value);
  }

  private buttons(
    slot: Slot,
    indicator: Indicator | null,
    place: number,
    panes: number,
  ): HTMLElement {
    const name = indicator?.name ?? 'volume';
    const button = (image: IconName, label: string, action: () => void): HTMLElement => {
      const title = `${label}: ${name}`;
      return h(
        'button',
        { type: 'button', title, 'aria-label': title, onclick: action },
        icon(image),
      );
    };
    const { key } = slot;
    const { onSettings, onMove, onRemove } = this.events;
    return h(
      'span',
      { class: 'pane-tools' },
      indicator && button('gear', 'Settings', () => onSettings(key)),
      place > 0 && button('up', 'Move up', () => onMove(key, -1)),
      place < panes - 1 && button('down', 'Move down', () => onMove(key, 1)),
      button('close', 'Remove', () => onRemove(key)),
    );
  }
}
