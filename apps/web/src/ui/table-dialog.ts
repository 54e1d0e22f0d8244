// What the chart shows, as a table: for screen readers and for reading exact values.
import { h } from '../dom';
import type { Sheet } from '../export/sheet';
import { dialog } from './controls';
import { icon } from './icons';

const mostRows = 250;

export function tableDialog(): (title: string, sheet: Sheet) => void {
  const { body, element, open } = dialog('table', 'Table', icon('close'));
  return (title, sheet) => {
    const { columns, rows } = sheet;
    const shown = rows.slice(-mostRows).reverse();
    const caption =
      shown.length < rows.length
        ? `The newest ${shown.length} of ${rows.length} bars; CSV has all of them.`
        : `${rows.length} bars, newest first.`;
    const head = columns.map(({ title: name }) => h('th', { scope: 'col' }, name));
    const lines = shown.map((row) =>
      h(
        'tr',
        {},
        ...row.map((cell, i) => {
          const text = columns[i]?.format(cell) ?? '';
          return i === 0 ? h('th', { scope: 'row' }, text) : h('td', {}, text);
        }),
      ),
    );
    const heading = element.querySelector('h2');
    if (heading) heading.textContent = title;
    body.replaceChildren(
      h('p', { class: 'quiet' }, caption),
      h(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title },
        h(
          'table',
          { class: 'data', 'data-testid': 'data-table' },
          h('thead', {}, h('tr', {}, ...head)),
          h('tbody', {}, ...lines),
        ),
      ),
    );
    open();
  };
}
