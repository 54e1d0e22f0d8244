// A chart page. Every change goes one way: state -> address bar -> what differs is loaded or drawn.
import { api, asApiError, type ApiError } from '../api';
import type { Registry, Summary, SymbolList, Version } from '../api-types';
import { Legend } from '../chart/legend';
import { ChartView } from '../chart/view';
import { Loader, type Wanted } from '../data/loader';
import { Poll } from '../data/poll';
import { rangeNames, rangeTitles, type Window } from '../data/ranges';
import { Summaries } from '../data/summaries';
import { perFrame, setText } from '../dom';
import { sourceLine } from '../export/png';
import * as format from '../format';
import { bindKeys } from '../keyboard';

import { Navigator } from '../navigator';
import { recall, remember } from '../prefs';
import { History } from '../state/history';
import { wantedOf } from '../state/slots';
import {
  layoutKey,
  sameSeries,
  seriesKey,
  slotsOf,
  type PageConfig,
  type State,
} from '../state/state';
import { decodeState, encodeState } from '../state/url';
import { applyTheme, currentTheme, onSystemTheme, rememberTheme } from '../theme';
import { rememberSymbol, SymbolPicker } from '../ui/combobox';
import { helpDialog } from '../ui/help';
import { IndicatorsDialog, moveSlot, removeSlot } from '../ui/indicators-dialog';
import { Banner, Loading } from '../ui/messages';
import { Quote } from '../ui/quote';
import { timeframesOf, Toolbar } from '../ui/toolbar';
import { Exports, type Shown } from './exports';
import { buildStage, buildTools, fontReady, otherTheme, type Stage } from './layout';
import { InView } from './in-view';
import { carrySeries } from './links';
import { Outcome } from './outcome';

const none: ReadonlyMap<string, string> = new Map();

export class ChartApp {
  private state: State;
  private registry: Registry = { indicators: [] };
  private symbols: SymbolList | null = null;
  private build: string | null = null;
  private failed = false;

  private readonly stage: Stage;
  private readonly view: ChartView;
  private readonly legend: Legend;
  private readonly loading: Loading;
  private readonly renderTools: () => void;
  private readonly banner = new Banner();
  private readonly outcome: Outcome;
  private readonly exports: Exports;
  private readonly inView: InView;
  private readonly quote = new Quote();
  private readonly openHelp = helpDialog();
  private readonly picker = new SymbolPicker((symbol) => this.pickSymbol(symbol));
  private readonly navigator = new Navigator((window) => this.showByReader(window));
  private readonly history = new History(() => this.goBack());
  private readonly loader = new Loader({
    onSlot: (key) => this.slotCame(key),
    onSlotError: (error) => this.slotFailed(error),
    onMismatch: () => void this.reload(),
  });
  private readonly summaries = new Summaries({
    onSeries: (summary) => this.summaryCame(summary),
    onView: (summary, crop) => this.inView.summaryCame(summary, crop),
  });
  private readonly poll = new Poll({
    onAnswer: (version, changed) => this.versionCame(version, changed),
    onSilence: () => this.silence(),
  });
  private readonly drawer = new IndicatorsDialog({
    onChange: (patch, kind) => this.change(patch, kind),
    onReset: () => this.resetIndicators(),
    onClose: () => this.renderControls(),
  });
  private readonly toolbar: Toolbar;
  private readonly buildLegend = perFrame(() => this.renderLegend());

  constructor(private readonly config: PageConfig) {
    this.state = decodeState(location.search, config);
    this.toolbar = new Toolbar(config, {
      onChange: (patch, kind) => this.change(patch, kind),
      onIndicators: () => this.drawer.open(),
      onPng: () => this.exports.savePng(),
      onCsv: () => void this.exports.saveCsv(),
      onTable: () => this.exports.openTable(),
    });
    const { quote, toolbar, navigator, banner } = this;
    this.stage = buildStage({ quote, toolbar, navigator, banner });
    this.renderTools = buildTools(this.picker, () => this.switchTheme(), this.openHelp);
    this.loading = new Loading(this.stage.stage);
    this.outcome = new Outcome(config.path, this.stage, banner, {
      onRetry: () => void this.reload(),
      onSettings: (key) => this.drawer.open(key),
    });
    this.legend = new Legend(this.stage.legends, {
      onSettings: (key) => this.drawer.open(key),
      onMove: (key, by) => this.movePane(key, by),
      onRemove: (key) => this.change(removeSlot(this.state, 'panes', key), `remove ${key}`),
    });
    applyTheme(this.state.theme || currentTheme());
    this.applyLook();
    this.view = new ChartView(this.stage.host, this.state, {
      onCursor: (index) => this.inView.pointed(index),
      onMove: (window) => this.inView.moved(window),
      onReader: (window) => this.rememberWindow(window),
      onSizes: (sizes) => this.change({ sizes }, 'sizes'),
      onLayout: () => this.legend.place(this.view.paneBoxes()),
    });
    const { view, legend, summaries } = this;
    const { live } = this.stage;
    const { marksExtremes } = config;
    const parts = { view, legend, navigator, toolbar, quote, summaries, live, marksExtremes };
    this.inView = new InView(parts);
    this.exports = new Exports(config.path, this.stage, this.view, () => this.shown());
    this.bindKeys();
    onSystemTheme(() => this.themeChanged());
  }

  async start(): Promise<void> {
    this.toolbar.render(this.state, this.registry, null);
    this.loading.begin();
    await this.reload();
    void this.poll.ask();
  }

  /** Everything anew: at the start, after a change of the store, after an outage. */
  private async reload(): Promise<void> {
    await this.guarded(async () => {
      const parts = [api.symbols(), api.registry(), fontReady()] as const;
      const [symbols, registry] = await Promise.all(parts);
      const first = this.symbols === null;
      this.symbols = symbols;
      this.registry = registry;
      this.picker.setSymbols(symbols);
      if (first) this.state = decodeState(location.search, this.config, registry);
      this.loader.retry();
      await this.loadSeries();
    });
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    this.loading.begin();
    try {
      await work();
      this.failed = false;
      this.loading.end();
    } catch (cause) {
      const error = asApiError(cause);
      // Aborted: a newer load is under way and will end the loading state.
      if (error.kind === 'aborted') return;
      if (!(cause instanceof Error) || cause.name !== 'ApiError') console.error(cause);
      this.loading.end();
      this.fail(error.message, error.isOutage);
    }
  }

  private async loadSeries(): Promise<void> {
    const { symbols } = this;
    if (!symbols) return;
    if (symbols.symbols.length === 0) {
      this.outcome.empty();
      return;
    }
    if (this.state.symbol === '') this.settleSymbol(symbols);
    if (!symbols.symbols.some((info) => info.symbol === this.state.symbol)) {
      this.picker.setCurrent(this.state.symbol);
      this.outcome.unknown(this.state, symbols, this.registry);
      return;
    }
    const { state } = this;
    this.picker.setCurrent(state.symbol);
    await this.loader.load(seriesKey(state), this.wanted());
    rememberSymbol(state.symbol);
    remember('symbol', state.symbol);
    this.seriesCame();
  }

  /** A page without a symbol shows the last one looked at, else the watch list's first. */
  private settleSymbol(symbols: SymbolList): void {
    const last = recall('symbol');
    const known = symbols.symbols.some((info) => info.symbol === last);
    const symbol = (known ? last : symbols.default) ?? symbols.symbols[0]?.symbol ?? '';
    this.state = { ...this.state, symbol };
    this.history.settle(this.query());
  }

  private seriesCame(): void {
    const { bars } = this.loader;
    if (!bars) return;
    this.outcome.fine();
    this.inView.reset();
    this.quote.showHead(bars.head);
    setText(this.stage.meta, sourceLine(bars.head));
    this.navigator.setData(bars);
    this.redraw();
    this.inView.show(this.state, bars);
    this.loader.want(this.wanted());
    void this.summaries.load(seriesKey(this.state));
  }

  private slotCame(key: string): void {
    const data = this.loader.slots.get(key);
    if (data) this.view.updateSlot(key, data);
    this.buildLegend();
    this.renderControls();
    // The server is back: whatever else was lost comes as well.
    if (this.failed) void this.reload();
  }

  private slotFailed(error: ApiError): void {
    if (error.isOutage) this.fail(error.message, true);
    else this.renderControls();
  }

  private summaryCame(summary: Summary): void {
    this.quote.showLast(summary);
    const price = format.price(summary.last?.close, summary.decimals);
    const moved = format.percent(summary.change_percent);
    document.title = `${summary.symbol} ${price} ${moved} · ${this.config.title} · marketkit`;
  }

  private versionCame(version: Version, changed: boolean): void {
    const newBuild = this.build !== null && this.build !== version.build;
    this.build ??= version.build;
    const empty = this.symbols?.symbols.length === 0 && version.symbols > 0;
    if (changed || this.failed || empty) void this.reload();
    if (newBuild) this.outcome.updated();
  }

  private silence(): void {
    if (this.loader.bars) this.fail('no answer', true);
  }

  private fail(reason: string, outage: boolean): void {
    this.failed = outage;
    const head = this.loader.bars?.head ?? null;
    this.outcome.failed(this.state, head, reason, outage);
  }

  private change(patch: Partial<State>, kind: string): void {
    const before = this.state;
    this.state = { ...before, ...patch };
    this.history.commit(this.query(), kind);
    this.apply(before);
  }

  private goBack(): void {
    const before = this.state;
    this.state = decodeState(location.search, this.config, this.registry);
    this.apply(before);
  }

  /** Brings the page from the state before to the state now. */
  private apply(before: State): void {
    const { state } = this;
    const differs = (...names: (keyof State)[]): boolean =>
      names.some((name) => String(before[name]) !== String(state[name]));
    if (differs('theme')) applyTheme(state.theme || currentTheme());
    if (differs('theme', 'palette')) this.applyLook();
    if (!sameSeries(before, state)) {
      this.toolbar.render(state, this.registry, this.symbols);
      void this.guarded(() => this.loadSeries());
      return;
    }
    if (!this.loader.bars) return;
    this.loader.want(this.wanted());
    const drawn = differs('type', 'palette', 'theme', 'sizes');
    if (drawn || layoutKey(before) !== layoutKey(state)) this.redraw();
    else if (differs('log')) this.view.setLog(state.log);
    if (differs('range', 'from', 'to')) this.inView.show(state, this.loader.bars);
    this.buildLegend();
    this.renderControls();
  }

  private applyLook(): void {
    document.documentElement.dataset.palette = this.state.palette;
    this.stage.stage.style.setProperty('--panes', String(this.state.panes.length));
    this.renderTools();
    this.navigator.repaint();
  }

  private redraw(): void {
    const { bars, slots } = this.loader;
    if (!bars) return;
    this.stage.stage.style.setProperty('--panes', String(this.state.panes.length));
    const window = this.view.viewport.window();
    this.view.redraw(this.state, bars, slots, this.registry);
    if (window) this.view.viewport.show(window);
    this.renderLegend();
    this.renderControls();
  }

  private renderLegend(): void {
    const { bars, slots } = this.loader;
    if (!bars) return;
    const candles = this.config.types.includes('candles');
    this.legend.build(this.state, bars, slots, this.registry, candles);
    this.legend.place(this.view.paneBoxes());
    this.inView.pointed();
  }

  private renderControls(): void {
    const { state, registry } = this;
    this.toolbar.render(state, registry, this.symbols);
    const failures = new Map<string, string>();
    for (const [key, { error }] of this.loader.failures) failures.set(key, error.message);
    this.drawer.render(state, registry, failures);
    // The drawer says it beside the field itself.
    if (this.loader.bars) this.outcome.slots(state, registry, this.drawer.isOpen ? none : failures);
    carrySeries(state, registry);
  }

  private showByReader(window: Window): void {
    this.view.viewport.show(window);
    this.rememberWindow(window);
  }

  /** The reader moved the view: the link says so with dates. */
  private rememberWindow({ first, last }: Window): void {
    const { bars } = this.loader;
    if (!bars) return;
    const end = bars.time.length - 1;
    const all = first === 0 && last === end;
    const from = all ? '' : (bars.time[first] ?? '');
    const to = last === end ? '' : (bars.time[last] ?? '');
    this.state = { ...this.state, range: all ? 'All' : '', from, to };
    this.history.commit(this.query(), 'window');
    this.inView.follow(this.state, { first, last });
    this.toolbar.render(this.state, this.registry, this.symbols);
    carrySeries(this.state, this.registry);
  }

  private bindKeys(): void {
    const { viewport } = this.view;
    bindKeys({
      cursor: (by) => this.inView.moveCursor(by),
      cursorTo: (end) => this.inView.moveCursor(end === 'first' ? -Infinity : Infinity),
      pan: (part) => viewport.pan(part),
      zoom: (factor) => viewport.zoom(factor),
      range: (place) => {
        const range = rangeNames[place];
        if (!range) return;
        this.change({ range, from: '', to: '' }, `range ${range}`);
        setText(this.stage.live, rangeTitles[range]);
      },
      symbol: () => this.picker.focus(),
      help: () => this.openHelp(),
      log: () => this.change({ log: !this.state.log }, 'log'),
      theme: () => this.switchTheme(),
    });
  }

  private pickSymbol(symbol: string): void {
    const info = this.symbols?.symbols.find((s) => s.symbol === symbol);
    const frames = timeframesOf(info);
    const keeps = frames.length === 0 || frames.includes(this.state.timeframe);
    const timeframe = keeps ? this.state.timeframe : (frames[0] ?? '1Day');
    this.change({ symbol, feed: '', timeframe }, `symbol ${symbol}`);
  }

  private movePane(key: string, by: -1 | 1): void {
    const place = this.state.panes.findIndex((slot) => slot.key === key);
    this.change(moveSlot(this.state, 'panes', place, by), `move ${key}`);
  }

  private resetIndicators(): void {
    const { overlays, panes } = decodeState('', this.config, this.registry);
    this.change({ overlays, panes, sizes: [] }, 'reset');
  }

  private switchTheme(): void {
    const theme = otherTheme();
    rememberTheme(theme);
    this.change({ theme }, 'theme');
    this.themeChanged();
  }

  private themeChanged(): void {
    applyTheme(this.state.theme || currentTheme());
    this.applyLook();
    this.redraw();
  }

  private query(): string {
    return encodeState(this.state, this.config, this.registry);
  }

  private wanted(): Wanted {
    return wantedOf(slotsOf(this.state), this.registry);
  }

  /** What is in view, for the exports. */
  private shown(): Shown | null {
    const { bars, slots } = this.loader;
    const window = this.view.viewport.window();
    if (!bars || !window) return null;
    return { state: this.state, registry: this.registry, bars, slots, window };
  }
}
