/**
 * Runs after `npm install`. The package `node` puts Node 24 first on the PATH of npm's scripts; this removes it again
 * where npm itself runs on a Node that is new enough. The package is optional: on platforms without one,
 * `require-node.mjs` explains the problem when a script runs on an old Node.
 */
import { execFileSync } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNewEnough } from './node-version.mjs';

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));

const own = process.env.npm_node_execpath;
if (own !== undefined && !isOurs(own) && isNewEnough(execFileSync(own, ['--version'], { encoding: 'utf8' }))) {
  for (const name of ['node', 'node.cmd', 'node.ps1']) rmSync(join(MODULES, '.bin', name), { force: true });
}

/** Whether npm itself runs on the package, as it does within a script of npm. @param {string} node */
function isOurs(node) {
  return realpathSync(node).startsWith(realpathSync(MODULES) + sep);
}
