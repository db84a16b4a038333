/**
 * After `npm install`: the package `node` puts Node 24 first on the PATH of npm's scripts. Where the Node that npm itself
 * runs on is new enough, that one is used instead. The package is optional: a platform that it does not exist for
 * installs without it, and `require-node.mjs` says so when a script runs on an old Node.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNewEnough } from './node-version.mjs';

const BIN = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));

const own = process.env.npm_node_execpath;
if (own !== undefined && isNewEnough(execFileSync(own, ['--version'], { encoding: 'utf8' }))) {
  for (const name of ['node', 'node.cmd', 'node.ps1']) rmSync(join(BIN, name), { force: true });
}
