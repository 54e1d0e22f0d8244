// Builds the pages: node build.mjs OUTDIR
// Assets get content hashes (cached for ever), text files a gzip sibling, and the licence texts of
// everything bundled are gathered, so that the C side only has to serve files.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { notices } from './notices.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, 'src');

/** Escapes text for HTML content and double-quoted attributes. */
const escapeHtml = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** Common esbuild settings; one target for every browser the pages promise to run in. */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  charset: 'utf8',
  target: ['es2022', 'chrome105', 'firefox110', 'safari16'],
  legalComments: 'none',
  loader: { '.woff2': 'file', '.svg': 'file' },
  entryNames: 'assets/[name]-[hash]',
  chunkNames: 'assets/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
  logLevel: 'warning',
};

async function bundle(outdir, pages) {
  const modules = await build({
    ...common,
    outdir,
    format: 'esm',
    splitting: true,
    entryPoints: pages.map((page) => ({
      in: join(source, page.entry),
      out: page.path,
    })),
  });
  // The theme has to be set before the first paint, hence a classic script of its own.
  const statics = await build({
    ...common,
    outdir,
    format: 'iife',
    entryPoints: [
      { in: join(source, 'theme-init.ts'), out: 'theme' },
      { in: join(source, 'styles/app.css'), out: 'app' },
      { in: join(source, 'favicon.svg'), out: 'favicon' },
    ],
    loader: { ...common.loader, '.svg': 'copy' },
  });
  return {
    outputs: { ...modules.metafile.outputs, ...statics.metafile.outputs },
    inputs: { ...modules.metafile.inputs, ...statics.metafile.inputs },
  };
}

function writePages(outdir, pages, outputs) {
  const href = (file) => relative(outdir, resolve(root, file)).split('\\').join('/');
  const entry = (input) => {
    const hit = Object.entries(outputs).find(
      ([, o]) => o.entryPoint && resolve(root, o.entryPoint) === join(source, input),
    );
    if (!hit) throw new Error(`no output for ${input}`);
    return hit;
  };
  const byInput = (suffix) =>
    Object.keys(outputs).find((file) => new RegExp(suffix).test(file)) ?? '';
  const template = readFileSync(join(source, 'page.html'), 'utf8');
  for (const page of pages) {
    const [script, output] = entry(page.entry);
    const nav = pages
      .map((p) => {
        const current = p === page ? ' aria-current="page"' : '';
        // Links to pages about a series are given the one in view (app.ts).
        const series = p.series ? ' data-series' : '';
        return `<a href="${p.path}"${current}${series}>${escapeHtml(p.title)}</a>`;
      })
      .join('');
    const values = {
      title: escapeHtml(page.title),
      description: escapeHtml(page.description),
      path: page.path,
      nav,
      script: href(script),
      preloads: output.imports
        .filter((i) => i.kind === 'import-statement')
        .map((i) => `<link rel="modulepreload" href="${href(i.path)}">`)
        .join('\n'),
      style: href(entry('styles/app.css')[0]),
      theme: href(entry('theme-init.ts')[0]),
      favicon: href(byInput('favicon-.*\\.svg$')),
      font: href(byInput('inter-.*\\.woff2$')),
    };
    const html = template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
    writeFileSync(join(outdir, `${page.path}.html`), html);
  }
}

/** gzip with level 9; Node writes no time or name, so equal input gives equal bytes. */
function compress(folder) {
  for (const file of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, file.name);
    if (file.isDirectory()) compress(path);
    else if (/\.(html|js|css|svg|txt)$/.test(file.name))
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

async function main() {
  const target = process.argv[2];
  if (!target) {
    console.error('usage: node build.mjs OUTDIR');
    process.exit(2);
  }
  const outdir = resolve(target);
  const pages = JSON.parse(readFileSync(join(source, 'pages.json'), 'utf8'));
  mkdirSync(outdir, { recursive: true });
  if (existsSync(join(outdir, 'assets'))) rmSync(join(outdir, 'assets'), { recursive: true });
  const { outputs, inputs } = await bundle(outdir, pages);
  writePages(outdir, pages, outputs);
  writeFileSync(join(outdir, 'third-party-notices.txt'), notices(root, Object.keys(inputs)));
  compress(outdir);
}

await main();
