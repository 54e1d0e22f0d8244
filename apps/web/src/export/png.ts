// The chart as a picture that still says what it shows: a title line above and a source line below.
import type { Head } from '../api-types';
import { fontFamily } from '../chart/options';
import { shownTime } from '../data/time';
import * as format from '../format';

const padding = 16;
const headHeight = 40;
const footHeight = 28;

export interface Picture {
  chart: HTMLCanvasElement;
  /** The elements whose text stands over the chart: the legends. */
  legends: Iterable<HTMLElement>;
  /** Where the chart stands on the page. */
  host: HTMLElement;
  head: Head;
  from: string;
  to: string;
}

/** Draws the text of an element where it stands on the page, leaf by leaf, in its own colour. */
function drawText(context: CanvasRenderingContext2D, root: HTMLElement, origin: DOMRect): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || !text.parentElement) continue;
    const style = getComputedStyle(text.parentElement);
    context.font = `${style.fontWeight} ${style.fontSize} ${fontFamily}`;
    context.fillStyle = style.color;
    context.textBaseline = 'middle';
    context.fillText(text.data, box.left - origin.left, box.top - origin.top + box.height / 2);
  }
}

export function pictureOf({ chart, legends, host, head, from, to }: Picture): HTMLCanvasElement {
  const scale = chart.width / host.clientWidth;
  const width = host.clientWidth;
  const height = chart.height / scale;
  const canvas = document.createElement('canvas');
  canvas.width = chart.width;
  canvas.height = Math.round(chart.height + (headHeight + footHeight) * scale);
  const context = canvas.getContext('2d');
  if (!context) return chart;
  const style = getComputedStyle(host);
  context.fillStyle = style.getPropertyValue('--surface').trim();
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(chart, 0, Math.round(headHeight * scale));
  context.scale(scale, scale);
  const line = (text: string, y: number, font: string, color: string): void => {
    context.font = `${font} ${fontFamily}`;
    context.fillStyle = style.getPropertyValue(color).trim();
    context.textBaseline = 'middle';
    context.fillText(text, padding, y, width - 2 * padding);
  };
  const name = head.name ? `${head.symbol}  ${head.name}` : head.symbol;
  const span = `${from} to ${to}, ${format.timeframe(head.timeframe)}`;
  line(`${name}  ·  ${span}`, headHeight / 2, '600 15px', '--text');
  line(sourceLine(head), headHeight + height + footHeight / 2, '400 11px', '--muted');
  context.translate(0, headHeight);
  const origin = host.getBoundingClientRect();
  for (const legend of legends) drawText(context, legend, origin);
  return canvas;
}

/** Where the numbers come from, in one line: for the page and for pictures. */
export function sourceLine(head: Head): string {
  return [
    `As of ${shownTime(head.as_of, head.time_zone)}`,
    head.source,
    `feed ${head.feed}`,
    format.adjustment(head.adjust),
    head.currency && `prices in ${head.currency}`,
    head.time_zone && `exchange time (${head.time_zone})`,
    head.synthetic && 'synthetic data',
  ]
    .filter((part) => part)
    .join(' · ');
}
