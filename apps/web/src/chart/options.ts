// Options of the chart library that depend on colours, size and kind of the bars.
import { CrosshairMode, LineStyle, type ChartOptions, type DeepPartial } from 'lightweight-charts';
import { barTime } from '../format';
import type { Colors } from './colors';

export const fontFamily = '"Inter Chart", system-ui, -apple-system, "Segoe UI", sans-serif';

/** Seconds of exchange time, as the chart hands them back. */
type ChartTime = unknown;

export function chartOptions(
  colors: Colors,
  intraday: boolean,
  narrow: boolean,
): DeepPartial<ChartOptions> {
  const crosshairLine = {
    color: colors.crosshair,
    style: LineStyle.Dashed,
    width: 1,
    labelBackgroundColor: colors.label,
  } as const;
  return {
    autoSize: true,
    layout: {
      background: { color: colors.background },
      textColor: colors.muted,
      fontFamily,
      fontSize: narrow ? 11 : 12,
      attributionLogo: false,
      panes: {
        enableResize: true,
        separatorColor: colors.line,
        separatorHoverColor: colors.band,
      },
    },
    grid: { vertLines: { color: colors.grid }, horzLines: { color: colors.grid } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: crosshairLine,
      horzLine: crosshairLine,
    },
    rightPriceScale: {
      borderVisible: false,
      entireTextOnly: true,
      minimumWidth: narrow ? 48 : 64,
    },
    timeScale: {
      borderColor: colors.line,
      minBarSpacing: 0.01,
      maxBarSpacing: 60,
      enableConflation: true,
      lockVisibleTimeRangeOnResize: true,
      timeVisible: intraday,
      secondsVisible: false,
    },
    localization: {
      locale: 'en-US',
      timeFormatter: (time: ChartTime) => barTime(Number(time), intraday),
    },
    kineticScroll: { mouse: false, touch: !matchMedia('(prefers-reduced-motion: reduce)').matches },
  };
}
