import { ChartApp } from '../app/app';

void new ChartApp({
  path: 'price',
  title: 'Price',
  types: ['area', 'line'],
  range: '1Y',
  overlays: ['ema1', 'ema2', 'bbands'],
  panes: [],
  marksExtremes: true,
}).start();
