// When there is nothing to show, or nobody to ask: words, old data, and a way back.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as t from '../harness.mjs';

const cut = (page) => page.route('**/api/**', (route) => route.abort('connectionrefused'));
const mend = (page) => page.unroute('**/api/**');

export function states() {
  it('empty store', async (context) => {
    if (!t.emptyBase) return context.skip('MKT_URL_EMPTY is not set');
    for (const path of ['price', 'candlestick?symbol=AAPL']) {
      await t.withPage({ path, root: t.emptyBase }, async (page) => {
        const message = page.getByTestId('message-empty');
        await message.waitFor();
        assert.match(await message.innerText(), /mkt sample[^]*mkt import/);
        await t.shoot(page, 'empty');
      });
    }
    return t.withPage({ path: 'about', root: t.emptyBase }, async (page) => {
      await page.getByTestId('sources-empty').waitFor();
    });
  });

  it('unknown symbol', () =>
    t.withPage({ path: 'price?symbol=NOSUCH&range=5Y' }, async (page) => {
      const message = page.getByTestId('message-unknown');
      await message.waitFor();
      assert.match(await message.innerText(), /NOSUCH/);
      await t.shoot(page, 'unknown');
      await message.getByRole('link', { name: 'AAPL' }).click();
      await t.drawn(page);
      assert.equal(t.query(page).get('symbol'), 'AAPL');
      assert.equal(t.query(page).get('range'), '5Y');
    }));

  it('no server at the start, then one', () =>
    t.withPage({ path: 'candlestick?symbol=AAPL', before: cut, troubled: true }, async (page) => {
      await page.getByTestId('message-down').waitFor();
      await t.shoot(page, 'down');
      await page.getByTestId('retry').click();
      await page.getByTestId('message-down').waitFor();
      await mend(page);
      await page.getByTestId('retry').click();
      await t.drawn(page);
      assert.equal(await page.getByTestId('message-down').count(), 0);
    }));

  it('the server goes away: old data stays, then new comes', () =>
    t.withPage({ path: 'price?symbol=AAPL', troubled: true }, async (page) => {
      await t.drawn(page);
      const close = await t.text(page, 'legend-close');
      await cut(page);
      await page.getByTestId('adjust-raw').click();
      const banner = page.getByTestId('banner');
      await banner.waitFor();
      assert.match(await banner.innerText(), /does not answer[^]*AAPL as of \d{4}/);
      assert.equal(await t.text(page, 'legend-close'), close, 'the old data is still there');
      await t.shoot(page, 'stale');
      await mend(page);
      await page.getByTestId('banner-action').click();
      await t.until(async () => (await t.text(page, 'meta')).includes('unadjusted'), 'raw prices');
      assert.ok(!(await banner.isVisible()));
    }));

  it('a lost slider request is made good later', () =>
    t.withPage({ path: 'price?symbol=AAPL', troubled: true }, async (page) => {
      await t.drawn(page);
      await cut(page);
      await page.getByTestId('slider-ema1').fill('40');
      await page.getByTestId('banner').waitFor();
      await mend(page);
      await page.getByTestId('slider-ema1').fill('41');
      const { ema } = await t.indicator('AAPL', 'ema:period=41');
      await t.until(
        async () =>
          Math.abs(t.shown((await t.legendValues(page, 'ema1')).ema) - ema.at(-1)) < 0.0051,
        'EMA 41',
      );
      await t.until(async () => !(await page.getByTestId('banner').isVisible()), 'no banner');
    }));

  it('a server error is told in its own words', () => {
    const detail = 'the store is locked by another process';
    const before = (page) =>
      page.route('**/api/symbols', (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({ title: 'Service Unavailable', status: 503, detail }),
        }),
      );
    return t.withPage({ path: 'price?symbol=AAPL', before, troubled: true }, async (page) => {
      const message = page.getByTestId('message-down');
      await message.waitFor();
      assert.ok((await message.innerText()).includes(detail));
    });
  });

  it('a new generation is loaded', () =>
    t.withPage({ path: 'price?symbol=AAPL' }, async (page) => {
      await t.drawn(page);
      const seen = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      const asked = page.waitForResponse('**/api/version');
      await seen();
      const version = await (await asked).json();
      await page.route('**/api/version', (route) =>
        route.fulfill({ json: { ...version, generation: version.generation + 1 } }),
      );
      const again = page.waitForRequest('**/api/bars?*');
      await seen();
      await again;
      await t.drawn(page);
    }));
}
