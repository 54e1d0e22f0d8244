import { ChartApp } from '../app/app';

void new ChartApp({
  path: 'candlestick',
  title: 'Candlestick',
  types: ['candles', 'hollow', 'ohlc'],
  range: '6M',
  overlays: ['ema1', 'ema2', 'bbands'],
  panes: ['volume', 'macd', 'rsi', 'stoch'],
  marksExtremes: false,
}).start();
