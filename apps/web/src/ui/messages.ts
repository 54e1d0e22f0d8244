// What the page says when there is nothing to draw, or when what it draws may be old.
import type { SymbolList } from '../api-types';
import { h, type Child } from '../dom';

const skeletonDelayMs = 150;

function card(name: string, title: string, ...content: Child[]): HTMLElement {
  return h(
    'section',
    { class: 'message', role: 'status', 'data-testid': `message-${name}` },
    h('h1', {}, title),
    ...content,
  );
}

function retryButton(onRetry: () => void): HTMLElement {
  const attributes = { type: 'button', class: 'button primary', 'data-testid': 'retry' };
  return h('button', { ...attributes, onclick: onRetry }, 'Try again');
}

export function emptyStore(): HTMLElement {
  return card(
    'empty',
    'The store is empty',
    h('p', {}, 'There are no prices to show yet. Fill the store on the command line:'),
    h(
      'dl',
      { class: 'commands' },
      h('dt', {}, h('code', {}, 'mkt sample')),
      h('dd', {}, 'loads the sample data that comes with marketkit'),
      h('dt', {}, h('code', {}, 'mkt import FILE.csv')),
      h('dd', {}, 'loads prices from a file of your own'),
    ),
    h('p', { class: 'quiet' }, 'This page looks again every half minute.'),
  );
}

export function unknownSymbol(
  symbol: string,
  list: SymbolList,
  linkTo: (symbol: string) => string,
): HTMLElement {
  const links = list.symbols.map((info) =>
    h('a', { class: 'chip', href: linkTo(info.symbol), title: info.name }, info.symbol),
  );
  return card(
    'unknown',
    `${symbol} is not in the store`,
    h('p', {}, 'No prices are stored under this symbol. These are:'),
    h('p', { class: 'chips' }, ...links),
    h('p', { class: 'quiet' }, 'Another one is added with ', h('code', {}, 'mkt import'), '.'),
  );
}

export function serverDown(reason: string, onRetry: () => void): HTMLElement {
  return card(
    'down',
    'The server does not answer',
    h('p', {}, `The prices could not be loaded (${reason}). Is the dashboard still running?`),
    h('p', {}, retryButton(onRetry)),
  );
}

export function refused(detail: string, resetLink: string, onRetry: () => void): HTMLElement {
  return card(
    'refused',
    'The server refused this view',
    h('p', {}, detail),
    h('p', { class: 'chips' }, retryButton(onRetry), h('a', { href: resetLink }, 'Start afresh')),
  );
}

/** The line above the chart: old data, refused parameters, a new version. */
export class Banner {
  readonly element = h('div', {
    class: 'banner',
    role: 'status',
    hidden: true,
    'data-testid': 'banner',
  });

  show(text: string, action: string, onAction: () => void): void {
    const button = h(
      'button',
      { type: 'button', class: 'button', 'data-testid': 'banner-action', onclick: onAction },
      action,
    );
    this.element.replaceChildren(h('span', {}, text), button);
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

/** Marks a part of the page as loading, but only if that takes long enough to be seen. */
export class Loading {
  private timer = 0;

  constructor(private readonly stage: HTMLElement) {}

  begin(): void {
    clearTimeout(this.timer);
    this.stage.setAttribute('aria-busy', 'true');
    this.timer = window.setTimeout(() => this.stage.classList.add('loading'), skeletonDelayMs);
  }

  end(): void {
    clearTimeout(this.timer);
    this.stage.removeAttribute('aria-busy');
    this.stage.classList.remove('loading');
  }
}
