// The JSON of docs/api.md, as far as the pages use it.

export type Adjust = 'raw' | 'split' | 'all';

export interface Version {
  version: string;
  build: string;
  generation: number;
  newest: string | null;
  symbols: number;
}

export interface SeriesInfo {
  timeframe: string;
  feed: string;
  default: boolean;
  bars: number;
  first: string;
  last: string;
}

export interface SymbolInfo {
  symbol: string;
  name: string | null;
  currency: string | null;
  decimals: number;
  synthetic: boolean;
  series: SeriesInfo[];
}

export interface SymbolList {
  generation: number;
  watchlist: string[];
  default: string | null;
  symbols: SymbolInfo[];
}

/** The members every answer about one series begins with. */
export interface Head {
  symbol: string;
  name: string | null;
  timeframe: string;
  feed: string;
  adjust: Adjust;
  currency: string | null;
  time_zone: string | null;
  synthetic: boolean;
  source: string | null;
  as_of: string;
  generation: number;
  from: string;
  to: string;
  n: number;
  decimals: number;
}

export interface BarsAnswer extends Head {
  columns: {
    time: string[];
    open: (number | null)[];
    high: (number | null)[];
    low: (number | null)[];
    close: (number | null)[];
    volume: (number | null)[];
    complete: boolean[];
  };
}

export interface ClosePoint {
  time: string;
  close: number;
}

export interface PricePoint {
  time: string;
  price: number;
}

export interface Summary extends Head {
  last: ClosePoint | null;
  previous: ClosePoint | null;
  change: number | null;
  change_percent: number | null;
  highest_close: ClosePoint | null;
  lowest_close: ClosePoint | null;
  week52: {
    from: string;
    high: PricePoint | null;
    low: PricePoint | null;
    highest_close: ClosePoint | null;
    lowest_close: ClosePoint | null;
  } | null;
  average_volume: number | null;
}

export interface Param {
  id: string;
  name: string;
  kind: 'int' | 'real' | 'enum';
  default: number | string;
  min?: number;
  max?: number;
  step?: number;
  choices?: string[];
}

export interface Output {
  id: string;
  name: string;
  /** line, histogram, band_upper, band_lower */
  plot: string;
  /** price, difference, percent, ratio, volume, bars */
  unit: string;
  shift: number;
}

export interface Indicator {
  id: string;
  name: string;
  group: string;
  summary: string;
  formula?: string;
  inputs: string[];
  params: Param[];
  outputs: Output[];
  overlay: boolean;
  levels: number[];
  bounds: [number, number] | null;
}

export interface Registry {
  indicators: Indicator[];
}

export interface IndicatorSeries {
  column: string;
  label: string | null;
  spec: string;
  indicator: string;
  output: string;
  name: string;
  plot: string;
  lookback: number;
  values: (number | null)[];
}

export interface IndicatorsAnswer extends Head {
  time: string[];
  series: IndicatorSeries[];
}

/** application/problem+json */
export interface Problem {
  title: string;
  status: number;
  detail?: string;
  parameter?: string;
}
