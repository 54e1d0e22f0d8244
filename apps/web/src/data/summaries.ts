// Range statistics come from the server as well: one summary of the whole series for the header, one
// of what is in view, asked for once the view has come to rest.
import { api, asApiError, type Crop, type SeriesKey } from '../api';
import type { Summary } from '../api-types';
import { debounce } from '../dom';

const restMs = 200;

export interface SummaryEvents {
  onSeries(summary: Summary): void;
  onView(summary: Summary, crop: Crop): void;
}

export class Summaries {
  private abort = new AbortController();
  private viewAbort = new AbortController();
  private series: SeriesKey | null = null;
  private crop: Crop = {};
  private readonly askSoon = debounce(restMs, () => void this.askView());

  constructor(private readonly events: SummaryEvents) {}

  async load(series: SeriesKey): Promise<void> {
    this.abort.abort();
    this.viewAbort.abort();
    this.abort = new AbortController();
    this.series = series;
    try {
      this.events.onSeries(await api.summary(series, {}, this.abort.signal));
    } catch (error) {
      // The bars are what matters; their failure is reported, this one repeats it at most.
      if (asApiError(error).status === 400) throw error;
    }
  }

  view(crop: Crop): void {
    this.crop = crop;
    this.askSoon();
  }

  private async askView(): Promise<void> {
    const { series, crop } = this;
    if (!series) return;
    this.viewAbort.abort();
    this.viewAbort = new AbortController();
    const { signal } = this.viewAbort;
    try {
      this.events.onView(await api.summary(series, crop, signal), crop);
    } catch {
      // The old figures stay; the next move asks again.
    }
  }
}
