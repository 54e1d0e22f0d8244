import { ChartApp } from '../app/app';
import { usualOverlays } from '../state/state';

void new ChartApp({
  path: 'price',
  title: 'Price',
  types: ['area', 'line'],
  range: '1Y',
  overlays: usualOverlays,
  panes: [],
  marksExtremes: true,
}).start();
