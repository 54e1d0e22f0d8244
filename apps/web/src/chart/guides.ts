// Writes the values of guide lines beside them. The library's own labels stand on the axis, where they
// would push the newest values away.
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { fontFamily } from './options';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Pixels. */
const textSize = 10;
const gap = 2;
const edge = 4;

export class GuideLabels implements ISeriesPrimitive<Time> {
  private host: SeriesAttachedParameter<Time> | null = null;
  private color = '';
  private readonly view: IPrimitivePaneView;

  constructor(private readonly levels: readonly number[]) {
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

  update(color: string): void {
    this.color = color;
    this.host?.requestUpdate();
  }

  /** Outside of the guides, so that between them there are only curves. */
  private draw(target: Target): void {
    const highest = Math.max(...this.levels);
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.fillStyle = this.color;
      context.font = `500 ${textSize}px ${fontFamily}`;
      context.textAlign = 'right';
      for (const level of this.levels) {
        const y = this.host?.series.priceToCoordinate(level) ?? null;
        if (y === null) continue;
        const above = level === highest;
        context.textBaseline = above ? 'bottom' : 'top';
        context.fillText(String(level), mediaSize.width - edge, above ? y - gap : y + gap);
      }
    });
  }
}
