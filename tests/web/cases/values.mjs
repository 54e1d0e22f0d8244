// The numbers on the pages are the API's, digit by digit.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as t from '../harness.mjs';

const symbol = 'AAPL';

export function values() {
  it('price: last bar and averages', () =>
    t.withPage({ path: `price?symbol=${symbol}` }, async (page) => {
      await t.drawn(page);
      const bars = await t.getJson(`bars?symbol=${symbol}`);
      t.sameNumber(await t.text(page, 'legend-close'), bars.columns.close.at(-1), 'close');
      assert.ok((await t.text(page, 'legend-time')).includes(bars.columns.time.at(-1)));
      for (const [key, spec] of [
        ['ema1', 'ema:period=12'],
        ['ema2', 'ema:period=26'],
        ['bbands', 'bbands:period=20,k=2,input=typprice'],
      ]) {
        const wanted = await t.indicator(symbol, spec);
        const legend = await t.legendValues(page, key);
        assert.deepEqual(Object.keys(legend).sort(), Object.keys(wanted).sort());
        for (const [output, column] of Object.entries(wanted)) {
          t.sameNumber(legend[output], column.at(-1), `${key}.${output}`);
        }
      }
    }));

  it('price: header and range figures', () =>
    t.withPage({ path: `price?symbol=${symbol}&range=1Y` }, async (page) => {
      await t.drawn(page);
      const all = await t.getJson(`summary?symbol=${symbol}`);
      const year = await t.getJson(`summary?symbol=${symbol}&range=1Y`);
      t.sameNumber(await t.text(page, 'last'), all.last.close, 'last');
      const change = await t.text(page, 'change');
      t.sameNumber(/^[+\u2212]?[\d.,]+/.exec(change)[0], all.change, 'change');
      t.sameNumber(/([+\u2212]?[\d.,]+)%/.exec(change)[1], all.change_percent, 'change in percent');
      assert.ok(all.change > 0 ? change.startsWith('+') : !change.startsWith('+'));
      t.sameNumber(await t.text(page, 'week52-high'), all.week52.high.price, '52-week high');
      t.sameNumber(await t.text(page, 'week52-low'), all.week52.low.price, '52-week low');
      t.sameNumber(await t.text(page, 'highest-close'), year.highest_close.close, 'highest');
      t.sameNumber(await t.text(page, 'lowest-close'), year.lowest_close.close, 'lowest');
      assert.equal(await t.text(page, 'highest-close-date'), year.highest_close.time);
      assert.equal(await t.text(page, 'lowest-close-date'), year.lowest_close.time);
      assert.match(await t.text(page, 'average-volume'), /^\d+(\.\d\d)?[KMB]?$/);
    }));

  it('candlestick: every pane at the cursor', () =>
    t.withPage({ path: `candlestick?symbol=${symbol}` }, async (page) => {
      await t.drawn(page);
      const { columns } = await t.getJson(`bars?symbol=${symbol}`);
      const at = columns.close.length - 4;
      await page.keyboard.press('End');
      for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowLeft');
      const time = columns.time[at];
      await t.until(async () => (await t.text(page, 'legend-time')).includes(time), 'cursor');
      for (const field of ['open', 'high', 'low', 'close']) {
        t.sameNumber(await t.text(page, `legend-${field}`), columns[field][at], field);
      }
      for (const [key, spec] of [
        ['macd', 'macd:fast=12,slow=26,signal=9'],
        ['rsi', 'rsi:period=14'],
        ['stoch', 'stoch:k=14,slowing=3,d=3'],
      ]) {
        const legend = await t.legendValues(page, key);
        for (const [output, column] of Object.entries(await t.indicator(symbol, spec))) {
          t.sameNumber(legend[output], column[at], `${key}.${output}`);
        }
      }
      const volume = await t.text(page, 'legend-volume');
      const scale = { K: 1e3, M: 1e6, B: 1e9 };
      const [, number, unit] = /([\d.]+)([KMB]?)$/.exec(volume);
      t.sameNumber(number, columns.volume[at] / (scale[unit] ?? 1), 'volume');
      await t.until(async () => (await t.text(page, 'live')).includes(time), 'spoken cursor');
    }));

  it('warm-up is blank', () =>
    t.withPage({ path: `price?symbol=${symbol}&range=All` }, async (page) => {
      await t.drawn(page);
      await page.keyboard.press('Home');
      await t.until(async () => /\u2013/.test(await t.text(page, 'legend-ema2')), 'a dash');
      assert.match(await t.text(page, 'legend-close'), /\d/);
    }));

  it('raw and split-adjusted prices', () =>
    t.withPage({ path: `price?symbol=${symbol}&range=All` }, async (page) => {
      await t.drawn(page);
      await page.keyboard.press('Home');
      const split = await t.getJson(`bars?symbol=${symbol}&adjust=split`);
      const raw = await t.getJson(`bars?symbol=${symbol}&adjust=raw`);
      assert.notEqual(split.columns.close[0], raw.columns.close[0]);
      t.sameNumber(await t.text(page, 'legend-close'), split.columns.close[0], 'split-adjusted');
      await page.getByTestId('adjust-raw').click();
      await t.until(async () => (await t.text(page, 'meta')).includes('unadjusted'), 'raw prices');
      await page.keyboard.press('Home');
      t.sameNumber(await t.text(page, 'legend-close'), raw.columns.close[0], 'raw');
      assert.equal(t.query(page).get('adjust'), 'raw');
    }));

  it('source, feed, currency and time zone are named', () =>
    t.withPage({ path: `candlestick?symbol=${symbol}` }, async (page) => {
      await t.drawn(page);
      const head = await t.getJson(`summary?symbol=${symbol}`);
      const meta = await t.text(page, 'meta');
      for (const part of [head.as_of, head.feed, head.source, head.currency, head.time_zone]) {
        if (part) assert.ok(meta.includes(part), `${part} in: ${meta}`);
      }
    }));
}
