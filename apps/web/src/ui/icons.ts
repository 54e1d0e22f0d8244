// Line icons on a 20 x 20 grid.

const paths = {
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2',
  moon: 'M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z',
  help: 'M7.4 7.4a2.6 2.6 0 1 1 3.9 2.3c-.9.5-1.3 1-1.3 2M10 14.6v.1',
  gear: 'M3 6h6M13 6h4M3 14h3M10 14h7M11 4.2v3.6M8 12.2v3.6',
  up: 'M5 12l5-5 5 5',
  down: 'M5 8l5 5 5-5',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  image: 'M3 4.5h14v11H3zM3 13l4-4 4 4 2.5-2.5L17 13.5M13 7.6v.1',
  file: 'M10 3v9M6.5 8.5L10 12l3.5-3.5M4 16h12',
  table: 'M3 4.5h14v11H3zM3 8.5h14M3 12h14M8 4.5v11',
  plus: 'M10 4v12M4 10h12',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM12.7 12.7L17 17',
  options: 'M4 6h12M4 10h12M4 14h12',
} as const;

export type IconName = keyof typeof paths;

const svg = 'http://www.w3.org/2000/svg';

/** A decorative icon; the control around it carries the name. */
export function icon(name: IconName): SVGSVGElement {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('viewBox', '0 0 20 20');
  element.setAttribute('class', 'icon');
  element.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', paths[name]);
  element.append(path);
  return element;
}
