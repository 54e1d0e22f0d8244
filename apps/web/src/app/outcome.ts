// Says in words what came of a load: nothing stored, no such symbol, no answer, old data.
import type { Head, SymbolList } from '../api-types';
import * as format from '../format';
import type { Slot } from '../state/slots';
import type { State } from '../state/state';
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

  unknown(state: State, symbols: SymbolList): void {
    const link = (symbol: string): string => seriesLink(this.path, state, symbol);
    this.hide();
    this.stage.say(messages.unknownSymbol(state.symbol, symbols, link));
  }

  /** Old data stays on the page, and the page says that it is old. */
  failed(state: State, head: Head | null, reason: string, outage: boolean): void {
    const { onRetry } = this.events;
    if (head) {
      const what = outage ? 'The server does not answer' : 'The server refused this view';
      const kept = `${head.symbol} as of ${head.as_of}, ${format.adjustment(head.adjust)}`;
      this.topic = 'outage';
      this.banner.show(`${what} (${reason}). Still shown: ${kept}.`, 'Try again', onRetry);
    } else if (outage) {
      this.stage.say(messages.serverDown(reason, onRetry));
    } else {
      const link = `${this.path}?symbol=${encodeURIComponent(state.symbol)}`;
      this.stage.say(messages.refused(reason, link, onRetry));
    }
  }

  slotRefused(title: string, reason: string, slot: Slot): void {
    if (this.topic !== 'none' && this.topic !== 'slot') return;
    this.topic = 'slot';
    this.banner.show(`${title}: ${reason}`, 'Change it', () => this.events.onSettings(slot.key));
  }

  slotsFine(): void {
    if (this.topic === 'slot') this.hide();
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
