// CSV, PNG and the table show what the chart shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import * as t from '../harness.mjs';

async function save(page, id) {
  const download = page.waitForEvent('download');
  await page.getByTestId(id).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

export function exportsCases() {
  it('CSV', () =>
    t.withPage({ path: 'candlestick?symbol=AAPL&range=All&rsi=9&ema1=40' }, async (page) => {
      await t.drawn(page);
      const { name, bytes } = await save(page, 'csv');
      assert.match(name, /^AAPL_1Day_.+_split_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
      const [header, ...lines] = bytes.toString('utf8').trimEnd().split('\n');
      const columns = header.split(',');
      const rows = lines.map((line) => line.split(','));
      const cell = (row, column) => row[columns.indexOf(column)];
      const bars = await t.getJson('bars?symbol=AAPL');
      const { rsi } = await t.indicator('AAPL', 'rsi:period=9');
      const { signal } = await t.indicator('AAPL', 'macd');
      assert.equal(rows.length, bars.columns.time.length);
      rows.forEach((row, i) => {
        assert.equal(cell(row, 'time'), bars.columns.time[i]);
        for (const field of ['open', 'high', 'low', 'close', 'volume']) {
          assert.equal(Number(cell(row, field)), bars.columns[field][i]);
        }
        assert.equal(cell(row, 'rsi'), rsi[i] === null ? '' : String(rsi[i]));
        assert.equal(cell(row, 'macd.signal'), signal[i] === null ? '' : String(signal[i]));
      });
      assert.equal(cell(rows[0], 'ema_40'), '', 'warm-up is empty');
    }));

  it('CSV columns are called as the API calls them', async () => {
    const header = async (path) => {
      let line;
      await t.withPage({ path, troubled: true }, async (page) => {
        await t.drawn(page);
        const { bytes } = await save(page, 'csv');
        [line] = bytes.toString('utf8').split('\n');
      });
      return line.split(',').slice(6);
    };
    const specs = ['ema:period=40', 'ema:period=26', 'bbands:input=typprice'];
    const below = ['macd', 'rsi', 'stoch'];
    const columns = async (list) => {
      const query = list.map((spec) => `spec=${encodeURIComponent(spec)}`).join('&');
      const { series } = await t.getJson(`indicators?symbol=AAPL&range=1M&${query}`);
      return series.map(({ column }) => column);
    };
    const shown = await header('candlestick?symbol=AAPL&ema1=40');
    assert.deepEqual(shown, await columns([...specs, ...below]));
    assert.ok(['ema_40', 'ema_26', 'macd.macd', 'rsi'].every((name) => shown.includes(name)));
    const one = await header('price?symbol=AAPL&overlays=bbands');
    assert.deepEqual(one, ['upper', 'middle', 'lower']);
    const twins = await header('price?symbol=AAPL&overlays=ema1,ema2&ema1=26');
    assert.deepEqual(twins, ['ema1', 'ema2'], 'columns with one name are called by their place');
  });

  it('CSV holds what is in view only', () =>
    t.withPage({ path: 'price?symbol=AAPL&from=2010-01-04&to=2010-01-29' }, async (page) => {
      await t.drawn(page);
      const { bytes } = await save(page, 'csv');
      const lines = bytes.toString('utf8').trimEnd().split('\n').slice(1);
      const { columns } = await t.getJson('bars?symbol=AAPL&from=2010-01-04&to=2010-01-29');
      assert.deepEqual(
        lines.map((line) => line.split(',')[0]),
        columns.time,
      );
      assert.match(lines[0].split(',').at(-1), /^\d+/, 'indicators ran from the first stored bar');
    }));

  it('PNG', () =>
    t.withPage({ path: 'candlestick?symbol=AAPL' }, async (page) => {
      await t.drawn(page);
      const { name, bytes } = await save(page, 'png');
      assert.match(name, /^AAPL_candlestick_\d{4}-\d\d-\d\d\.png$/);
      assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
      const chart = await page.getByTestId('chart').boundingBox();
      assert.ok(bytes.readUInt32BE(16) >= chart.width - 1, 'as wide as the chart');
      assert.ok(bytes.readUInt32BE(20) > chart.height, 'with title and source');
      assert.ok(bytes.length > 10_000);
    }));

  it('table', () =>
    t.withPage({ path: 'price?symbol=AAPL&range=1M' }, async (page) => {
      await t.drawn(page);
      await page.getByTestId('table').click();
      const rows = page.getByTestId('data-table').locator('tbody tr');
      const { columns } = await t.getJson('bars?symbol=AAPL&range=1M');
      assert.equal(await rows.count(), columns.time.length);
      const cells = await rows.first().locator('th, td').allInnerTexts();
      assert.equal(cells[0], columns.time.at(-1));
      t.sameNumber(cells[4], columns.close.at(-1), 'close');
    }));
}
