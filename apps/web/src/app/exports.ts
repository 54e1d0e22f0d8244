// Turns what is in view into a CSV file, a picture or a table.
import type { Registry } from '../api-types';
import type { ChartView } from '../chart/view';
import type { Bars, SlotData } from '../data/loader';
import type { Window } from '../data/ranges';
import { csvText } from '../export/csv';
import { download, fileName } from '../export/download';
import { pictureOf } from '../export/png';
import { columnNames, sheetOf, type ColumnNames, type Sheet } from '../export/sheet';
import type { State } from '../state/state';
import { tableDialog } from '../ui/table-dialog';
import type { Stage } from './layout';

export interface Shown {
  state: State;
  registry: Registry;
  bars: Bars;
  slots: ReadonlyMap<string, SlotData>;
  window: Window;
}

export class Exports {
  private readonly showTable = tableDialog();

  constructor(
    private readonly page: string,
    private readonly stage: Stage,
    private readonly view: ChartView,
    /** What is in view now; null while there is nothing. */
    private readonly shown: () => Shown | null,
  ) {}

  async saveCsv(): Promise<void> {
    const shown = this.shown();
    if (!shown) return;
    const { state, bars, slots: loaded, registry } = shown;
    // Values may arrive meanwhile: the file is about the moment of the click.
    const slots = new Map(loaded);
    const names = await columnNames(state, bars, slots, registry);
    const { head } = bars;
    const { from, to } = datesOf(shown);
    const name = [head.symbol, head.timeframe, head.feed, head.adjust, from, to];
    const blob = new Blob([csvText(toSheet({ ...shown, slots }, names))], { type: 'text/csv;charset=utf-8' });
    download(blob, fileName(name, 'csv'));
  }

  savePng(): void {
    const shown = this.shown();
    if (!shown) return;
    const { head } = shown.bars;
    const { from, to } = datesOf(shown);
    this.view.clearPointer();
    const { host, legends: layer } = this.stage;
    const legends = layer.querySelectorAll<HTMLElement>('.legend');
    const picture = pictureOf({ chart: this.view.screenshot(), legends, host, head, from, to });
    picture.toBlob((blob) => {
      if (blob) download(blob, fileName([head.symbol, this.page, to], 'png'));
    }, 'image/png');
  }

  openTable(): void {
    const shown = this.shown();
    if (!shown) return;
    const { from, to } = datesOf(shown);
    this.showTable(`${shown.bars.head.symbol}, ${from} to ${to}`, toSheet(shown));
  }
}

function toSheet(shown: Shown, names?: ColumnNames): Sheet {
  const { state, bars, slots, registry, window } = shown;
  return sheetOf(state, bars, slots, registry, window, names);
}

function datesOf({ bars, window }: Shown): { from: string; to: string } {
  const date = (i: number): string => (bars.time[i] ?? '').slice(0, 10);
  return { from: date(window.first), to: date(window.last) };
}
