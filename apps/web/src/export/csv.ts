// CSV text: numbers as short as they round-trip, missing ones empty, text that a spreadsheet cannot
// take for a formula.
import type { Cell, Sheet } from './sheet';

/** Text starting like a formula gets an apostrophe; quotes where CSV needs them. */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvText(sheet: Sheet): string {
  const header = sheet.columns.map((column) => csvCell(column.name)).join(',');
  const lines = sheet.rows.map((row) => row.map(csvCell).join(','));
  return [header, ...lines, ''].join('\n');
}
