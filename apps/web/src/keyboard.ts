// Shortcuts of the chart pages. Keys belong to whatever control has the focus first.
import { shortcutsEnabled } from './ui/help';

export interface KeyActions {
  cursor(by: number): void;
  cursorTo(end: 'first' | 'last'): void;
  pan(part: number): void;
  zoom(factor: number): void;
  range(place: number): void;
  symbol(): void;
  help(): void;
  log(): void;
  theme(): void;
}

const panPart = 0.1;
const zoomFactor = 1.25;

/** True where the arrows or letters mean something else already. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.closest('input, select, textarea, dialog, [role="slider"], [contenteditable]') !== null
  );
}

export function bindKeys(actions: KeyActions): void {
  const single: Record<string, () => void> = {
    '+': () => actions.zoom(1 / zoomFactor),
    '=': () => actions.zoom(1 / zoomFactor),
    '-': () => actions.zoom(zoomFactor),
    '/': () => actions.symbol(),
    '?': () => actions.help(),
    l: () => actions.log(),
    t: () => actions.theme(),
  };
  for (let i = 1; i <= 7; i += 1) single[String(i)] = () => actions.range(i - 1);
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTaken(event.target) || document.querySelector('dialog[open]')) return;
    const arrows: Record<string, () => void> = {
      ArrowLeft: () => (event.shiftKey ? actions.pan(-panPart) : actions.cursor(-1)),
      ArrowRight: () => (event.shiftKey ? actions.pan(panPart) : actions.cursor(1)),
      Home: () => actions.cursorTo('first'),
      End: () => actions.cursorTo('last'),
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = arrows[key] ?? (shortcutsEnabled() ? single[key] : undefined);
    if (!action) return;
    event.preventDefault();
    action();
  });
}
