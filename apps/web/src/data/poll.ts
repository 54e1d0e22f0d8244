// Asks every half minute whether the store or the program changed. The jitter keeps many open pages
// from asking at the same moment; a hidden page does not ask at all.
import { api } from '../api';
import type { Version } from '../api-types';

const periodMs = 30_000;
const jitterMs = 5_000;

export interface PollEvents {
  onAnswer(version: Version, changed: boolean): void;
  onSilence(): void;
}

export class Poll {
  private timer = 0;
  private last: Version | null = null;

  constructor(private readonly events: PollEvents) {
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.timer);
      if (!document.hidden) void this.ask();
    });
  }

  /** Waits for the next turn. */
  start(): void {
    clearTimeout(this.timer);
    const delay = periodMs + (Math.random() * 2 - 1) * jitterMs;
    this.timer = window.setTimeout(() => void this.ask(), delay);
  }

  async ask(): Promise<void> {
    try {
      const version = await api.version();
      const { last } = this;
      const changed =
        last !== null && (last.generation !== version.generation || last.build !== version.build);
      this.last = version;
      this.events.onAnswer(version, changed);
    } catch {
      this.events.onSilence();
    }
    if (!document.hidden) this.start();
  }
}
