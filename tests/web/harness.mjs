// What every browser test needs: a dashboard to look at, a browser, pages that notice what must never
// happen (console errors, policy violations, requests elsewhere), and the API's own answers.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { startMock } from './mock-server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, '../../apps/web');

const browserFlags = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Longest wait in ms: generous, since test machines are busy; a sound page never needs it. */
const patience = 30_000;

const stops = [];
let browser = null;

export const shots = process.env.MKT_SHOTS ?? '';
export let base = process.env.MKT_URL?.replace(/\/$/, '') ?? '';
export let emptyBase = process.env.MKT_URL_EMPTY?.replace(/\/$/, '') ?? '';

/** Builds the pages for the mock server, which stands in where no dashboard was given. */
async function startMocks() {
  const outdir = mkdtempSync(join(tmpdir(), 'marketkit-web-'));
  stops.push(() => rmSync(outdir, { recursive: true }));
  const made = spawnSync(process.execPath, [join(web, 'build.mjs'), outdir], { stdio: 'inherit' });
  assert.equal(made.status, 0, 'apps/web does not build');
  const full = await startMock(outdir);
  const empty = await startMock(outdir, { empty: true });
  stops.push(full.stop, empty.stop);
  base = full.base;
  emptyBase = empty.base;
}

export async function setUp() {
  if (!base) await startMocks();
  if (shots) mkdirSync(shots, { recursive: true });
  const executablePath = process.env.MKT_CHROMIUM ?? '/usr/bin/chromium';
  assert.ok(existsSync(executablePath), `no browser at ${executablePath}: set MKT_CHROMIUM`);
  browser = await chromium.launch({ executablePath, args: browserFlags });
}

export async function tearDown() {
  await browser?.close();
  for (const stop of stops) stop();
}

/** Collects what must not happen on a page. */
function watch(page, origin) {
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.origin === origin || ['blob:', 'data:'].includes(url.protocol);
    if (!own) troubles.push(`request elsewhere: ${request.url()}`);
  });
  return troubles;
}

/**
 * Runs `action(page)` on a fresh page. `troubled` allows failed requests (tests of outages); policy
 * violations and requests elsewhere are never allowed.
 */
export async function withPage(options, action) {
  const {
    path,
    width = 1280,
    height = 860,
    scheme = 'dark',
    troubled = false,
    root = base,
  } = options;
  const narrow = width < 700;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    acceptDownloads: true,
    hasTouch: narrow,
    isMobile: narrow,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    const troubles = watch(page, new URL(root).origin);
    await options.before?.(page);
    await page.goto(`${root}/${path}`);
    await action(page);
    const counted = troubles.filter((t) => !(troubled && t.includes('Failed to load resource')));
    assert.deepEqual(counted, [], 'the page must stay clean');
  } finally {
    await context.close();
  }
}

export const text = (page, id) => page.getByTestId(id).innerText();

/** Waits until a chart and the figures of its range are there. */
export async function drawn(page) {
  await page.waitForFunction(() => {
    const filled = (id) =>
      document.querySelector(`[data-testid="${id}"]`)?.textContent?.match(/\d/);
    const busy = document.querySelector('.stage')?.getAttribute('aria-busy');
    return filled('legend-close') && filled('highest-close') && filled('last') && !busy;
  });
  // A frame for legends and the layout of panes.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/** Waits until two pictures of the chart in a row are the same. */
export async function settled(page) {
  let last = Buffer.alloc(0);
  await until(async () => {
    const now = await page.getByTestId('chart').screenshot();
    const same = now.equals(last);
    last = now;
    return same;
  }, 'a chart at rest');
}

/** Waits until an expression about the page holds. */
export async function until(check, what) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      if (await check()) return;
      last = null;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw last ?? new Error(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

export async function getJson(path) {
  const response = await fetch(`${base}/api/${path}`);
  assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`);
  return response.json();
}

/** Values of one spec, by output. */
export async function indicator(symbol, spec, more = '') {
  const query = `indicators?symbol=${symbol}&spec=${encodeURIComponent(spec)}${more}`;
  const answer = await getJson(query);
  return Object.fromEntries(answer.series.map((series) => [series.output, series.values]));
}

/** A number as shown: thousands commas and a real minus sign. */
export function shown(textValue) {
  return Number(textValue.replaceAll(',', '').replace('\u2212', '-'));
}

/** Says that a shown number is the API's to the shown digits. */
export function sameNumber(textValue, value, what) {
  assert.match(textValue, /\d/, `${what}: nothing shown`);
  const digits = /\.(\d+)/.exec(textValue)?.[1].length ?? 0;
  const off = Math.abs(shown(textValue) - value);
  assert.ok(off <= 0.5 * 10 ** -digits + 1e-9, `${what}: ${textValue} shown, ${value} computed`);
}

/** The outputs that a legend line shows. */
export async function legendValues(page, key) {
  return page
    .getByTestId(`legend-${key}`)
    .locator('[data-output]')
    .evaluateAll((items) =>
      Object.fromEntries(items.map((i) => [i.dataset.output, i.textContent])),
    );
}

export const query = (page) => new URL(page.url()).searchParams;

export async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
}
