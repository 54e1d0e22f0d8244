// The bars and indicator values in view, as columns: the CSV file and the table are made from it.
import type { Registry } from '../api-types';
import type { Bars, SlotData } from '../data/loader';
import type { Window } from '../data/ranges';
import * as format from '../format';
import { columnOf, indicatorOf, specOf, titleOf } from '../state/slots';
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

const asNumber = (cell: Cell): number | null => (typeof cell === 'number' ? cell : null);

export function sheetOf(
  state: State,
  bars: Bars,
  slots: ReadonlyMap<string, SlotData>,
  registry: Registry,
  window: Window,
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
  for (const slot of slotsOf(state)) {
    const indicator = indicatorOf(slot.key, registry);
    const data = slots.get(slot.key);
    // Values that still belong to other parameters are left out.
    if (!indicator || data?.spec !== specOf(slot, indicator)) continue;
    for (const output of indicator.outputs) {
      const many = indicator.outputs.length > 1;
      const column = data.outputs.find((o) => o.id === output.id)?.values ?? [];
      const name = columnOf(slot, indicator) + (many ? `.${output.id}` : '');
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
