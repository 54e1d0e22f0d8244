// The chart: price pane, overlays and indicator panes. It draws what it is told and reports what the
// reader points at; it knows neither the server nor the address bar.
import { createChart, PriceScaleMode, type IChartApi, type UTCTimestamp } from 'lightweight-charts';
import type { Registry } from '../api-types';
import type { Bars, SlotData } from '../data/loader';
import { isIntraday } from '../data/time';
import { indicatorOf, volumeKey } from '../state/slots';
import type { State } from '../state/state';
import { readColors, type Colors } from './colors';
import { colorOf } from './ink';
import { addMainSeries, setMainData, styleMainSeries, type MainSeries } from './main-series';
import { Marks, type Mark } from './marks';
import { chartOptions } from './options';
import { drawIndicator, drawVolume, type DrawnSlot } from './slot-series';
import { Viewport, type ViewportEvents } from './viewport';

export interface ViewEvents extends ViewportEvents {
  /** The bar under the cursor, or null. */
  onCursor(index: number | null): void;
  /** The reader dragged a separator. */
  onSizes(sizes: number[]): void;
  /** Panes or their heights changed: legends have to follow. */
  onLayout(): void;
}

/** Heights of the price pane and of a pane below it, relative. */
const usualSizes = { price: 46, pane: 13 };
const narrowWidth = 640;

export class ChartView {
  readonly viewport: Viewport;
  private readonly chart: IChartApi;
  private readonly drawn = new Map<string, DrawnSlot>();
  private readonly data = new Map<string, SlotData>();
  private main: MainSeries;
  private readonly marks = new Marks();
  private bars: Bars | null = null;
  private colors: Colors;
  private state: State;
  private sizesAtPress: string = '';

  constructor(
    readonly host: HTMLElement,
    state: State,
    private readonly events: ViewEvents,
  ) {
    this.state = state;
    this.colors = readColors();
    this.chart = createChart(host, chartOptions(this.colors, false, this.isNarrow));
    this.main = addMainSeries(this.chart, state.type);
    this.main.attachPrimitive(this.marks);
    this.viewport = new Viewport(this.chart, host, events);
    this.chart.subscribeCrosshairMove((event) => {
      const { logical } = event;
      const inside = event.point !== undefined || event.sourceEvent === undefined;
      const known = logical !== undefined && this.bars !== null && inside;
      const end = (this.bars?.seconds.length ?? 0) - 1;
      const index = known ? Math.max(0, Math.min(end, Math.round(logical))) : null;
      events.onCursor(index);
    });
    this.watchSizes();
  }

  /** Room for the legend above the price. */
  private get mainMargins(): { top: number; bottom: number } {
    const lines = this.isNarrow ? 22 : 52;
    const height = this.chart.panes()[0]?.getHeight() ?? 0;
    return { top: height > 2 * lines ? lines / height : 0.1, bottom: 0.05 };
  }

  private get isNarrow(): boolean {
    return this.host.clientWidth < narrowWidth;
  }

  /** Everything at once: new bars, another list of panes, other colours. */
  redraw(state: State, bars: Bars, slots: ReadonlyMap<string, SlotData>, registry: Registry): void {
    const keep = this.state;
    this.state = state;
    this.bars = bars;
    this.colors = readColors();
    this.data.clear();
    for (const [key, data] of slots) this.data.set(key, data);
    this.viewport.setLength(bars.seconds.length);
    this.chart.applyOptions(
      chartOptions(this.colors, isIntraday(bars.head.timeframe), this.isNarrow),
    );
    if (keep.type !== state.type) this.replaceMain();
    this.drawMain();
    this.drawPanes(registry);
  }

  /** New values of one indicator; its curve moves, everything else stays. */
  updateSlot(key: string, data: SlotData): void {
    this.data.set(key, data);
    if (this.bars) this.drawn.get(key)?.update(data, this.bars, this.colors);
  }

  setLog(log: boolean): void {
    this.state = { ...this.state, log };
    const mode = log ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal;
    this.main.priceScale().applyOptions({ mode, scaleMargins: this.mainMargins });
  }

  setMarks(marks: readonly Mark[]): void {
    this.marks.update(marks, this.colors.text);
  }

  /** Puts the crosshair on a bar, for the keyboard. */
  pointAt(index: number): void {
    const seconds = this.bars?.seconds[index];
    const close = this.bars?.close[index];
    if (seconds === undefined || close == null) return;
    this.chart.setCrosshairPosition(close, seconds as UTCTimestamp, this.main);
  }

  clearPointer(): void {
    this.chart.clearCrosshairPosition();
  }

  /** Top and height of each pane, relative to the host. */
  paneBoxes(): { top: number; height: number; width: number }[] {
    const origin = this.host.getBoundingClientRect().top;
    const axis = this.chart.priceScale('right').width();
    return this.chart.panes().map((pane) => {
      const box = pane.getHTMLElement()?.getBoundingClientRect();
      const width = this.host.clientWidth - axis;
      return { top: (box?.top ?? 0) - origin, height: box?.height ?? 0, width };
    });
  }

  screenshot(): HTMLCanvasElement {
    return this.chart.takeScreenshot(true, false);
  }

  private replaceMain(): void {
    this.main.detachPrimitive(this.marks);
    this.chart.removeSeries(this.main);
    this.main = addMainSeries(this.chart, this.state.type);
    this.main.setSeriesOrder(0);
    this.main.attachPrimitive(this.marks);
  }

  private drawMain(): void {
    const { bars, state, colors } = this;
    if (!bars) return;
    styleMainSeries(this.main, state.type, colors, bars.head.decimals);
    setMainData(this.main, state.type, bars, colors);
    this.marks.restyle(colors.text);
  }

  private drawPanes(registry: Registry): void {
    const { bars, state } = this;
    if (!bars) return;
    for (const slot of this.drawn.values()) slot.remove();
    this.drawn.clear();
    const { decimals } = bars.head;
    const add = (key: string, pane: number): void => {
      const indicator = indicatorOf(key, registry);
      if (indicator) {
        const color = colorOf(state, key, indicator);
        const style = { pane, decimals, color, isLog: () => this.state.log };
        this.drawn.set(key, drawIndicator(this.chart, indicator, style));
      } else if (key === volumeKey) {
        this.drawn.set(key, drawVolume(this.chart, pane));
      }
      this.drawn.get(key)?.update(this.data.get(key), bars, this.colors);
    };
    for (const slot of state.overlays) add(slot.key, 0);
    state.panes.forEach((slot, i) => add(slot.key, i + 1));
    this.applySizes();
  }

  private applySizes(): void {
    const { sizes } = this.state;
    this.chart.panes().forEach((pane, i) => {
      const usual = i === 0 ? usualSizes.price : usualSizes.pane;
      pane.setStretchFactor(sizes[i] ?? usual);
    });
    requestAnimationFrame(() => {
      this.setLog(this.state.log);
      this.events.onLayout();
    });
  }

  /** The library has no event for dragged separators, so heights are compared around each press. */
  private watchSizes(): void {
    const heights = (): number[] => this.chart.panes().map((pane) => Math.round(pane.getHeight()));
    this.host.addEventListener('pointerdown', () => {
      this.sizesAtPress = heights().join();
    });
    this.host.addEventListener('pointermove', (event) => {
      if (event.buttons !== 0) this.events.onLayout();
    });
    addEventListener('pointerup', () => {
      const now = heights();
      if (this.sizesAtPress !== '' && now.join() !== this.sizesAtPress && now.length > 1) {
        this.events.onSizes(now);
      }
      this.sizesAtPress = '';
    });
    new ResizeObserver(() => {
      this.sizesAtPress = '';
      requestAnimationFrame(() => this.events.onLayout());
    }).observe(this.host);
  }
}
