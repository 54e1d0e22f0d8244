// The parts of a chart page and where they stand. What happens in them is app.ts.
import type { Navigator } from '../navigator';
import type { SymbolPicker } from '../ui/combobox';
import { button } from '../ui/controls';
import { h } from '../dom';
import { icon } from '../ui/icons';
import type { Banner } from '../ui/messages';
import type { Quote } from '../ui/quote';
import type { Toolbar } from '../ui/toolbar';
import { currentTheme } from '../theme';

export interface Stage {
  /** Carries the loading state. */
  stage: HTMLElement;
  /** Where the chart is drawn. */
  host: HTMLElement;
  /** Where the legends are drawn. */
  legends: HTMLElement;
  meta: HTMLElement;
  live: HTMLElement;
  /** Shows a message instead of the chart, or the chart again. */
  say(message: HTMLElement | null): void;
}

export interface Parts {
  quote: Quote;
  toolbar: Toolbar;
  navigator: Navigator;
  banner: Banner;
}

export function buildStage(parts: Parts): Stage {
  const main = document.getElementById('main') ?? document.body;
  const host = h('div', {
    class: 'chart',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'chart',
    'aria-label': 'Price chart. Arrow keys move the cursor; the table button shows the values.',
    'data-testid': 'chart',
  });
  const legends = h('div', { class: 'legends' });
  const bones = Array.from({ length: 5 }, () => h('i', {}));
  const skeleton = h('div', { class: 'skeleton', 'aria-hidden': true }, ...bones);
  const stage = h('div', { class: 'stage' }, host, legends, skeleton);
  const live = h('p', { class: 'hidden', 'aria-live': 'polite', 'data-testid': 'live' });
  const meta = h('p', { class: 'meta', 'data-testid': 'meta' });
  const message = h('div', { class: 'message-place', hidden: true });
  const content = h(
    'div',
    { class: 'series' },
    parts.quote.element,
    h('div', { class: 'toolbars' }, parts.toolbar.ranges, parts.toolbar.options),
    stage,
    parts.navigator.element,
    meta,
  );
  main.replaceChildren(parts.banner.element, content, message, live);
  return {
    stage,
    host,
    legends,
    meta,
    live,
    say(text) {
      message.replaceChildren(...(text ? [text] : []));
      message.hidden = text === null;
      content.hidden = text !== null;
    },
  };
}

/** Fills the header's tools; returns what to call when the theme changed. */
export function buildTools(
  picker: SymbolPicker | null,
  onTheme: () => void,
  onHelp: (() => void) | null,
): () => void {
  const theme = button('theme', 'Dark or light', onTheme);
  theme.classList.add('ghost');
  theme.setAttribute('aria-label', 'Dark or light');
  const render = (): void => {
    const dark = document.documentElement.dataset.theme === 'dark';
    theme.replaceChildren(icon(dark ? 'sun' : 'moon'));
  };
  render();
  const help = onHelp && button('help', 'Keyboard and gestures (?)', onHelp, icon('help'));
  help?.classList.add('ghost');
  help?.setAttribute('aria-label', 'Keyboard and gestures');
  const tools = document.getElementById('tools');
  tools?.replaceChildren(...[picker?.element, theme, help].filter((e) => e != null));
  return render;
}

export function otherTheme(): 'dark' | 'light' {
  const shown = document.documentElement.dataset.theme ?? currentTheme();
  return shown === 'dark' ? 'light' : 'dark';
}

/** Text on the canvas is measured once, so the font has to be there before; but not at any price. */
export async function fontReady(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, 1000));
  await Promise.race([document.fonts.load('12px "Inter Chart"').catch(() => undefined), late]);
}
