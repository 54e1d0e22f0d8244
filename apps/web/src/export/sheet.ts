// The bars and indicator values in view, as columns: the CSV file and the table are made from it.
import { api } from '../api';
import type { Indicator, Registry } from '../api-types';
import type { Bars, SlotData } from '../data/loader';
import type { Window } from '../data/ranges';
import * as format from '../format';
import { indicatorOf, requestOf, specOf, titleOf, type Slot } from '../state/slots';
import { slotsOf, type State } from '../state/state';

export type Cell = string | number | null;

export interface SheetColumn {
  /** For files. */
  name: string;
  /** For people. */
  title: string;
  format(cell: Cell): string;
}

export interface Sheet {
  columns: SheetColumn[];
  rows: Cell[][];
}

/** Slot key and output -> what the server calls that column. */
export type ColumnNames = ReadonlyMap<string, string>;

interface ShownSlot {
  slot: Slot;
  indicator: Indicator;
  data: SlotData;
}

/** The slots with values; those that still belong to other parameters are left out. */
function shownSlots(
  state: State,
  slots: ReadonlyMap<string, SlotData>,
  registry: Registry,
): ShownSlot[] {
  return slotsOf(state).flatMap((slot) => {
    const indicator = indicatorOf(slot.key, registry);
    const data = slots.get(slot.key);
    return indicator && data?.spec === specOf(slot, indicator) ? [{ slot, indicator, data }] : [];
  });
}

/** With the slot as a label, as the server names labelled columns; no two slots share one. */
function labelled(slot: Slot, indicator: Indicator, output: string): string {
  return indicator.outputs.length > 1 ? `${slot.key}.${output}` : slot.key;
}

/**
 * What the server calls the columns of all shown slots together. It refuses where two slots are the
 * same; then, and when it is away, every column is named after its slot.
 */
export async function columnNames(
  state: State,
  bars: Bars,
  slots: ReadonlyMap<string, SlotData>,
  registry: Registry,
): Promise<ColumnNames> {
  const names = new Map<string, string>();
  const shown = shownSlots(state, slots, registry);
  const time = bars.time.at(-1);
  if (shown.length === 0 || time === undefined) return names;
  const specs = shown.map(({ slot, indicator }) => requestOf(slot, indicator));
  try {
    const { series } = await api.indicatorsAt(bars.head, specs, time);
    const labels = shown.flatMap(({ slot, indicator }) =>
      indicator.outputs.map((output) => labelled(slot, indicator, output.id)),
    );
    labels.forEach((label, i) => names.set(label, series[i]?.column ?? label));
  } catch {
    names.clear();
  }
  return names;
}

const asNumber = (cell: Cell): number | null => (typeof cell === 'number' ? cell : null);

export function sheetOf(
  state: State,
  bars: Bars,
  slots: ReadonlyMap<string, SlotData>,
  registry: Registry,
  window: Window,
  names: ColumnNames = new Map(),
): Sheet {
  const { decimals } = bars.head;
  const columns: SheetColumn[] = [];
  const values: (readonly Cell[])[] = [];
  const add = (
    name: string,
    title: string,
    column: readonly Cell[],
    text: (cell: Cell) => string,
  ): void => {
    columns.push({ name, title, format: text });
    values.push(column);
  };
  add('time', 'Time', bars.time, (cell) => String(cell ?? ''));
  for (const name of ['open', 'high', 'low', 'close'] as const) {
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    add(name, title, bars[name], (cell) => format.price(asNumber(cell), decimals));
  }
  add('volume', 'Volume', bars.volume, (cell) => {
    const number = asNumber(cell);
    return number === null ? format.missing : format.count(number);
  });
  for (const { slot, indicator, data } of shownSlots(state, slots, registry)) {
    for (const output of indicator.outputs) {
      const many = indicator.outputs.length > 1;
      const column = data.outputs.find((o) => o.id === output.id)?.values ?? [];
      const label = labelled(slot, indicator, output.id);
      const name = names.get(label) ?? label;
      const title = titleOf(slot, indicator) + (many ? ` ${output.name}` : '');
      const { unit } = output;
      add(name, title, column, (cell) => format.inUnit(asNumber(cell), unit, decimals));
    }
  }
  const rows: Cell[][] = [];
  for (let i = window.first; i <= window.last; i += 1) {
    rows.push(values.map((column) => column[i] ?? null));
  }
  return { columns, rows };
}
