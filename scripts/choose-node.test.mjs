import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder;
const inModules = (...names) => join(folder, 'node_modules', ...names);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-choose-'));
  mkdirSync(join(folder, 'scripts'));
  for (const name of ['choose-node.mjs', 'node-version.mjs']) {
    copyFileSync(fileURLToPath(new URL(name, import.meta.url)), join(folder, 'scripts', name));
  }
  mkdirSync(inModules('.bin'), { recursive: true });
  writeFileSync(inModules('.bin', 'node'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that says it is this Node. */
function fakeNode(path, version) {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`);
  chmodSync(path, 0o700);
  return path;
}

function choose(npmsNode) {
  const script = join(folder, 'scripts', 'choose-node.mjs');
  const run = spawnSync(process.execPath, [script], { env: { npm_node_execpath: npmsNode }, encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stderr: '' });
  return existsSync(inModules('.bin', 'node')) ? 'the package' : 'npm’s own';
}

it.skipIf(process.platform === 'win32').each([
  ['v24.9.0', 'npm’s own'],
  ['v22.1.0', 'the package'],
])('with npm on Node %s, scripts run on %s', (version, expected) => {
  expect(choose(fakeNode(join(folder, 'usr', 'node'), version))).toBe(expected);
});

it.skipIf(process.platform === 'win32')('keeps the package when npm itself runs on it', () => {
  expect(choose(fakeNode(inModules('node', 'bin', 'node'), 'v24.21.0'))).toBe('the package');
});
