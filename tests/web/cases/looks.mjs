// Small windows, touch, contrast, weight, and pictures for people to look at.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as t from '../harness.mjs';

const phone = { width: 360, height: 780 };
const pages = ['price', 'candlestick'];
const heaviest = 200 * 1024;

/** Controls that can be seen and are smaller than 44 px; links inside sentences do not count. */
function smallTargets() {
  const wanted = 'button, select, input, summary, [role="slider"], nav a, .chip, .brand, .foot > a';
  return [...document.querySelectorAll(wanted)]
    .filter((e) => e.checkVisibility() && !e.closest('.hidden, .skip'))
    .map((e) => ({ e, box: e.getBoundingClientRect() }))
    .filter(({ e, box }) => box.height < 43.5 || (box.width < 43.5 && !e.matches('.nav-window')))
    .map(
      ({ e, box }) =>
        `${e.outerHTML.slice(0, 90)} ${box.width.toFixed(0)}x${box.height.toFixed(0)}`,
    );
}

const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

function phoneCases() {
  for (const path of pages) {
    it(`360 px: ${path}`, () =>
      t.withPage({ path: `${path}?symbol=AAPL`, ...phone }, async (page) => {
        await t.drawn(page);
        await t.shoot(page, `${path}-360`);
        assert.equal(await page.evaluate(overflow), 0, 'no sideways scrolling');
        for (const line of await page.locator('.legend').all()) {
          if (await line.isVisible()) assert.ok((await line.boundingBox()).height < 30, 'one line');
        }
        await page.getByTestId('more').click();
        assert.ok(await page.getByTestId('log').isVisible());
        assert.deepEqual(await page.evaluate(smallTargets), []);
        assert.equal(await page.evaluate(overflow), 0);
        await page.getByTestId('indicators').click();
        assert.deepEqual(await page.evaluate(smallTargets), []);
        await t.shoot(page, `${path}-360-indicators`);
      }));
  }

  it('360 px: about', () =>
    t.withPage({ path: 'about', ...phone }, async (page) => {
      await page.getByTestId('sources').waitFor();
      assert.equal(await page.evaluate(overflow), 0);
      assert.deepEqual(await page.evaluate(smallTargets), []);
    }));
}

/** WCAG contrast of the text colours on the grounds they stand on. */
function contrasts() {
  const style = getComputedStyle(document.documentElement);
  const luminance = (name) => {
    const hex = style.getPropertyValue(name).trim();
    const part = (i) => {
      const v = parseInt(hex.slice(i, i + 2), 16) / 255;
      return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  };
  const inks = ['text', 'muted', 'accent', 'up', 'down', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
  const pairs = inks.flatMap((ink) => [`--${ink} --surface`, `--${ink} --bg`]);
  pairs.push('--accent-text --accent-soft', '--warn --warn-soft', '--text --warn-soft');
  pairs.push('--text --raised', '--muted --raised', '--text --hover');
  return pairs.flatMap((pair) => {
    const [a, b] = pair
      .split(' ')
      .map(luminance)
      .sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    return ratio < 4.5 ? [`${pair} ${ratio.toFixed(2)}`] : [];
  });
}

export function looks() {
  phoneCases();

  it('text has enough contrast in every theme', () =>
    t.withPage({ path: 'about' }, async (page) => {
      for (const theme of ['dark', 'light']) {
        for (const palette of ['classic', 'blue']) {
          await page.evaluate((set) => Object.assign(document.documentElement.dataset, set), {
            theme,
            palette,
          });
          assert.deepEqual(await page.evaluate(contrasts), [], `${theme} ${palette}`);
        }
      }
    }));

  for (const path of pages) {
    for (const scheme of ['dark', 'light']) {
      it(`${path}, ${scheme}: clean, and a picture`, () =>
        t.withPage(
          { path: `${path}?symbol=AAPL`, scheme, width: 1400, height: 900 },
          async (page) => {
            await t.drawn(page);
            await t.shoot(page, `${path}-${scheme}`);
            assert.equal(await page.evaluate(overflow), 0);
            const theme = await page.evaluate(() => document.documentElement.dataset.theme);
            assert.equal(theme, scheme);
          },
        ));
    }
  }

  it('log scale changes the picture', () =>
    t.withPage({ path: 'price?symbol=AAPL&range=All' }, async (page) => {
      await t.drawn(page);
      const linear = await page.getByTestId('chart').screenshot();
      await page.getByTestId('log').click();
      await t.until(() => t.query(page).get('log') === '1', 'the link');
      assert.notDeepEqual(await page.getByTestId('chart').screenshot(), linear);
      await t.shoot(page, 'price-log');
    }));

  it('log scale is for the price alone, also after a redraw', () =>
    t.withPage({ path: 'candlestick?symbol=AAPL&range=5Y&log=1' }, async (page) => {
      // The panes below the price, after everything was drawn anew.
      const below = async () => {
        for (let i = 0; i < 2; i += 1) {
          await page.keyboard.press('t');
          await t.settled(page);
        }
        const box = await page.getByTestId('chart').boundingBox();
        const part = { ...box, y: box.y + box.height * 0.5, height: box.height * 0.4 };
        return page.screenshot({ clip: part });
      };
      await t.drawn(page);
      await t.settled(page);
      const log = await below();
      await page.keyboard.press('l');
      await t.until(() => t.query(page).get('log') === null, 'a linear scale');
      assert.ok((await below()).equals(log), 'the panes below are the same on both scales');
    }));

  it('guide lines say where they are', () => {
    const before = (page) =>
      page.addInitScript(() => {
        globalThis.written = new Set();
        const { fillText } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
          globalThis.written.add(text);
          return fillText.call(this, text, ...rest);
        };
      });
    return t.withPage({ path: 'candlestick?symbol=AAPL', before }, async (page) => {
      await t.drawn(page);
      const written = () => page.evaluate(() => [...globalThis.written]);
      for (const level of ['30', '70', '20', '80']) {
        await t.until(async () => (await written()).includes(level), `a label ${level}`);
      }
    });
  });

  it('a chart with focus has a whole ring', () =>
    t.withPage({ path: 'candlestick?symbol=AAPL' }, async (page) => {
      await t.drawn(page);
      await page.getByTestId('chart').focus();
      await page.keyboard.press('ArrowLeft');
      const ring = await page.getByTestId('chart').evaluate((chart) => {
        const { borderTopWidth, inset, zIndex, content } = getComputedStyle(chart, '::after');
        const { outlineStyle } = getComputedStyle(chart);
        return { borderTopWidth, inset, zIndex, content, outlineStyle };
      });
      const wanted = { borderTopWidth: '2px', inset: '0px', zIndex: '3', content: '""' };
      assert.deepEqual(ring, { ...wanted, outlineStyle: 'none' });
      await t.shoot(page, 'candlestick-focus');
    }));

  it('about: sources and notices', () =>
    t.withPage({ path: 'about', scheme: 'light' }, async (page) => {
      await page.getByTestId('sources').waitFor();
      const { symbols } = await t.getJson('symbols');
      const rows = page.getByTestId('sources').locator('tbody tr');
      assert.ok((await rows.count()) >= symbols.length);
      const notices = page.getByTestId('notices');
      await t.until(async () => /Apache License/.test(await notices.innerText()), 'notices');
      await t.until(async () => /Version \d/.test(await t.text(page, 'version')), 'version');
      await t.shoot(page, 'about');
    }));

  it('a price page weighs at most 200 KB', () =>
    t.withPage({ path: 'price?symbol=AAPL' }, async (page) => {
      await t.drawn(page);
      const urls = await page.evaluate(() =>
        performance.getEntriesByType('resource').map((entry) => entry.name),
      );
      const files = [page.url(), ...urls.filter((url) => !url.includes('/api/'))];
      let weight = 0;
      for (const url of new Set(files)) {
        const body = Buffer.from(await (await fetch(url)).arrayBuffer());
        weight += url.endsWith('.woff2') ? body.length : gzipSync(body, { level: 9 }).length;
      }
      assert.ok(weight <= heaviest, `${weight} bytes`);
      assert.ok(weight > 50_000, 'the files were counted');
    }));
}
