// Browser tests of the dashboard: node run.mjs
//
//   MKT_URL        a dashboard over the sample data; without it a mock server is used
//   MKT_URL_EMPTY  a dashboard over an empty store
//   MKT_SHOTS      a folder for pictures
//   MKT_CHROMIUM   the browser, /usr/bin/chromium by default
import { after, before, describe } from 'node:test';
import { setUp, tearDown } from './harness.mjs';
import { values } from './cases/values.mjs';
import { controls } from './cases/controls.mjs';
import { links } from './cases/links.mjs';
import { exportsCases } from './cases/exports.mjs';
import { states } from './cases/states.mjs';
import { looks } from './cases/looks.mjs';

// Pages wait more than they compute, so a few of them share the machine. Each group is in order.
const inOrder = { concurrency: 1 };

describe('dashboard', { concurrency: 3 }, () => {
  before(setUp);
  after(tearDown);
  describe('values', inOrder, values);
  describe('controls', inOrder, controls);
  describe('links', inOrder, links);
  describe('exports', inOrder, exportsCases);
  describe('states', inOrder, states);
  describe('looks', inOrder, looks);
});
