// The drawer where indicators are added, removed, put in order and adjusted. Every form in it is made
// from the descriptions that /api/indicators gives.
import type { Indicator, Param, Registry } from '../api-types';
import { h, setText } from '../dom';
import {
  freeKey,
  indicatorOf,
  paramsOf,
  problemWith,
  titleOf,
  valueOf,
  volumeKey,
  withValue,
  type Slot,
} from '../state/slots';
import { replaceSlot, slotsOf, type State } from '../state/state';
import { dialog, type Dialog } from './controls';
import { icon, type IconName } from './icons';

export interface IndicatorEvents {
  onChange(patch: Partial<State>, kind: string): void;
  onReset(): void;
  onClose(): void;
}

type List = 'overlays' | 'panes';

/** Inputs a stored series has; an indicator that needs more cannot be drawn from bars alone. */
const barInputs = ['open', 'high', 'low', 'close', 'volume', 'real', 'session'];

export class IndicatorsDialog {
  private readonly dialog: Dialog;
  private state: State | null = null;
  private registry: Registry = { indicators: [] };
  private failures: ReadonlyMap<string, string> = new Map();
  private readonly errors = new Map<string, HTMLElement>();
  private structure = '';

  constructor(private readonly events: IndicatorEvents) {
    this.dialog = dialog('indicators', 'Indicators', icon('close'), events.onClose);
  }

  get isOpen(): boolean {
    return this.dialog.element.open;
  }

  open(key?: string): void {
    this.dialog.open();
    if (!key) return;
    const section = this.dialog.body.querySelector<HTMLElement>(`[data-slot="${key}"]`);
    section?.scrollIntoView({ block: 'nearest' });
    section?.querySelector<HTMLElement>('input, select')?.focus();
  }

  /** Failures are the server's words about a slot's parameters. */
  render(state: State, registry: Registry, failures: ReadonlyMap<string, string>): void {
    this.state = state;
    this.registry = registry;
    this.failures = failures;
    const structure = slotsOf(state)
      .map((slot) => slot.key)
      .join();
    if (structure !== this.structure || registry.indicators.length === 0) {
      this.structure = structure;
      this.build();
    }
    this.refresh();
  }

  private build(): void {
    const { state } = this;
    if (!state) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.action;
    this.errors.clear();
    const section = (title: string, list: List): HTMLElement => {
      const slots = state[list];
      return h(
        'section',
        {},
        h('h3', {}, title),
        ...slots.map((slot, i) => this.slotForm(slot, list, i, slots.length)),
        slots.length === 0 && h('p', { class: 'quiet' }, 'None'),
      );
    };
    this.dialog.body.replaceChildren(
      this.adder(),
      section('On the price', 'overlays'),
      section('Panes below', 'panes'),
      h(
        'button',
        { type: 'button', class: 'button', 'data-testid': 'reset', onclick: this.events.onReset },
        'Back to the usual indicators',
      ),
    );
    if (focused) {
      this.dialog.body.querySelector<HTMLElement>(`[data-action="${focused}"]`)?.focus();
    }
  }

  /** Values and messages, without touching the field being typed in. */
  private refresh(): void {
    const { state } = this;
    if (!state) return;
    for (const slot of slotsOf(state)) {
      const form = this.dialog.body.querySelector(`[data-slot="${slot.key}"]`);
      const indicator = indicatorOf(slot.key, this.registry);
      if (!form || !indicator) continue;
      setText(form.querySelector('legend') ?? form, titleOf(slot, indicator));
      for (const param of paramsOf(indicator)) {
        const field = form.querySelector<HTMLInputElement>(`[data-param="${param.id}"]`);
        if (field && field !== document.activeElement) field.value = valueOf(slot, param);
      }
      this.say(slot.key, this.failures.get(slot.key) ?? '');
    }
  }

  private say(key: string, text: string): void {
    const target = this.errors.get(key);
    if (!target) return;
    target.textContent = text;
    target.hidden = text === '';
  }

  private adder(): HTMLElement {
    const groups = new Map<string, Indicator[]>();
    for (const indicator of this.registry.indicators) {
      if (!indicator.inputs.every((input) => barInputs.includes(input))) continue;
      const group = groups.get(indicator.group) ?? [];
      group.push(indicator);
      groups.set(indicator.group, group);
    }
    const options = [...groups].map(([label, indicators]) =>
      h(
        'optgroup',
        { label },
        ...indicators.map((i) => h('option', { value: i.id, title: i.summary }, i.name)),
      ),
    );
    const shown = this.state?.panes.some((slot) => slot.key === volumeKey);
    if (!shown)
      options.push(h('optgroup', { label: 'bars' }, h('option', { value: volumeKey }, 'Volume')));
    const select = h(
      'select',
      { class: 'select', 'aria-label': 'Indicator to add', 'data-testid': 'add-indicator' },
      ...options,
    );
    const add = h(
      'button',
      {
        type: 'button',
        class: 'button primary',
        'data-testid': 'add',
        'data-action': 'add',
        onclick: () => this.add(select.value),
      },
      icon('plus'),
      'Add',
    );
    return h('div', { class: 'adder' }, select, add);
  }

  private add(id: string): void {
    const { state } = this;
    if (!state) return;
    const indicator = this.registry.indicators.find((i) => i.id === id);
    const slot: Slot = { key: indicator ? freeKey(id, slotsOf(state)) : id, values: {} };
    const list: List = indicator?.overlay ? 'overlays' : 'panes';
    const patch: Partial<State> = { [list]: [...state[list], slot] };
    this.events.onChange(list === 'panes' ? { ...patch, sizes: [] } : patch, `add ${slot.key}`);
  }

  private slotForm(slot: Slot, list: List, place: number, length: number): HTMLElement {
    const indicator = indicatorOf(slot.key, this.registry);
    const title = indicator?.name ?? 'Volume';
    const error = h('p', { class: 'error', role: 'alert', hidden: true });
    this.errors.set(slot.key, error);
    const act = (image: IconName, label: string, action: () => void): HTMLElement =>
      h(
        'button',
        {
          type: 'button',
          class: 'button ghost',
          'aria-label': `${label}: ${title}`,
          title: label,
          'data-action': `${image} ${slot.key}`,
          onclick: action,
        },
        icon(image),
      );
    return h(
      'fieldset',
      { class: 'slot-form', 'data-slot': slot.key },
      h('legend', {}, slotTitle(slot, this.registry)),
      h(
        'div',
        { class: 'slot-actions' },
        place > 0 && act('up', 'Move up', () => this.move(list, place, -1)),
        place < length - 1 && act('down', 'Move down', () => this.move(list, place, 1)),
        act('close', 'Remove', () => this.remove(list, slot.key)),
      ),
      indicator && h('p', { class: 'quiet' }, `${indicator.name}. ${indicator.summary}`),
      indicator &&
        h('div', { class: 'fields' }, ...paramsOf(indicator).map((p) => this.field(slot.key, p))),
      error,
    );
  }

  private field(key: string, param: Param): HTMLElement {
    const attributes = {
      'data-param': param.id,
      'data-testid': `param-${key}-${param.id}`,
      oninput: (event: Event) => this.edit(key, param, (event.target as HTMLInputElement).value),
    };
    const control =
      param.kind === 'enum'
        ? h(
            'select',
            { ...attributes, class: 'select' },
            ...(param.choices ?? []).map((choice) => h('option', { value: choice }, choice)),
          )
        : h('input', {
            ...attributes,
            type: 'number',
            inputmode: param.kind === 'int' ? 'numeric' : 'decimal',
            min: param.min,
            max: param.max,
            step: param.kind === 'int' ? 1 : 'any',
          });
    return h('label', { class: 'field' }, h('span', {}, param.name), control);
  }

  private edit(key: string, param: Param, value: string): void {
    const slot = this.state && slotsOf(this.state).find((s) => s.key === key);
    if (!slot || !this.state) return;
    const problem = problemWith(param, value);
    this.say(key, problem ?? '');
    if (problem) return;
    const patch = replaceSlot(this.state, withValue(slot, param, value));
    this.events.onChange(patch, `parameter ${key}.${param.id}`);
  }

  private move(list: List, place: number, by: -1 | 1): void {
    const { state } = this;
    if (!state) return;
    this.events.onChange(moveSlot(state, list, place, by), `move ${list}`);
  }

  private remove(list: List, key: string): void {
    if (this.state) this.events.onChange(removeSlot(this.state, list, key), `remove ${key}`);
  }
}

/** Exchanges two neighbours; pane heights move along. */
export function moveSlot(state: State, list: List, place: number, by: -1 | 1): Partial<State> {
  const swap = <T>(items: readonly T[], a: number, b: number): T[] => {
    const copy = [...items];
    const [x, y] = [copy[a], copy[b]];
    if (x !== undefined && y !== undefined) [copy[a], copy[b]] = [y, x];
    return copy;
  };
  const slots = swap(state[list], place, place + by);
  if (list === 'overlays') return { overlays: slots };
  const sizes = state.sizes.length > 0 ? swap(state.sizes, place + 1, place + 1 + by) : [];
  return { panes: slots, sizes };
}

export function removeSlot(state: State, list: List, key: string): Partial<State> {
  const place = state[list].findIndex((slot) => slot.key === key);
  const slots = state[list].filter((slot) => slot.key !== key);
  if (list === 'overlays') return { overlays: slots };
  return { panes: slots, sizes: state.sizes.filter((_, i) => i !== place + 1) };
}

/** What a slot is called in sentences. */
export function slotTitle(slot: Slot, registry: Registry): string {
  const indicator = indicatorOf(slot.key, registry);
  return indicator ? titleOf(slot, indicator) : 'Volume';
}
