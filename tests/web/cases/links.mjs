// Everything is in the address: deep links, the back button, what is remembered.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as t from '../harness.mjs';

const pressed = (page, id) => page.getByTestId(id).getAttribute('aria-pressed');

export function links() {
  it('a deep link sets everything, and survives reloading', () => {
    const path =
      'candlestick?symbol=MSFT&adjust=raw&from=2008-01-02&to=2009-06-30&type=ohlc&palette=blue&log=1' +
      '&overlays=ema1,bbands&panes=rsi,macd&ema1=20&rsi=7&macd=6,19,5&theme=light';
    return t.withPage({ path }, async (page) => {
      const check = async () => {
        await t.drawn(page);
        assert.equal(await pressed(page, 'type-ohlc'), 'true');
        assert.equal(await pressed(page, 'palette'), 'true');
        assert.equal(await pressed(page, 'log'), 'true');
        assert.equal(await pressed(page, 'adjust-raw'), 'true');
        assert.equal(await page.getByTestId('date-from').inputValue(), '2008-01-02');
        assert.equal(await page.getByTestId('date-to').inputValue(), '2009-06-30');
        assert.match(await t.text(page, 'legend-ema1'), /^EMA 20/);
        assert.match(await t.text(page, 'legend-rsi'), /^RSI 7/);
        assert.match(await t.text(page, 'legend-macd'), /^MACD 6 19 5/);
        assert.equal(await page.getByTestId('legend-ema2').count(), 0);
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
        assert.equal(new URL(page.url()).search, `?${path.split('?')[1]}`);
      };
      await check();
      await page.reload();
      await check();
    });
  });

  it('the back button', () =>
    t.withPage({ path: 'price?symbol=AAPL&range=1Y' }, async (page) => {
      await t.drawn(page);
      await page.getByTestId('range-5Y').click();
      await page.getByTestId('log').click();
      await page.getByTestId('pair-50/200').click();
      await t.until(async () => (await t.text(page, 'legend-ema1')).startsWith('EMA 50'), 'EMA 50');
      await page.goBack();
      await t.until(async () => (await t.text(page, 'legend-ema1')).startsWith('EMA 12'), 'EMA 12');
      assert.equal(await pressed(page, 'log'), 'true');
      await page.goBack();
      await t.until(async () => (await pressed(page, 'log')) === 'false', 'linear again');
      await page.goBack();
      await t.until(async () => (await pressed(page, 'range-1Y')) === 'true', '1Y again');
      await page.goForward();
      await t.until(async () => (await pressed(page, 'range-5Y')) === 'true', '5Y again');
    }));

  it('the theme follows the system, then the choice, and is remembered', () =>
    t.withPage({ path: 'price?symbol=AAPL', scheme: 'light' }, async (page) => {
      const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
      await t.drawn(page);
      assert.equal(await theme(), 'light');
      await page.emulateMedia({ colorScheme: 'dark' });
      await t.until(async () => (await theme()) === 'dark', 'the system went dark');
      await page.getByTestId('theme').click();
      assert.equal(await theme(), 'light');
      await page.goto(`${t.base}/about`);
      assert.equal(await theme(), 'light');
    }));

  it('nonsense in a link is ignored', () =>
    t.withPage(
      { path: 'price?symbol=aapl&range=9Z&type=pie&ema1=-4&sizes=a,b&overlays=ema1,nonsense' },
      async (page) => {
        await t.drawn(page);
        assert.match(await t.text(page, 'legend-ema1'), /^EMA 12/);
        assert.equal(await pressed(page, 'range-1Y'), 'true');
      },
    ));

  it('an unknown timeframe or adjustment is ignored', () =>
    t.withPage({ path: 'price?symbol=AAPL&timeframe=9Parsec&adjust=up' }, async (page) => {
      await t.drawn(page);
      assert.equal(await pressed(page, 'timeframe-1Day'), 'true');
      assert.equal(await pressed(page, 'adjust-split'), 'true');
    }));

  it('a series that is refused is asked for once', async () => {
    const asked = [];
    const refuse = (route) => {
      asked.push(route.request().url());
      const problem = { title: 'Bad Request', status: 400, detail: 'no such feed' };
      return route.fulfill({
        status: 400,
        contentType: 'application/problem+json',
        body: JSON.stringify(problem),
      });
    };
    const before = async (page) => {
      await page.route('**/api/bars?*', refuse);
      await page.route('**/api/indicators?*', refuse);
    };
    const path = 'candlestick?symbol=AAPL&feed=none';
    await t.withPage({ path, before, troubled: true }, async (page) => {
      const version = page.waitForResponse('**/api/version');
      await page.getByTestId('message-refused').waitFor();
      await version;
      await page.waitForLoadState('networkidle');
      assert.equal(asked.length, 2, asked.join(' '));
    });
  });

  it('pages hand on what both know', () => {
    const path =
      'candlestick?symbol=AAPL&range=5Y&log=1&palette=blue&ema1=40&overlays=ema1,bbands' +
      '&rsi=9&panes=rsi&type=ohlc';
    return t.withPage({ path }, async (page) => {
      await t.drawn(page);
      await page.getByRole('link', { name: 'Price', exact: true }).click();
      await page.waitForURL('**/price?*');
      await t.drawn(page);
      const wanted = 'symbol=AAPL&range=5Y&palette=blue&log=1&overlays=ema1,bbands&ema1=40';
      assert.equal(new URL(page.url()).search, `?${wanted}`);
      assert.equal(await pressed(page, 'log'), 'true');
      assert.match(await t.text(page, 'legend-ema1'), /^EMA 40/);
      await page.getByRole('link', { name: 'Candlestick', exact: true }).click();
      await page.waitForURL('**/candlestick?*');
      await t.drawn(page);
      assert.match(await t.text(page, 'legend-ema1'), /^EMA 40/);
      assert.match(await t.text(page, 'legend-rsi'), /^RSI 14/, 'panes are each page\u2019s own');
    });
  });

  it('/ leads to a page', () =>
    t.withPage({ path: '' }, async (page) => {
      await t.drawn(page);
      assert.match(page.url(), /\/price\b/);
      assert.ok(t.query(page).get('symbol'));
    }));
}
