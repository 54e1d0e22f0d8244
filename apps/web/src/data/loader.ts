// Keeps the loaded series and indicator values, and asks the server for exactly what is missing.
// Old values stay until their successors are here; a request nobody wants any more is aborted.
import { api, asApiError, type ApiError, type SeriesKey } from '../api';
import type { BarsAnswer, Head, IndicatorsAnswer } from '../api-types';
import { perFrame } from '../dom';
import { chartSeconds } from './time';
import type { TimeAxis } from './ranges';

type Column = readonly (number | null)[];

export interface Bars extends TimeAxis {
  head: Head;
  open: Column;
  high: Column;
  low: Column;
  close: Column;
  volume: Column;
  complete: readonly boolean[];
}

export interface OutputData {
  id: string;
  values: Column;
}

export interface SlotData {
  /** The request text these values answer. */
  spec: string;
  outputs: readonly OutputData[];
}

/** Slot key -> request text. */
export type Wanted = ReadonlyMap<string, string>;

interface Flight {
  spec: string;
  abort: AbortController;
}

interface Failure {
  spec: string;
  error: ApiError;
}

export interface LoaderEvents {
  /** One slot's values changed. */
  onSlot(key: string): void;
  /** One slot's request was refused or lost. */
  onSlotError(error: ApiError): void;
  /** The store changed under a slot's request: bars and values no longer belong together. */
  onMismatch(): void;
}

const specsPerRequest = 16;

function toBars(answer: BarsAnswer): Bars {
  const { columns, ...head } = answer;
  return { head, seconds: chartSeconds(columns.time, head.time_zone), ...columns };
}

function slotData(answer: IndicatorsAnswer, key: string, spec: string): SlotData {
  const outputs = answer.series
    .filter((series) => series.label === key)
    .map((series) => ({ id: series.output, values: series.values }));
  return { spec, outputs };
}

export class Loader {
  bars: Bars | null = null;
  readonly slots = new Map<string, SlotData>();
  readonly failures = new Map<string, Failure>();

  private series: SeriesKey | null = null;
  private seriesFlight: AbortController | null = null;
  private readonly flights = new Map<string, Flight>();
  private wanted: Wanted = new Map();
  private readonly sendSoon = perFrame(() => this.send());

  constructor(private readonly events: LoaderEvents) {}

  get isLoading(): boolean {
    return this.seriesFlight !== null;
  }

  /** Loads bars and all wanted indicators; nothing changes until all of it has come. */
  async load(series: SeriesKey, wanted: Wanted): Promise<void> {
    this.cancel();
    const abort = new AbortController();
    this.seriesFlight = abort;
    this.wanted = wanted;
    try {
      const failures = new Map<string, Failure>();
      const bars = api.bars(series, abort.signal);
      const [answer, slots] = await Promise.all([
        bars,
        this.fetchSlots(series, wanted, failures, bars, abort.signal),
      ]);
      this.bars = toBars(answer);
      this.series = series;
      replace(this.slots, slots);
      replace(this.failures, failures);
    } finally {
      if (this.seriesFlight === abort) this.seriesFlight = null;
    }
  }

  /** Says which slots are shown; asks for what is not here yet, at most once per frame. */
  want(wanted: Wanted): void {
    this.wanted = wanted;
    for (const key of [...this.slots.keys()]) if (!wanted.has(key)) this.slots.delete(key);
    for (const key of [...this.failures.keys()]) if (!wanted.has(key)) this.failures.delete(key);
    this.sendSoon();
  }

  /** Forgets failures, so that the next want() tries again. */
  retry(): void {
    this.failures.clear();
  }

  private cancel(): void {
    this.seriesFlight?.abort();
    for (const flight of this.flights.values()) flight.abort.abort();
    this.flights.clear();
  }

  private send(): void {
    if (this.isLoading) return;
    for (const [key, flight] of this.flights) {
      if (this.wanted.get(key) !== flight.spec) {
        flight.abort.abort();
        this.flights.delete(key);
      }
    }
    for (const [key, spec] of this.wanted) {
      const known = this.slots.get(key)?.spec === spec || this.failures.get(key)?.spec === spec;
      if (!known && !this.flights.has(key)) void this.fetchSlot(key, spec);
    }
  }

  private async fetchSlot(key: string, spec: string): Promise<void> {
    const { series } = this;
    if (!series) return;
    const flight = { spec, abort: new AbortController() };
    this.flights.set(key, flight);
    try {
      const answer = await api.indicators(series, [spec], flight.abort.signal);
      if (answer.generation !== this.bars?.head.generation) {
        this.events.onMismatch();
        return;
      }
      this.failures.delete(key);
      this.slots.set(key, slotData(answer, key, spec));
      this.events.onSlot(key);
    } catch (cause) {
      const error = asApiError(cause);
      if (error.kind === 'aborted') return;
      this.failures.set(key, { spec, error });
      this.events.onSlotError(error);
    } finally {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    }
  }

  /** All slots in few requests; if one of them is refused, one by one, so that the others are drawn. */
  private async fetchSlots(
    series: SeriesKey,
    wanted: Wanted,
    failures: Map<string, Failure>,
    bars: Promise<unknown>,
    signal: AbortSignal,
  ): Promise<Map<string, SlotData>> {
    const slots = new Map<string, SlotData>();
    const fetchSome = async (some: [string, string][]): Promise<void> => {
      try {
        const answer = await api.indicators(
          series,
          some.map(([, spec]) => spec),
          signal,
        );
        for (const [key, spec] of some) slots.set(key, slotData(answer, key, spec));
      } catch (cause) {
        const error = asApiError(cause);
        if (error.status !== 400) throw error;
        // Where the series itself was refused, no indicator is to blame.
        await bars;
        const [only] = some;
        if (some.length === 1 && only) failures.set(only[0], { spec: only[1], error });
        else await Promise.all(some.map((one) => fetchSome([one])));
      }
    };
    const all = [...wanted];
    const groups: Promise<void>[] = [];
    for (let i = 0; i < all.length; i += specsPerRequest) {
      groups.push(fetchSome(all.slice(i, i + specsPerRequest)));
    }
    await Promise.all(groups);
    return slots;
  }
}

function replace<V>(target: Map<string, V>, source: ReadonlyMap<string, V>): void {
  target.clear();
  for (const [key, value] of source) target.set(key, value);
}
