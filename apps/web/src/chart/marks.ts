// Marks the highest and lowest close. The library's own markers cut their text off at the edges, and
// the extremes of a range are often its first or last bar.
import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { fontFamily } from './options';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

export interface Mark {
  index: number;
  price: number;
  text: string;
  above: boolean;
}

/** Pixels. */
const gap = 5;
const arrow = 6;
const textSize = 12;
const edge = 4;
const height = 2 * gap + arrow + textSize;

export class Marks implements ISeriesPrimitive<Time> {
  private host: SeriesAttachedParameter<Time> | null = null;
  private marks: readonly Mark[] = [];
  private color = '';
  private readonly view: IPrimitivePaneView;

  constructor() {
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.draw(target) };
    this.view = { zOrder: () => 'top', renderer: () => renderer };
  }

  attached(host: SeriesAttachedParameter<Time>): void {
    this.host = host;
  }

  detached(): void {
    this.host = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this.view];
  }

  /** Keeps room for the texts of the marks in view. */
  autoscaleInfo(first: Logical, last: Logical): AutoscaleInfo | null {
    const inView = this.marks.filter(({ index }) => index >= first && index <= last);
    if (inView.length === 0) return null;
    const prices = inView.map((mark) => mark.price);
    return {
      priceRange: { minValue: Math.min(...prices), maxValue: Math.max(...prices) },
      margins: { above: height, below: height },
    };
  }

  update(marks: readonly Mark[], color: string): void {
    this.marks = marks;
    this.color = color;
    this.host?.requestUpdate();
  }

  restyle(color: string): void {
    this.update(this.marks, color);
  }

  private draw(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.fillStyle = this.color;
      context.font = `500 ${textSize}px ${fontFamily}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      for (const mark of this.marks) this.drawMark(context, mark, mediaSize.width);
    });
  }

  private drawMark(context: CanvasRenderingContext2D, mark: Mark, width: number): void {
    const x = this.host?.chart.timeScale().logicalToCoordinate(mark.index as Logical) ?? null;
    const y = this.host?.series.priceToCoordinate(mark.price) ?? null;
    if (x === null || y === null || x < 0 || x > width) return;
    const away = mark.above ? -1 : 1;
    const tip = y + away * gap;
    context.beginPath();
    context.moveTo(x, tip);
    context.lineTo(x - arrow * 0.7, tip + away * arrow);
    context.lineTo(x + arrow * 0.7, tip + away * arrow);
    context.closePath();
    context.fill();
    const half = context.measureText(mark.text).width / 2 + edge;
    const middle = Math.max(half, Math.min(width - half, x));
    context.fillText(mark.text, middle, tip + away * (arrow + gap + textSize / 2));
  }
}
