// A chart page. Every change goes one way: state -> address bar -> what differs is loaded or drawn.
import { api, asApiError, encodeQuery, type Crop } from './api';
import type { Registry, Summary, SymbolList, Version } from './api-types';
import { Legend } from './chart/legend';
import { ChartView, type Mark } from './chart/view';
import { Loader, type Wanted } from './data/loader';
import { Poll } from './data/poll';
import {
  dateWindow,
  indexFrom,
  rangeNames,
  rangeTitles,
  rangeWindow,
  type Window,
} from './data/ranges';
import { Summaries } from './data/summaries';
import { dateOf } from './data/time';
import { debounce, perFrame, setText } from './dom';
import { csvText } from './export/csv';
import { download, fileName } from './export/download';
import { pictureOf, sourceLine } from './export/png';
import { sheetOf } from './export/sheet';
import * as format from './format';
import { bindKeys } from './keyboard';
import { buildStage, buildTools, otherTheme, type Stage } from './layout';
import { Navigator } from './navigator';
import { recall, remember } from './prefs';
import { History } from './state/history';
import { indicatorOf, specOf } from './state/slots';
import { layoutKey, sameSeries, seriesKey, slotsOf, type PageConfig, type State } from './state/state';
import { decodeState, encodeState } from './state/url';
import { applyTheme, currentTheme, onSystemTheme, rememberTheme } from './theme';
import { rememberSymbol, SymbolPicker } from './ui/combobox';
import { helpDialog } from './ui/help';
import { IndicatorsDialog, moveSlot, removeSlot, slotTitle } from './ui/indicators-dialog';
import * as messages from './ui/messages';
import { Quote } from './ui/quote';
import { tableDialog } from './ui/table-dialog';
import { Toolbar } from './ui/toolbar';

export class ChartApp {
  private state: State;
  private registry: Registry = { indicators: [] };
  private symbols: SymbolList | null = null;
  private build: string | null = null;
  private failed = false;
  private cursor: number | null = null;

  private readonly stage: Stage;
  private readonly view: ChartView;
  private readonly legend: Legend;
  private readonly loading: messages.Loading;
  private readonly renderTools: () => void;
  private readonly banner = new messages.Banner();
  private readonly quote = new Quote();
  private readonly showTable = tableDialog();
  private readonly openHelp = helpDialog();
  private readonly picker = new SymbolPicker((symbol) => this.pickSymbol(symbol));
  private readonly navigator = new Navigator((window) => this.showByReader(window));
  private readonly history = new History(() => this.goBack());
  private readonly loader = new Loader({
    onSlot: (key) => this.slotCame(key),
    onSlotError: () => this.renderControls(),
    onMismatch: () => void this.reload(),
  });
  private readonly summaries = new Summaries({
    onSeries: (summary) => this.summaryCame(summary),
    onView: (summary, crop) => this.viewSummaryCame(summary, crop),
  });
  private readonly poll = new Poll({
    onAnswer: (version, changed) => this.versionCame(version, changed),
    onSilence: () => this.silence(),
  });
  private readonly drawer = new IndicatorsDialog({
    onChange: (patch, kind) => this.change(patch, kind),
    onReset: () => this.resetIndicators(),
  });
  private readonly toolbar: Toolbar;
  private readonly speakSoon = debounce(250, () => setText(this.stage.live, this.legend.text()));
  private readonly buildLegend = perFrame(() => this.renderLegend());

  constructor(private readonly config: PageConfig) {
    this.state = decodeState(location.search, config);
    this.toolbar = new Toolbar(config, {
      onChange: (patch, kind) => this.change(patch, kind),
      onIndicators: () => this.drawer.open(),
      onPng: () => this.savePng(),
      onCsv: () => this.saveCsv(),
      onTable: () => this.openTable(),
    });
    const { quote, toolbar, navigator, banner } = this;
    this.stage = buildStage({ quote, toolbar, navigator, banner });
    this.renderTools = buildTools(this.picker, () => this.switchTheme(), this.openHelp);
    this.loading = new messages.Loading(this.stage.stage);
    this.legend = new Legend(this.stage.legends, {
      onSettings: (key) => this.drawer.open(key),
      onMove: (key, by) => this.movePane(key, by),
      onRemove: (key) => this.change(removeSlot(this.state, 'panes', key), `remove ${key}`),
    });
    applyTheme(this.state.theme || currentTheme());
    this.applyLook();
    this.view = new ChartView(this.stage.host, this.state, {
      onCursor: (index) => this.pointed(index),
      onMove: (window) => this.windowMoved(window),
      onReader: (window) => this.rememberWindow(window),
      onSizes: (sizes) => this.change({ sizes }, 'sizes'),
      onLayout: () => this.legend.place(this.view.paneBoxes()),
    });
    this.bindKeys();
    onSystemTheme(() => this.themeChanged());
  }

  async start(): Promise<void> {
    this.toolbar.render(this.state, this.registry, null);
    this.loading.begin();
    // Text on the canvas is measured once: the font has to be there before.
    await Promise.race([
      document.fonts.load('12px "Inter Variable"').catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ]);
    await this.reload();
    void this.poll.ask();
  }

  // --- loading -----------------------------------------------------------------------------------

  /** Everything anew: at the start, after a change of the store, after an outage. */
  private async reload(): Promise<void> {
    await this.guarded(async () => {
      const [symbols, registry] = await Promise.all([api.symbols(), api.registry()]);
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
      this.stage.say(messages.emptyStore());
      return;
    }
    if (this.state.symbol === '') this.settleSymbol(symbols);
    if (!symbols.symbols.some((info) => info.symbol === this.state.symbol)) {
      this.picker.setCurrent(this.state.symbol);
      const link = (symbol: string): string => this.linkTo(this.config.path, symbol);
      this.stage.say(messages.unknownSymbol(this.state.symbol, symbols, link));
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
    this.stage.say(null);
    this.banner.hide();
    this.cursor = null;
    this.quote.showHead(bars.head);
    setText(this.stage.meta, sourceLine(bars.head));
    this.navigator.setData(bars);
    this.view.setMarks([]);
    this.redraw();
    this.showState();
    this.loader.want(this.wanted());
    void this.summaries.load(seriesKey(this.state));
  }

  private slotCame(key: string): void {
    const data = this.loader.slots.get(key);
    if (data) this.view.updateSlot(key, data);
    this.buildLegend();
    this.renderControls();
  }

  private summaryCame(summary: Summary): void {
    this.quote.showLast(summary);
    const price = format.price(summary.last?.close, summary.decimals);
    const moved = format.percent(summary.change_percent);
    document.title = `${summary.symbol} ${price} ${moved} · ${this.config.title} · marketkit`;
  }

  private viewSummaryCame(summary: Summary, crop: Crop): void {
    const { bars } = this.loader;
    if (!bars) return;
    this.quote.showRange(summary, crop.range ?? 'in view');
    // The server's idea of a named range is the one that counts.
    if (crop.range && crop.range === this.state.range) {
      const first = indexFrom(bars, summary.from);
      const window = this.view.viewport.window();
      if (window && window.first !== first) this.view.viewport.show({ ...window, first });
    }
    if (!this.config.marksExtremes) return;
    const mark = (name: string, point: Summary['highest_close'], above: boolean): Mark[] => {
      if (!point) return [];
      const text = `${name} ${format.price(point.close, summary.decimals)}`;
      return [{ index: indexFrom(bars, point.time), text, above }];
    };
    this.view.setMarks([
      ...mark('High', summary.highest_close, true),
      ...mark('Low', summary.lowest_close, false),
    ]);
  }

  private versionCame(version: Version, changed: boolean): void {
    const newBuild = this.build !== null && this.build !== version.build;
    this.build ??= version.build;
    const empty = this.loader.bars === null && version.symbols > 0;
    if (changed || this.failed || empty) void this.reload();
    if (newBuild) {
      const text = 'The dashboard has been updated.';
      this.banner.show(text, 'Load the new version', () => location.reload());
    }
  }

  private silence(): void {
    if (this.loader.bars) this.fail('no answer', true);
  }

  /** Old data stays on the page, and the page says that it is old. */
  private fail(reason: string, outage: boolean): void {
    this.failed = outage;
    const retry = (): void => void this.reload();
    const head = this.loader.bars?.head;
    if (head) {
      const what = outage ? 'The server does not answer' : 'The server refused this view';
      const shown = `Still shown: ${head.symbol} as of ${head.as_of}.`;
      this.banner.show(`${what} (${reason}). ${shown}`, 'Try again', retry);
    } else if (outage) {
      this.stage.say(messages.serverDown(reason, retry));
    } else {
      const link = this.linkTo(this.config.path, this.state.symbol);
      this.stage.say(messages.refused(reason, link, retry));
    }
  }

  // --- changes -----------------------------------------------------------------------------------

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
    if (differs('range', 'from', 'to')) this.showState();
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
    this.pointed(this.cursor);
  }

  private renderControls(): void {
    const { state, registry } = this;
    this.toolbar.render(state, registry, this.symbols);
    const failures = new Map<string, string>();
    for (const [key, { error }] of this.loader.failures) failures.set(key, error.message);
    this.drawer.render(state, registry, failures);
    const [failed] = slotsOf(state).filter((slot) => failures.has(slot.key));
    if (failed && this.loader.bars && !this.failed) {
      const text = `${slotTitle(failed, registry)}: ${failures.get(failed.key)}`;
      this.banner.show(text, 'Change it', () => this.drawer.open(failed.key));
    } else if (!this.failed) {
      this.banner.hide();
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a[data-series]')) {
      const path = new URL(link.href).pathname.split('/').pop() ?? '';
      link.href = this.linkTo(path, state.symbol);
    }
  }

  // --- what is in view ---------------------------------------------------------------------------

  /** Moves the chart to the range or the dates of the state. */
  private showState(): void {
    const { bars } = this.loader;
    if (!bars || bars.seconds.length === 0) return;
    const { range, from, to } = this.state;
    const window = range ? rangeWindow(bars, range) : dateWindow(bars, from, to);
    this.view.viewport.show(window);
    this.windowMoved(window);
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
    this.windowMoved({ first, last });
    this.toolbar.render(this.state, this.registry, this.symbols);
  }

  private windowMoved(window: Window): void {
    const { bars } = this.loader;
    if (!bars) return;
    const date = (i: number): string => dateOf(bars.seconds[i] ?? 0);
    const end = bars.seconds.length - 1;
    this.navigator.show(window);
    this.toolbar.showDates(date(window.first), date(window.last), date(0), date(end));
    const { range } = this.state;
    const from = bars.time[window.first] ?? '';
    const to = bars.time[window.last] ?? '';
    this.summaries.view(range ? { range } : { from, to });
    if (this.cursor === null) this.legend.show(window.last);
  }

  private pointed(index: number | null): void {
    this.cursor = index;
    const shown = index ?? this.view.viewport.window()?.last;
    if (shown !== undefined && this.loader.bars) this.legend.show(shown);
  }

  private moveCursor(to: number): void {
    const end = (this.loader.bars?.seconds.length ?? 0) - 1;
    if (end < 0) return;
    const index = Math.max(0, Math.min(end, to));
    this.view.viewport.reveal(index);
    this.view.pointAt(index);
    this.pointed(index);
    this.speakSoon();
  }

  private bindKeys(): void {
    const { viewport } = this.view;
    bindKeys({
      cursor: (by) => this.moveCursor((this.cursor ?? viewport.window()?.last ?? 0) + by),
      cursorTo: (end) => this.moveCursor(end === 'first' ? 0 : Infinity),
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

  // --- small actions -----------------------------------------------------------------------------

  private pickSymbol(symbol: string): void {
    const info = this.symbols?.symbols.find((s) => s.symbol === symbol);
    const frames = info?.series.map((series) => series.timeframe) ?? [];
    const keeps = frames.length === 0 || frames.includes(this.state.timeframe);
    const daily = frames.includes('1Day') && /^1(Week|Month)$/.test(this.state.timeframe);
    const timeframe = keeps || daily ? this.state.timeframe : (frames[0] ?? '1Day');
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

  /** A link that keeps what all chart pages share. */
  private linkTo(path: string, symbol: string): string {
    const { timeframe, adjust, range, from, to, theme } = this.state;
    const shared = { symbol, timeframe, adjust, range, from, to, theme };
    const usual: Record<string, string> = { timeframe: '1Day', adjust: 'split' };
    const pairs = Object.entries(shared).filter(([k, v]) => v !== '' && v !== usual[k]);
    return `${path}?${encodeQuery(pairs)}`;
  }

  private wanted(): Wanted {
    const wanted = new Map<string, string>();
    for (const slot of slotsOf(this.state)) {
      const indicator = indicatorOf(slot.key, this.registry);
      if (indicator) wanted.set(slot.key, specOf(slot, indicator));
    }
    return wanted;
  }

  // --- exports -----------------------------------------------------------------------------------

  /** What is in view, with its first and last time. */
  private shown() {
    const { bars, slots } = this.loader;
    const window = this.view.viewport.window();
    if (!bars || !window) return null;
    const from = (bars.time[window.first] ?? '').slice(0, 10);
    const to = (bars.time[window.last] ?? '').slice(0, 10);
    return { bars, slots, window, from, to, head: bars.head };
  }

  private saveCsv(): void {
    const shown = this.shown();
    if (!shown) return;
    const { bars, slots, window, head, from, to } = shown;
    const text = csvText(sheetOf(this.state, bars, slots, this.registry, window));
    const name = [head.symbol, head.timeframe, head.feed, head.adjust, from, to];
    download(new Blob([text], { type: 'text/csv;charset=utf-8' }), fileName(name, 'csv'));
  }

  private savePng(): void {
    const shown = this.shown();
    if (!shown) return;
    const { head, from, to } = shown;
    this.view.clearPointer();
    const { host, legends: layer } = this.stage;
    const legends = layer.querySelectorAll<HTMLElement>('.legend');
    const picture = pictureOf({ chart: this.view.screenshot(), legends, host, head, from, to });
    picture.toBlob((blob) => {
      if (blob) download(blob, fileName([head.symbol, this.config.path, to], 'png'));
    }, 'image/png');
  }

  private openTable(): void {
    const shown = this.shown();
    if (!shown) return;
    const { bars, slots, window, head, from, to } = shown;
    const title = `${head.symbol}, ${from} to ${to}`;
    this.showTable(title, sheetOf(this.state, bars, slots, this.registry, window));
  }
}
