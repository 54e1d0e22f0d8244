// The price itself: line, area, candles, hollow candles or OHLC bars.
import {
  AreaSeries,
  BarSeries,
  CandlestickSeries,
  LineSeries,
  type BarData,
  type CandlestickData,
  type IChartApi,
  type ISeriesApi,
  type LineData,
  type SeriesType,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import type { Bars } from '../data/loader';
import type { ChartType } from '../state/state';
import { alpha, type Colors } from './colors';

export type MainSeries = ISeriesApi<SeriesType>;

const nothing = 'rgba(0, 0, 0, 0)';

export function addMainSeries(chart: IChartApi, type: ChartType): MainSeries {
  switch (type) {
    case 'line':
      return chart.addSeries(LineSeries, { lineWidth: 2 }, 0);
    case 'area':
      return chart.addSeries(AreaSeries, { lineWidth: 2 }, 0);
    case 'ohlc':
      return chart.addSeries(BarSeries, { thinBars: false }, 0);
    default:
      return chart.addSeries(CandlestickSeries, {}, 0);
  }
}

export function styleMainSeries(
  series: MainSeries,
  type: ChartType,
  colors: Colors,
  decimals: number,
): void {
  const common = {
    priceFormat: { type: 'price', precision: decimals, minMove: 10 ** -decimals },
    priceLineVisible: true,
    lastValueVisible: true,
  } as const;
  const { up: upColor, down: downColor } = colors;
  if (type === 'line') {
    series.applyOptions({ ...common, color: colors.price });
  } else if (type === 'area') {
    series.applyOptions({
      ...common,
      lineColor: colors.price,
      topColor: alpha(colors.price, 0.22),
      bottomColor: alpha(colors.price, 0),
    });
  } else {
    series.applyOptions({ ...common, upColor, downColor, wickUpColor: upColor });
    series.applyOptions({ wickDownColor: downColor, borderUpColor: upColor });
    series.applyOptions({ borderDownColor: downColor });
  }
}

/** Colours of one candle. Unfinished bars are hollow whatever the type. */
function candleColors(bars: Bars, i: number, type: ChartType, colors: Colors) {
  const close = bars.close[i] ?? 0;
  const open = bars.open[i] ?? 0;
  const unfinished = bars.complete[i] === false;
  if (type !== 'hollow' && !unfinished) return {};
  const reference = type === 'hollow' ? (bars.close[i - 1] ?? open) : open;
  const edge = close >= reference ? colors.up : colors.down;
  const hollow = unfinished || close >= open;
  return { color: hollow ? nothing : edge, borderColor: edge, wickColor: edge };
}

/** The colour of the last price's tag: that of its bar, also where the bar itself is hollow. */
function lastColor(bars: Bars, type: ChartType, colors: Colors): string {
  if (type === 'line' || type === 'area') return colors.price;
  const last = bars.close.length - 1;
  return (bars.close[last] ?? 0) >= (bars.open[last] ?? 0) ? colors.up : colors.down;
}

export function setMainData(series: MainSeries, type: ChartType, bars: Bars, colors: Colors): void {
  const points = bars.seconds.map((seconds, i): WhitespaceData | LineData | CandlestickData => {
    const time = seconds as UTCTimestamp;
    const [open, high, low, close] = [bars.open[i], bars.high[i], bars.low[i], bars.close[i]];
    if (close == null) return { time };
    if (type === 'line') {
      const unfinished = bars.complete[i] === false;
      return unfinished ? { time, value: close, color: colors.muted } : { time, value: close };
    }
    if (type === 'area') return { time, value: close };
    if (open == null || high == null || low == null) return { time };
    const bar: BarData = { time, open, high, low, close };
    if (type === 'ohlc') {
      return bars.complete[i] === false ? { ...bar, color: colors.muted } : bar;
    }
    return { ...bar, ...candleColors(bars, i, type, colors) };
  });
  series.setData(points as never);
  series.applyOptions({ priceLineColor: lastColor(bars, type, colors) });
}
