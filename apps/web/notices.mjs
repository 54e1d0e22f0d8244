// Gathers name, version and licence text of every npm package that ended up in a bundle.
// A package without a licence file must have its text in licenses/; a missing one fails the build,
// so that nothing is shipped without its notice.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const rule = '='.repeat(78);

/** The packages under node_modules/ that the given input files belong to, sorted. */
function packagesOf(inputs) {
  const names = new Set();
  for (const file of inputs) {
    const match = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (match) names.add(match[1]);
  }
  return [...names].sort();
}

function licenceText(root, name) {
  const folder = join(root, 'node_modules', name);
  const kept = join(root, 'licenses', `${name.replace('/', '__')}.txt`);
  const own = readdirSync(folder).find((f) => /^licen[cs]e(\.(md|txt))?$/i.test(f));
  const parts = [];
  if (existsSync(kept)) parts.push(readFileSync(kept, 'utf8').trim());
  if (own) parts.push(readFileSync(join(folder, own), 'utf8').trim());
  if (parts.length === 0) throw new Error(`no licence text for ${name}: add ${kept}`);
  return parts.join('\n\n');
}

/** The text of third-party-notices.txt for the JavaScript, CSS and font files. */
export function notices(root, inputs) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const sections = packagesOf(inputs).map((name) => {
    const { version, license } = lock.packages[`node_modules/${name}`];
    return `${rule}\n${name} ${version} (${license})\n${rule}\n\n${licenceText(root, name)}\n`;
  });
  return `The dashboard pages contain these packages.\n\n${sections.join('\n')}`;
}
