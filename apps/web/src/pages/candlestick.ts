import { ChartApp } from '../app/app';
import { usualOverlays } from '../state/state';

void new ChartApp({
  path: 'candlestick',
  title: 'Candlestick',
  types: ['candles', 'hollow', 'ohlc'],
  range: '6M',
  overlays: usualOverlays,
  panes: ['volume', 'macd', 'rsi', 'stoch'],
  marksExtremes: false,
}).start();
