// The keyboard and how to switch its single-key shortcuts off (they trouble speech input).
import { h } from '../dom';
import { recall, remember } from '../prefs';
import { dialog } from './controls';
import { icon } from './icons';

const keys: readonly [string, string][] = [
  ['← →', 'move the cursor bar by bar'],
  ['Shift ← →', 'pan'],
  ['+ −', 'zoom in, zoom out'],
  ['Home End', 'first bar, last bar'],
  ['1 … 7', '1M 3M 6M YTD 1Y 5Y All'],
  ['/', 'choose a symbol'],
  ['L', 'logarithmic scale'],
  ['T', 'dark or light'],
  ['?', 'this help'],
];

const gestures: readonly [string, string][] = [
  ['Drag, wheel, pinch', 'pan and zoom'],
  ['Double click', 'show everything'],
  ['Drag between panes', 'change their heights'],
  ['Strip below', 'drag the window or its edges'],
];

function table(caption: string, rows: readonly [string, string][]): HTMLElement {
  const body = rows.map(([key, text]) =>
    h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, text)),
  );
  return h('table', { class: 'keys' }, h('caption', {}, caption), h('tbody', {}, ...body));
}

export function shortcutsEnabled(): boolean {
  return recall('shortcuts') !== 'off';
}

export function helpDialog(): () => void {
  const { body, open } = dialog('help', 'Keyboard and gestures', icon('close'));
  const box = h('input', {
    type: 'checkbox',
    onchange: () => remember('shortcuts', box.checked ? 'on' : 'off'),
  });
  box.checked = shortcutsEnabled();
  body.append(
    table('Keyboard', keys),
    table('Mouse and touch', gestures),
    h('label', { class: 'check' }, box, 'Single-key shortcuts'),
  );
  return open;
}
