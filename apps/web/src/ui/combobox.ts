// The symbol picker: type a ticker or a part of a name. Follows the ARIA combobox pattern.
import type { SymbolInfo, SymbolList } from '../api-types';
import { h } from '../dom';
import { recall, remember } from '../prefs';
import { icon } from './icons';

const recentCount = 5;
const listId = 'symbol-list';

function recents(): string[] {
  return (recall('recents') ?? '').split(',').filter((symbol) => symbol !== '');
}

export function rememberSymbol(symbol: string): void {
  const others = recents().filter((other) => other !== symbol);
  remember('recents', [symbol, ...others].slice(0, recentCount).join(','));
}

/** Matching symbols: the ticker's beginning counts most, then a word of the name. */
export function searchSymbols(all: readonly SymbolInfo[], text: string): SymbolInfo[] {
  const wanted = text.trim().toLowerCase();
  const rank = ({ symbol, name }: SymbolInfo): number => {
    const ticker = symbol.toLowerCase();
    const words = (name ?? '').toLowerCase();
    if (ticker === wanted) return 0;
    if (ticker.startsWith(wanted)) return 1;
    if (words.split(/\s+/).some((word) => word.startsWith(wanted))) return 2;
    if (ticker.includes(wanted) || words.includes(wanted)) return 3;
    return 4;
  };
  return all
    .map((info) => ({ info, rank: rank(info) }))
    .filter((hit) => hit.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map((hit) => hit.info);
}

export class SymbolPicker {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private all: readonly SymbolInfo[] = [];
  private shown: readonly SymbolInfo[] = [];
  private active = -1;
  private current = '';

  constructor(private readonly onPick: (symbol: string) => void) {
    this.input = h('input', {
      type: 'text',
      id: 'symbol',
      role: 'combobox',
      autocomplete: 'off',
      autocapitalize: 'characters',
      spellcheck: 'false',
      'aria-label': 'Symbol',
      'aria-expanded': 'false',
      'aria-controls': listId,
      'aria-autocomplete': 'list',
      placeholder: 'Symbol or name',
      'data-testid': 'symbol',
      onfocus: () => this.begin(),
      onclick: () => this.open(),
      oninput: () => this.search(),
      onblur: () => this.end(),
      onkeydown: (event: KeyboardEvent) => this.key(event),
    });
    this.list = h('ul', { id: listId, role: 'listbox', 'aria-label': 'Symbols', hidden: true });
    // Keeps the focus in the field while an option is pressed.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.element = h('div', { class: 'picker' }, icon('search'), this.input, this.list);
  }

  setSymbols({ symbols, watchlist }: SymbolList): void {
    const place = (symbol: string): number => {
      const at = watchlist.indexOf(symbol);
      return at < 0 ? watchlist.length : at;
    };
    this.all = [...symbols].sort((a, b) => place(a.symbol) - place(b.symbol));
  }

  setCurrent(symbol: string): void {
    this.current = symbol;
    if (document.activeElement !== this.input) this.input.value = symbol;
  }

  focus(): void {
    this.input.focus();
  }

  private begin(): void {
    this.input.select();
    this.open();
  }

  private end(): void {
    this.close();
    this.input.value = this.current;
  }

  private open(): void {
    this.search(this.input.value === this.current ? '' : this.input.value);
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  private search(text = this.input.value): void {
    const found = searchSymbols(this.all, text);
    const recent = text === '' ? recents() : [];
    const isRecent = (info: SymbolInfo): number => Number(recent.includes(info.symbol));
    this.shown = found.sort((a, b) => isRecent(b) - isRecent(a));
    const options = this.shown.map((info, i) => this.option(info, i));
    const nothing = h(
      'li',
      { class: 'picker-none', role: 'presentation' },
      'No such symbol stored',
    );
    this.list.replaceChildren(...(options.length > 0 ? options : [nothing]));
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.activate(text === '' ? -1 : 0);
  }

  private option({ symbol, name, synthetic }: SymbolInfo, i: number): HTMLElement {
    return h(
      'li',
      {
        id: `${listId}-${i}`,
        role: 'option',
        'aria-selected': 'false',
        'data-symbol': symbol,
        onclick: () => this.pick(symbol),
      },
      h('b', {}, symbol),
      h('span', {}, name ?? ''),
      synthetic && h('em', { class: 'badge' }, 'synthetic'),
    );
  }

  private activate(index: number): void {
    this.active = this.shown.length === 0 ? -1 : index;
    [...this.list.children].forEach((child, i) => {
      child.setAttribute('aria-selected', String(i === this.active));
      if (i === this.active) {
        this.input.setAttribute('aria-activedescendant', child.id);
        child.scrollIntoView({ block: 'nearest' });
      }
    });
    if (this.active < 0) this.input.removeAttribute('aria-activedescendant');
  }

  private key(event: KeyboardEvent): void {
    const n = this.shown.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (this.list.hidden) this.open();
      else if (n > 0) {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        this.activate(this.active < 0 && step < 0 ? n - 1 : (this.active + step + n) % n);
      }
    } else if (event.key === 'Enter') {
      const typed = this.input.value.trim().toUpperCase();
      this.pick(this.shown[this.active]?.symbol ?? typed);
    } else if (event.key === 'Escape') {
      this.input.value = this.current;
      this.input.blur();
    } else {
      return;
    }
    event.preventDefault();
  }

  private pick(symbol: string): void {
    if (symbol !== '' && symbol !== this.current) {
      this.current = symbol;
      this.onPick(symbol);
    }
    this.input.value = this.current;
    this.close();
    this.input.blur();
  }
}
