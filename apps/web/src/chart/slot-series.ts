// Draws one indicator from its description: which outputs are lines, histograms or edges of a band,
// where the guide lines are and whether the range is fixed. Volume is drawn the same way.
import {
  HistogramSeries,
  LineSeries,
  LineStyle,
  PriceScaleMode,
  type AutoscaleInfo,
  type HistogramData,
  type IChartApi,
  type ISeriesApi,
  type LineData,
  type LineWidth,
  type SeriesType,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import type { Indicator, Output } from '../api-types';
import type { Bars, SlotData } from '../data/loader';
import { decimalsOf, inUnit, volume as volumeText } from '../format';
import { Band } from './band';
import { alpha, type Colors } from './colors';
import { GuideLabels } from './guides';
import { inkOf, isBand, isEdge } from './ink';

type Column = readonly (number | null)[];
type Series = ISeriesApi<SeriesType>;

/**
 * Scales of panes below the price, with room for their legends. The library gives a new pane the mode
 * last set on any pane; only the price may be logarithmic.
 */
const paneScale = {
  mode: PriceScaleMode.Normal,
  scaleMargins: { top: 0.36, bottom: 0.08 },
} as const;
const volumeScale = { ...paneScale, scaleMargins: { top: 0.3, bottom: 0 } } as const;

/** The value drawn at bar i: some outputs are drawn some bars later than they are computed. */
export function drawnValue(values: Column, i: number, shift: number): number | null {
  return values[i - shift] ?? null;
}

function linePoints(bars: Bars, values: Column, shift: number): (LineData | WhitespaceData)[] {
  return bars.seconds.map((seconds, i) => {
    const time = seconds as UTCTimestamp;
    const value = drawnValue(values, i, shift);
    return value === null ? { time } : { time, value };
  });
}

function signPoints(
  bars: Bars,
  values: Column,
  colors: Colors,
): (HistogramData | WhitespaceData)[] {
  return bars.seconds.map((seconds, i) => {
    const time = seconds as UTCTimestamp;
    const value = values[i];
    if (value == null) return { time };
    return { time, value, color: alpha(value >= 0 ? colors.up : colors.down, 0.7) };
  });
}

function volumePoints(bars: Bars, colors: Colors): (HistogramData | WhitespaceData)[] {
  return bars.seconds.map((seconds, i) => {
    const time = seconds as UTCTimestamp;
    const value = bars.volume[i];
    if (value == null) return { time };
    const rising = (bars.close[i] ?? 0) >= (bars.open[i] ?? 0);
    const opacity = bars.complete[i] === false ? 0.25 : 0.55;
    return { time, value, color: alpha(rising ? colors.up : colors.down, opacity) };
  });
}

/** Between the two widths the library's type allows; the canvas takes any. */
const curveWidth = 1.5 as LineWidth;

/** What the pages need of a drawn slot. */
export interface DrawnSlot {
  update(data: SlotData | undefined, bars: Bars, colors: Colors): void;
  remove(): void;
}

export function drawVolume(chart: IChartApi, pane: number): DrawnSlot {
  const series = chart.addSeries(
    HistogramSeries,
    {
      priceFormat: { type: 'custom', formatter: volumeText, minMove: 1 },
      priceLineVisible: false,
      lastValueVisible: true,
    },
    pane,
  );
  series.priceScale().applyOptions(volumeScale);
  return {
    update: (_, bars, colors) => series.setData(volumePoints(bars, colors)),
    remove: () => chart.removeSeries(series),
  };
}

export interface SlotStyle {
  pane: number;
  decimals: number;
  /** Index of the first line's colour. */
  color: number;
  /** Whether the price scale is logarithmic now. */
  isLog(): boolean;
}

function lineColor(indicator: Indicator, output: Output, first: number, colors: Colors): string {
  const ink = inkOf(indicator, output, first);
  return typeof ink === 'number' ? (colors.series[ink] ?? colors.text) : colors.bandLine;
}

class IndicatorDrawing implements DrawnSlot {
  private readonly series = new Map<string, Series>();
  private readonly band: Band | null = null;
  private readonly levels: ReturnType<Series['createPriceLine']>[] = [];
  private readonly labels: GuideLabels | null = null;

  constructor(
    private readonly chart: IChartApi,
    private readonly indicator: Indicator,
    private readonly style: SlotStyle,
  ) {
    const ordered = [...indicator.outputs].sort(
      (a, b) => Number(b.plot === 'histogram') - Number(a.plot === 'histogram'),
    );
    for (const output of ordered) this.series.set(output.id, this.addOutput(output));
    const upper = indicator.outputs.find((output) => isEdge(output, 'upper'));
    if (upper) {
      this.band = new Band('transparent');
      this.series.get(upper.id)?.attachPrimitive(this.band);
    }
    const [first] = this.series.values();
    for (const price of indicator.levels) {
      const options = { price, lineWidth: 1, lineStyle: LineStyle.Dashed } as const;
      const line = first?.createPriceLine({ ...options, axisLabelVisible: false });
      if (line) this.levels.push(line);
    }
    // Where the range is open, the axis says enough.
    if (indicator.bounds && indicator.levels.length > 0) {
      this.labels = new GuideLabels(indicator.levels);
      first?.attachPrimitive(this.labels);
    }
    if (!indicator.overlay) first?.priceScale().applyOptions(paneScale);
  }

  update(data: SlotData | undefined, bars: Bars, colors: Colors): void {
    const values = (output: Output): Column =>
      data?.outputs.find((o) => o.id === output.id)?.values ?? [];
    for (const output of this.indicator.outputs) {
      const series = this.series.get(output.id);
      if (!series) continue;
      if (output.plot === 'histogram') {
        series.setData(signPoints(bars, values(output), colors) as never);
      } else {
        const color = lineColor(this.indicator, output, this.style.color, colors);
        series.applyOptions({ color });
        series.setData(linePoints(bars, values(output), output.shift) as never);
      }
    }
    for (const line of this.levels) line.applyOptions({ color: colors.separator });
    this.labels?.update(colors.muted);
    const upper = this.indicator.outputs.find((output) => isEdge(output, 'upper'));
    const lower = this.indicator.outputs.find((output) => isEdge(output, 'lower'));
    if (upper && lower) this.band?.update(values(upper), values(lower), colors.band);
  }

  remove(): void {
    for (const series of this.series.values()) this.chart.removeSeries(series);
  }

  /** Fixed bounds where there are some; no say on a log scale for what reaches zero. */
  private scaling(): (original: () => AutoscaleInfo | null) => AutoscaleInfo | null {
    const { bounds, overlay } = this.indicator;
    if (bounds) return () => ({ priceRange: { minValue: bounds[0], maxValue: bounds[1] } });
    return (original) => {
      const info = original();
      const low = info?.priceRange?.minValue ?? 1;
      return overlay && low <= 0 && this.style.isLog() ? null : info;
    };
  }

  private addOutput(output: Output): Series {
    const inBand = isBand(this.indicator);
    const { unit } = output;
    const { decimals } = this.style;
    const minMove = 10 ** -decimalsOf(unit, decimals);
    const formatter = (value: number): string => inUnit(value, unit, decimals);
    const common = {
      priceFormat: { type: 'custom', formatter, minMove },
      priceLineVisible: false,
      lastValueVisible: !inBand,
      autoscaleInfoProvider: this.scaling(),
    } as const;
    if (output.plot === 'histogram') {
      const options = { ...common, lastValueVisible: false };
      return this.chart.addSeries(HistogramSeries, options, this.style.pane) as Series;
    }
    const middle = inBand && !isEdge(output, 'upper') && !isEdge(output, 'lower');
    return this.chart.addSeries(
      LineSeries,
      {
        ...common,
        lineWidth: inBand ? 1 : curveWidth,
        lineStyle: middle ? LineStyle.Dotted : LineStyle.Solid,
        crosshairMarkerVisible: false,
      },
      this.style.pane,
    ) as Series;
  }
}

export function drawIndicator(chart: IChartApi, indicator: Indicator, style: SlotStyle): DrawnSlot {
  return new IndicatorDrawing(chart, indicator, style);
}
