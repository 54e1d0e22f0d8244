// Fills the area between two outputs of an indicator (Bollinger bands), gaps left out.
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];
type Column = readonly (number | null)[];

interface Point {
  x: number;
  top: number;
  bottom: number;
}

export class Band implements ISeriesPrimitive<Time> {
  private host: SeriesAttachedParameter<Time> | null = null;
  private upper: Column = [];
  private lower: Column = [];
  private readonly view: IPrimitivePaneView;

  constructor(private fill: string) {
    const renderer: IPrimitivePaneRenderer = {
      draw: () => undefined,
      drawBackground: (target) => this.draw(target),
    };
    this.view = { zOrder: () => 'bottom', renderer: () => renderer };
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

  update(upper: Column, lower: Column, fill = this.fill): void {
    this.upper = upper;
    this.lower = lower;
    this.fill = fill;
    this.host?.requestUpdate();
  }

  /** Runs of neighbouring bars where both edges are there. */
  private *runs(): Generator<Point[]> {
    const range = this.host?.chart.timeScale().getVisibleLogicalRange();
    if (!this.host || !range) return;
    const { chart, series } = this.host;
    const first = Math.max(0, Math.floor(range.from) - 1);
    const last = Math.min(this.upper.length - 1, Math.ceil(range.to) + 1);
    let run: Point[] = [];
    for (let i = first; i <= last; i += 1) {
      const high = this.upper[i];
      const low = this.lower[i];
      const x = chart.timeScale().logicalToCoordinate(i as Logical);
      const top = high == null ? null : series.priceToCoordinate(high);
      const bottom = low == null ? null : series.priceToCoordinate(low);
      if (x !== null && top !== null && bottom !== null) {
        run.push({ x, top, bottom });
      } else if (run.length > 0) {
        yield run;
        run = [];
      }
    }
    if (run.length > 0) yield run;
  }

  private draw(target: Target): void {
    target.useMediaCoordinateSpace(({ context }) => {
      context.fillStyle = this.fill;
      for (const run of this.runs()) {
        context.beginPath();
        for (const point of run) context.lineTo(point.x, point.top);
        for (const point of run.reverse()) context.lineTo(point.x, point.bottom);
        context.closePath();
        context.fill();
      }
    });
  }
}
