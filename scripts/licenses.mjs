/**
 * The packages in Lookout's bundles: those that `src/` imports and their dependencies, with the texts of their
 * licenses.
 */
import { readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

/** Electron ships its own list. */
const OUTSIDE = new Set(['electron']);
const IMPORT = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*)'([^'.][^']*)'/g;

/**
 * @param {string} root the repository
 * @returns {Promise<{ packages: { name: string, version: string, license: string, text: number }[], texts: string[] }>}
 * sorted by name; `text` is the index of the license's text in `texts`
 * @throws when an imported package is not in the lock file
 */
export async function licenses(root) {
  const { packages: locked } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const wanted = new Map();
  const pending = (await importedPackages(join(root, 'src'))).map((name) => ({ name, from: '' }));
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const path = locate(locked, one.name, one.from);
    if (path === null) {
      // An optional peer that is not installed is not in the bundle either.
      if (one.optional) continue;
      throw new Error(`${one.name}, which ${one.from || 'src/'} imports, is not in package-lock.json`);
    }
    if (wanted.has(path)) continue;
    const entry = locked[path];
    wanted.set(path, entry);
    const peers = Object.keys(entry.peerDependencies ?? {});
    for (const name of Object.keys(entry.dependencies ?? {})) pending.push({ name, from: path });
    for (const name of peers) if (!OUTSIDE.has(name)) pending.push({ name, from: path, optional: true });
  }

  const texts = [];
  const packages = [];
  for (const [path, { version, license }] of [...wanted].filter(([path]) => !nameOf(path).startsWith('@types/'))) {
    // Several packages may each have a copy of the same version.
    if (packages.some((one) => one.name === nameOf(path) && one.version === version)) continue;
    const found = await textIn(join(root, path));
    const text = found ?? `This package does not include the text of its license (${license ?? 'not named'}).`;
    const known = texts.indexOf(text);
    packages.push({
      name: nameOf(path),
      version,
      license: license ?? 'not named',
      text: known === -1 ? texts.push(text) - 1 : known,
    });
  }
  packages.sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
  return inOrder(packages, texts);
}

/** Sorts the texts in the order of their packages, so that the result does not depend on the order of the walk. */
function inOrder(packages, texts) {
  const order = [...new Set(packages.map(({ text }) => text))];
  return {
    packages: packages.map((one) => ({ ...one, text: order.indexOf(one.text) })),
    texts: order.map((text) => texts[text]),
  };
}

async function importedPackages(folder) {
  const names = new Set();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.tsx?$/.test(path) || /(\.test|-suite|-fixture)\.tsx?$|[\\/]testing[\\/]/.test(path))
      continue;
    for (const [, specifier] of (await readFile(path, 'utf8')).matchAll(IMPORT)) {
      const name = specifier.startsWith('@') ? specifier.split('/', 2).join('/') : specifier.split('/', 1)[0];
      if (!isBuiltin(specifier) && !OUTSIDE.has(name) && /^(@[\w.-]+\/)?[\w.-]+$/.test(name)) names.add(name);
    }
  }
  return [...names];
}

/** The path where Node would find a package from another: in its own node_modules, or in one further up. */
function locate(locked, name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (locked[path] !== undefined) return path;
    if (at === '') return null;
  }
}

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

async function textIn(folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying)/i.test(name)).sort();
  if (names.length === 0) return null;
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** By code unit, not by language: the list must be the same on every machine. */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
