// Puts the state into the address bar. One gesture is one history entry: changes of the same kind that
// follow each other within a moment replace the entry they made.

const gestureMs = 1500;

export class History {
  private lastKind = '';
  private lastTime = 0;
  private timer = 0;
  private pending: string | null = null;

  constructor(private readonly onBack: () => void) {
    addEventListener('popstate', () => {
      this.drop();
      this.lastKind = '';
      this.onBack();
    });
    addEventListener('pagehide', () => this.flush());
  }

  /** Replaces the current entry: for what the page decided itself. */
  settle(query: string): void {
    this.drop();
    history.replaceState(null, '', `?${query}`);
  }

  /** Records a change; writing waits a little, as browsers bound how often an address may change. */
  commit(query: string, kind: string): void {
    const now = performance.now();
    const continues = kind === this.lastKind && now - this.lastTime < gestureMs;
    this.lastKind = kind;
    this.lastTime = now;
    if (continues) {
      this.pending = query;
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.flush(), 200);
    } else {
      this.flush();
      if (`?${query}` !== location.search) history.pushState(null, '', `?${query}`);
    }
  }

  private flush(): void {
    if (this.pending !== null) history.replaceState(null, '', `?${this.pending}`);
    this.drop();
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.pending = null;
  }
}
