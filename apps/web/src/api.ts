// The only module that talks to the server. Paths are relative, so that the pages work under any prefix.
import type {
  Adjust,
  BarsAnswer,
  IndicatorsAnswer,
  Problem,
  Registry,
  Summary,
  SymbolList,
  Version,
} from './api-types';

const timeoutMs = 15_000;

/** Which series an answer is about. */
export interface SeriesKey {
  symbol: string;
  timeframe: string;
  feed: string;
  adjust: Adjust;
}

/** The crop of a series; all of it when empty. */
export interface Crop {
  range?: string;
  from?: string;
  to?: string;
}

/** A failed request, with words for the reader. */
export class ApiError extends Error {
  constructor(
    /** `network`: no answer at all; `http`: the server refused; `aborted`: we no longer want it. */
    readonly kind: 'network' | 'http' | 'aborted',
    readonly status: number,
    message: string,
    readonly parameter: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** True when trying again later may help. */
  get isOutage(): boolean {
    return this.kind === 'network' || this.status >= 500;
  }
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('network', 0, error instanceof Error ? error.message : String(error));
}

/** `,` `:` `=` and `/` may stand in a query as they are; escaping them would only hide the specs. */
export function encodeQuery(pairs: Iterable<readonly [string, string]>): string {
  const escape = (text: string): string =>
    encodeURIComponent(text).replace(/%(2C|3A|2F|3D)/g, decodeURIComponent);
  return [...pairs].map(([name, value]) => `${escape(name)}=${escape(value)}`).join('&');
}

function seriesQuery(key: SeriesKey, crop: Crop = {}): [string, string][] {
  const pairs: [string, string][] = [
    ['symbol', key.symbol],
    ['timeframe', key.timeframe],
  ];
  if (key.feed) pairs.push(['feed', key.feed]);
  pairs.push(['adjust', key.adjust]);
  for (const name of ['range', 'from', 'to'] as const) {
    const value = crop[name];
    if (value) pairs.push([name, value]);
  }
  return pairs;
}

function specPairs(specs: readonly string[]): [string, string][] {
  return specs.map((spec) => ['spec', spec]);
}

async function problemOf(response: Response): Promise<ApiError> {
  let problem: Problem = { title: response.statusText || 'Error', status: response.status };
  try {
    problem = { ...problem, ...((await response.json()) as Problem) };
  } catch {
    // Some proxy answered with a page of its own: the status has to do.
  }
  const message = problem.detail ?? `${problem.title} (${response.status})`;
  return new ApiError('http', response.status, message, problem.parameter ?? null);
}

async function get<T>(path: string, pairs: [string, string][], signal?: AbortSignal): Promise<T> {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), timeoutMs);
  const stop = (): void => timer.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    const query = encodeQuery(pairs);
    const response = await fetch(query ? `${path}?${query}` : path, { signal: timer.signal });
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as T;
  } catch (error) {
    if (signal?.aborted) throw new ApiError('aborted', 0, 'no longer wanted');
    if (error instanceof ApiError) throw error;
    const late = timer.signal.aborted;
    throw new ApiError('network', 0, late ? 'no answer in 15 seconds' : 'no answer');
  } finally {
    clearTimeout(timeout);
    signal?.removeEventListener('abort', stop);
  }
}

export const api = {
  version: (signal?: AbortSignal) => get<Version>('api/version', [], signal),
  symbols: (signal?: AbortSignal) => get<SymbolList>('api/symbols', [], signal),
  registry: (signal?: AbortSignal) => get<Registry>('api/indicators', [], signal),
  bars: (key: SeriesKey, signal?: AbortSignal) =>
    get<BarsAnswer>('api/bars', seriesQuery(key), signal),
  summary: (key: SeriesKey, crop: Crop, signal?: AbortSignal) =>
    get<Summary>('api/summary', seriesQuery(key, crop), signal),
  indicators: (key: SeriesKey, specs: string[], signal?: AbortSignal) =>
    get<IndicatorsAnswer>(
      'api/indicators',
      [...seriesQuery(key), ...specPairs(specs)],
      signal,
    ),
  /** The values of one bar: for what the columns of these specs are called beside each other. */
  indicatorsAt: (key: SeriesKey, specs: string[], time: string) =>
    get<IndicatorsAnswer>('api/indicators', [
      ...seriesQuery(key, { from: time, to: time }),
      ...specPairs(specs),
    ]),
};
