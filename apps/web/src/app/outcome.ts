// Says in words what came of a load: nothing stored, no such symbol, no answer, old data.
import type { Head, Registry, SymbolList } from '../api-types';
import { shownTime } from '../data/time';
import * as format from '../format';
import { slotsOf, type State } from '../state/state';
import { slotTitle } from '../ui/indicators-dialog';
import * as messages from '../ui/messages';
import type { Stage } from './layout';
import { seriesLink } from './links';

export interface OutcomeEvents {
  onRetry(): void;
  onSettings(key: string): void;
}

export class Outcome {
  /** What the banner is about; a slot's trouble never hides an outage. */
  private topic: 'none' | 'outage' | 'slot' | 'update' = 'none';

  constructor(
    private readonly path: string,
    private readonly stage: Stage,
    private readonly banner: messages.Banner,
    private readonly events: OutcomeEvents,
  ) {}

  fine(): void {
    this.stage.say(null);
    this.stage.stage.classList.add('drawn');
    if (this.topic !== 'update') this.hide();
  }

  empty(): void {
    this.hide();
    this.stage.say(messages.emptyStore());
  }

  unknown(state: State, symbols: SymbolList, registry: Registry): void {
    const link = (symbol: string): string =>
      seriesLink(this.path, { ...state, symbol, feed: '' }, registry);
    this.hide();
    this.stage.say(messages.unknownSymbol(state.symbol, symbols, link));
  }

  /** Old data stays on the page, and the page says that it is old. */
  failed(state: State, head: Head | null, reason: string, outage: boolean): void {
    const { onRetry } = this.events;
    if (head) {
      const what = outage ? 'The server does not answer' : 'The server refused this view';
      const kept = `${head.symbol} as of ${shownTime(head.as_of, head.time_zone)}, ${format.adjustment(head.adjust)}`;
      this.topic = 'outage';
      this.banner.show(`${what} (${reason}). Still shown: ${kept}.`, 'Try again', onRetry);
    } else if (outage) {
      this.stage.say(messages.serverDown(reason, onRetry));
    } else {
      const link = `${this.path}?symbol=${encodeURIComponent(state.symbol)}`;
      this.stage.say(messages.refused(reason, link, onRetry));
    }
  }

  /** What the server said about the parameters of slots; empty when all is well. */
  slots(state: State, registry: Registry, failures: ReadonlyMap<string, string>): void {
    if (this.topic !== 'none' && this.topic !== 'slot') return;
    const slot = slotsOf(state).find(({ key }) => failures.has(key));
    if (!slot) {
      this.hide();
      return;
    }
    const text = `${slotTitle(slot, registry)}: ${failures.get(slot.key)}`;
    this.topic = 'slot';
    this.banner.show(text, 'Change it', () => this.events.onSettings(slot.key));
  }

  updated(): void {
    this.topic = 'update';
    const text = 'The dashboard has been updated.';
    this.banner.show(text, 'Load the new version', () => location.reload());
  }

  private hide(): void {
    this.topic = 'none';
    this.banner.hide();
  }
}
