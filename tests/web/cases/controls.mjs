// Sliders, ranges, navigator, keyboard, symbol picker, panes and the indicator drawer.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as t from '../harness.mjs';

const price = { path: 'price?symbol=AAPL' };
const candles = { path: 'candlestick?symbol=AAPL' };

const pressed = (page, id) => page.getByTestId(id).getAttribute('aria-pressed');
const dates = async (page) => [
  await page.getByTestId('date-from').inputValue(),
  await page.getByTestId('date-to').inputValue(),
];

/** Waits for the request that an action makes for one average. */
async function askedFor(page, period, action) {
  const asked = page.waitForRequest((request) => {
    const url = decodeURIComponent(request.url());
    return url.includes('/api/indicators?') && url.includes(`ema:period=${period}`);
  });
  await action();
  return decodeURIComponent((await asked).url());
}

async function averageIs(page, key, period) {
  const title = `EMA ${period}`;
  await t.until(async () => (await t.text(page, `legend-${key}`)).startsWith(title), title);
  const { ema } = await t.indicator('AAPL', `ema:period=${period}`);
  await t.until(async () => {
    const legend = await t.legendValues(page, key);
    return Math.abs(t.shown(legend.ema) - ema.at(-1)) <= 0.0051;
  }, `the curve of ${title}`);
}

function sliderCases() {
  it('a slider asks for its curve alone and draws it', () =>
    t.withPage(price, async (page) => {
      await t.drawn(page);
      const before = await page.getByTestId('chart').screenshot();
      const url = await askedFor(page, 90, () => page.getByTestId('slider-ema1').fill('90'));
      assert.equal(url.match(/spec=/g).length, 1);
      await averageIs(page, 'ema1', 90);
      assert.equal(await page.getByTestId('number-ema1').inputValue(), '90');
      const after = await page.getByTestId('chart').screenshot();
      assert.notDeepEqual(before, after, 'the picture must change');
      assert.equal(t.query(page).get('ema1'), '90');
    }));

  it('number field and pairs', () =>
    t.withPage(price, async (page) => {
      await t.drawn(page);
      await askedFor(page, 33, () => page.getByTestId('number-ema2').fill('33'));
      await averageIs(page, 'ema2', 33);
      await page.getByTestId('number-ema2').fill('0');
      assert.match(await t.text(page, 'legend-ema2'), /^EMA 33/);
      const number = page.getByTestId('number-ema2');
      const hint = page.locator('#ema2-hint');
      assert.equal(await number.getAttribute('aria-invalid'), 'true');
      assert.equal(await hint.innerText(), '1 to 200');
      await number.fill('250');
      assert.equal(await number.getAttribute('aria-invalid'), 'true');
      await number.press('Enter');
      assert.equal(await number.inputValue(), '200');
      assert.equal(await number.getAttribute('aria-invalid'), null);
      assert.ok(!(await hint.isVisible()));
      await averageIs(page, 'ema2', 200);
      await number.fill('0');
      await number.blur();
      assert.equal(await number.inputValue(), '1');
      await averageIs(page, 'ema2', 1);
      await number.fill('');
      await number.blur();
      assert.equal(await number.inputValue(), '1');
      await page.getByTestId('pair-50/200').click();
      await averageIs(page, 'ema1', 50);
      await averageIs(page, 'ema2', 200);
      assert.equal(await pressed(page, 'pair-50/200'), 'true');
    }));

  it('many slider moves end at the last one', () =>
    t.withPage(price, async (page) => {
      await t.drawn(page);
      await page.getByTestId('slider-ema1').evaluate((slider) => {
        for (let period = 20; period <= 60; period += 1) {
          slider.value = String(period);
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        }
      });
      await averageIs(page, 'ema1', 60);
    }));
}

function rangeCases() {
  it('range buttons', () =>
    t.withPage(price, async (page) => {
      await t.drawn(page);
      for (const range of ['1M', '3M', '6M', 'YTD', '1Y', '5Y', 'All']) {
        await page.getByTestId(`range-${range}`).click();
        const { columns } = await t.getJson(`bars?symbol=AAPL&range=${range}`);
        const wanted = [columns.time[0], columns.time.at(-1)];
        await t.until(
          async () => String(await dates(page)) === String(wanted),
          `${range} ${wanted}`,
        );
        assert.equal(await pressed(page, `range-${range}`), 'true');
        assert.equal(t.query(page).get('range'), range);
      }
    }));

  it('custom dates, and their highest close', () =>
    t.withPage(price, async (page) => {
      await t.drawn(page);
      await page.getByTestId('date-from').fill('2010-02-01');
      await page.getByTestId('date-from').blur();
      await page.getByTestId('date-to').fill('2010-06-30');
      await page.getByTestId('date-to').blur();
      const summary = await t.getJson('summary?symbol=AAPL&from=2010-02-01&to=2010-06-30');
      const wanted = summary.highest_close.time;
      await t.until(async () => (await t.text(page, 'highest-close-date')) === wanted, wanted);
      assert.equal(t.query(page).get('from'), '2010-02-01');
      assert.equal(t.query(page).get('to'), '2010-06-30');
      assert.equal(t.query(page).get('range'), null);
    }));

  it('navigator: keys and dragging', () =>
    t.withPage(price, async (page) => {
      await t.drawn(page);
      const before = await dates(page);
      await page.getByTestId('navigator-start').focus();
      await page.keyboard.press('PageDown');
      await t.until(async () => (await dates(page))[0] < before[0], 'an earlier start');
      assert.equal((await dates(page))[1], before[1]);
      const label = await page.getByTestId('navigator-start').getAttribute('aria-valuetext');
      assert.equal(label, (await dates(page))[0]);
      const box = await page.getByTestId('navigator-window').boundingBox();
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width / 2, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 - 300, y, { steps: 4 });
      await page.mouse.up();
      await t.until(async () => (await dates(page))[1] < before[1], 'an earlier end');
      await t.until(() => t.query(page).get('to') !== null, 'dates in the link');
      assert.equal(t.query(page).get('range'), null);
    }));
}

function keyboardCases() {
  it('keyboard', () =>
    t.withPage(candles, async (page) => {
      await t.drawn(page);
      await page.keyboard.press('5');
      await t.until(async () => (await pressed(page, 'range-1Y')) === 'true', '5 is 1Y');
      const year = await dates(page);
      await page.keyboard.press('Shift+ArrowLeft');
      await t.until(async () => (await dates(page))[1] < year[1], 'pan');
      await page.keyboard.press('1');
      const month = await dates(page);
      await page.keyboard.press('-');
      await t.until(async () => (await dates(page))[0] < month[0], 'zoom out');
      await page.keyboard.press('l');
      assert.equal(await pressed(page, 'log'), 'true');
      const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
      const before = await theme();
      await page.keyboard.press('t');
      assert.notEqual(await theme(), before);
      await page.keyboard.press('?');
      assert.ok(await page.getByTestId('help-dialog').isVisible());
      await page.keyboard.press('Escape');
      assert.ok(!(await page.getByTestId('help-dialog').isVisible()));
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'symbol');
      await page.keyboard.press('l');
      assert.equal(await pressed(page, 'log'), 'true', 'typing is no shortcut');
    }));

  it('symbols are found by name and by ticker', () =>
    t.withPage(price, async (page) => {
      await t.drawn(page);
      const { symbols } = await t.getJson('symbols');
      const other = symbols.find((s) => s.symbol === 'MSFT') ?? symbols.at(-1);
      const field = page.getByTestId('symbol');
      await field.click();
      await field.fill((other.name ?? other.symbol).slice(0, 5));
      await page.keyboard.press('Enter');
      await t.until(() => t.query(page).get('symbol') === other.symbol, 'the link');
      await t.until(async () => (await page.title()).startsWith(`${other.symbol} `), 'the title');
      await t.drawn(page);
      const bars = await t.getJson(`bars?symbol=${other.symbol}`);
      t.sameNumber(await t.text(page, 'legend-close'), bars.columns.close.at(-1), 'close');
      const link = await page.locator('nav a[data-series]').last().getAttribute('href');
      assert.ok(link.includes(`symbol=${other.symbol}`), 'the other page keeps the symbol');
    }));
}

function paneCases() {
  it('panes: order, removal, heights', () =>
    t.withPage(candles, async (page) => {
      await t.drawn(page);
      const top = async (key) => (await page.getByTestId(`legend-${key}`).boundingBox()).y;
      assert.ok((await top('rsi')) < (await top('stoch')));
      await page.getByTestId('chart').hover();
      await page
        .getByTestId('legend-rsi')
        .locator('..')
        .getByLabel(/^Move down/)
        .click();
      await t.until(async () => (await top('rsi')) > (await top('stoch')), 'the new order');
      assert.equal(t.query(page).get('panes'), 'volume,macd,stoch,rsi');
      await page
        .getByTestId('legend-macd')
        .locator('..')
        .getByLabel(/^Remove/)
        .click();
      await t.until(async () => (await page.getByTestId('legend-macd').count()) === 0, 'no MACD');
      const chart = await page.getByTestId('chart').boundingBox();
      const edge = (await top('volume')) - 7;
      const before = await top('volume');
      await page.mouse.move(chart.x + 300, edge);
      await page.mouse.down();
      await page.mouse.move(chart.x + 300, edge - 60, { steps: 5 });
      await page.mouse.up();
      await t.until(async () => (await top('volume')) < before - 30, 'a higher pane');
      await t.until(() => t.query(page).get('sizes') !== null, 'heights in the link');
    }));

  it('the drawer: parameters, refusal, adding, removing', () =>
    t.withPage({ ...candles, troubled: true }, async (page) => {
      await t.drawn(page);
      await page.getByTestId('indicators').click();
      await page.getByTestId('param-rsi-period').fill('21');
      await t.until(async () => (await t.text(page, 'legend-rsi')).startsWith('RSI 21'), 'RSI 21');
      const { rsi } = await t.indicator('AAPL', 'rsi:period=21');
      await t.until(
        async () =>
          Math.abs(t.shown((await t.legendValues(page, 'rsi')).rsi) - rsi.at(-1)) < 0.0051,
        'values of RSI 21',
      );
      // The server refuses a fast period that is not faster; its words are shown, the curve stays.
      await page.getByTestId('param-macd-fast').fill('40');
      const alert = page.locator('[data-slot="macd"] [role="alert"]');
      await t.until(() => alert.isVisible(), 'the refusal');
      assert.ok((await alert.innerText()).length > 5);
      assert.match((await t.legendValues(page, 'macd')).macd, /\d/);
      await page.getByTestId('param-macd-fast').fill('8');
      await t.until(async () => !(await alert.isVisible()), 'no refusal any more');
      await page.getByTestId('param-bbands-period').fill('0');
      await t.until(
        () => page.locator('[data-slot="bbands"] [role="alert"]').isVisible(),
        'a hint',
      );
      await page.getByTestId('add-indicator').selectOption('sma');
      await page.getByTestId('add').click();
      await t.until(async () => /\d$/.test(await t.text(page, 'legend-sma')), 'an SMA');
      await page
        .locator('[data-slot="stoch"]')
        .getByLabel(/^Remove/)
        .click();
      await t.until(async () => (await page.getByTestId('legend-stoch').count()) === 0, 'no Stoch');
      assert.equal(t.query(page).get('overlays'), 'ema1,ema2,bbands,sma');
      await page.getByTestId('reset').click();
      await t.until(async () => (await page.getByTestId('legend-stoch').count()) === 1, 'Stoch');
      assert.equal(t.query(page).get('overlays'), null);
    }));
}

export function controls() {
  sliderCases();
  rangeCases();
  keyboardCases();
  paneCases();
}
