// The whole series in a strip, with a window over what the chart shows. The window and both its edges
// can be dragged and are sliders for the keyboard.
import type { Window } from './data/ranges';
import { dateOf } from './data/time';
import { h, perFrame } from './dom';

type Part = 'window' | 'start' | 'end';

export interface NavigatorData {
  seconds: readonly number[];
  close: readonly (number | null)[];
}

const fewestBars = 5;

/** Free room at both ends, so that the handles are never cut off; touch needs more of it. */
const inset = (width: number): number => (width < 640 ? 34 : 20);

interface Drag {
  part: Part;
  x: number;
  window: Window;
}

export class Navigator {
  readonly element: HTMLElement;
  private readonly canvas = h('canvas', { 'aria-hidden': true });
  private readonly box: HTMLElement;
  private readonly start: HTMLElement;
  private readonly end: HTMLElement;
  private readonly shadeLeft = h('div', { class: 'nav-shade' });
  private readonly shadeRight = h('div', { class: 'nav-shade' });
  private data: NavigatorData = { seconds: [], close: [] };
  private window: Window = { first: 0, last: 0 };
  private drag: Drag | null = null;
  private readonly paintSoon = perFrame(() => this.paint());

  constructor(private readonly onMove: (window: Window) => void) {
    this.box = this.handle('window', 'nav-window', 'Shown part of the series');
    this.start = this.handle('start', 'nav-handle', 'First shown bar');
    this.end = this.handle('end', 'nav-handle', 'Last shown bar');
    this.element = h(
      'div',
      { class: 'navigator', role: 'group', 'aria-label': 'Range', 'data-testid': 'navigator' },
      this.canvas,
      this.shadeLeft,
      this.shadeRight,
      this.box,
      this.start,
      this.end,
    );
    this.element.addEventListener('pointerdown', (event) => this.press(event));
    this.element.addEventListener('pointermove', (event) => this.pull(event));
    for (const name of ['pointerup', 'pointercancel'] as const) {
      this.element.addEventListener(name, () => {
        this.drag = null;
        this.element.classList.remove('dragging');
      });
    }
    new ResizeObserver(() => {
      this.paintSoon();
      this.place();
    }).observe(this.element);
  }

  setData(data: NavigatorData): void {
    this.data = data;
    this.paintSoon();
    this.place();
  }

  show(window: Window): void {
    this.window = window;
    this.place();
  }

  /** Colours changed. */
  repaint(): void {
    this.paintSoon();
  }

  private get bars(): number {
    return this.data.seconds.length;
  }

  /** Where bar i begins. */
  private xOf(i: number): number {
    const width = this.element.clientWidth;
    const margin = inset(width);
    return margin + (i / this.bars) * (width - 2 * margin);
  }

  private handle(part: Part, name: string, label: string): HTMLElement {
    const element = h('div', {
      class: name,
      role: 'slider',
      tabindex: 0,
      'aria-label': label,
      'data-part': part,
      'data-testid': `navigator-${part}`,
    });
    element.addEventListener('keydown', (event) => this.key(event, part));
    return element;
  }

  private place(): void {
    const { bars, window } = this;
    if (bars === 0) return;
    const left = this.xOf(window.first);
    const right = this.xOf(window.last + 1);
    const date = (i: number): string => dateOf(this.data.seconds[i] ?? 0);
    this.box.style.left = `${left}px`;
    this.box.style.width = `${Math.max(2, right - left)}px`;
    this.start.style.left = `${left}px`;
    this.end.style.left = `${right}px`;
    this.shadeLeft.style.width = `${left}px`;
    this.shadeRight.style.left = `${right}px`;
    const describe = (element: HTMLElement, now: number, text: string): void => {
      element.setAttribute('aria-valuemin', '0');
      element.setAttribute('aria-valuemax', String(bars - 1));
      element.setAttribute('aria-valuenow', String(now));
      element.setAttribute('aria-valuetext', text);
    };
    describe(this.start, window.first, date(window.first));
    describe(this.end, window.last, date(window.last));
    describe(this.box, window.first, `${date(window.first)} to ${date(window.last)}`);
  }

  /** Moves a part of the window by some bars, within the series. */
  private moved(part: Part, from: Window, by: number): Window {
    const end = this.bars - 1;
    const clamp = (value: number, low: number, high: number): number =>
      Math.max(low, Math.min(high, value));
    const few = Math.min(fewestBars, this.bars) - 1;
    if (part === 'start') {
      return { first: clamp(from.first + by, 0, from.last - few), last: from.last };
    }
    if (part === 'end') {
      return { first: from.first, last: clamp(from.last + by, from.first + few, end) };
    }
    const length = from.last - from.first;
    const first = clamp(from.first + by, 0, end - length);
    return { first, last: first + length };
  }

  private apply(window: Window): void {
    if (window.first === this.window.first && window.last === this.window.last) return;
    this.show(window);
    this.onMove(window);
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0 || this.bars === 0) return;
    const target = event.target as HTMLElement;
    const part = (target.dataset.part ?? 'window') as Part;
    if (target.dataset.part === undefined) {
      // Beside the window: bring it here first.
      const middle = Math.round((this.window.first + this.window.last) / 2);
      this.apply(this.moved('window', this.window, this.barAt(event.clientX) - middle));
    }
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add('dragging');
    this.drag = { part, x: event.clientX, window: this.window };
    (part === 'start' ? this.start : part === 'end' ? this.end : this.box).focus();
    event.preventDefault();
  }

  private pull(event: PointerEvent): void {
    if (!this.drag) return;
    const perBar = this.xOf(1) - this.xOf(0);
    const by = (event.clientX - this.drag.x) / perBar;
    this.apply(this.moved(this.drag.part, this.drag.window, Math.round(by)));
  }

  private barAt(x: number): number {
    const left = this.element.getBoundingClientRect().left + this.xOf(0);
    return Math.floor((x - left) / (this.xOf(1) - this.xOf(0)));
  }

  private key(event: KeyboardEvent, part: Part): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? 1 : Math.max(1, Math.round(this.bars / 100));
    const steps: Record<string, number> = {
      ArrowLeft: -step,
      ArrowDown: -step,
      ArrowRight: step,
      ArrowUp: step,
      PageDown: -10 * step,
      PageUp: 10 * step,
      Home: -this.bars,
      End: this.bars,
    };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.apply(this.moved(part, this.window, by));
  }

  private paint(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const context = this.canvas.getContext('2d');
    if (!context || width === 0) return;
    const scale = devicePixelRatio;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    context.scale(scale, scale);
    const style = getComputedStyle(this.element);
    this.paintYears(context, width, height, style);
    const values = this.data.close.filter((value): value is number => value !== null);
    if (values.length === 0) return;
    const low = values.reduce((a, b) => Math.min(a, b));
    const high = values.reduce((a, b) => Math.max(a, b));
    const y = (value: number): number =>
      height - 3 - ((value - low) / (high - low || 1)) * (height - 10);
    context.beginPath();
    this.data.close.forEach((value, i) => {
      if (value !== null) context.lineTo(this.xOf(i + 0.5), y(value));
    });
    context.strokeStyle = style.getPropertyValue('--c-price').trim();
    context.lineWidth = 1.2;
    context.lineJoin = 'round';
    context.stroke();
    context.lineTo(this.xOf(this.bars), height);
    context.lineTo(this.xOf(0), height);
    context.closePath();
    context.fillStyle = style.getPropertyValue('--band').trim();
    context.fill();
  }

  private paintYears(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    style: CSSStyleDeclaration,
  ): void {
    const { seconds } = this.data;
    context.font = `500 10px ${style.fontFamily}`;
    context.fillStyle = style.getPropertyValue('--muted').trim();
    context.strokeStyle = style.getPropertyValue('--grid').trim();
    let year = '';
    let free = 6;
    seconds.forEach((time, i) => {
      const current = dateOf(time).slice(0, 4);
      if (current === year) return;
      const x = Math.round(this.xOf(i)) + 0.5;
      year = current;
      if (x < free || x > width - 30) return;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.stroke();
      context.fillText(current, x + 4, 11);
      free = x + 42;
    });
  }
}
