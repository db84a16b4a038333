/**
 * Packages the desktop app for this system into `dist/`: the installers, or with `--dir` only the folder of the
 * installed app.
 *
 *   npm run package [-- --dir] [--publish] [--electron FOLDER] [--output FOLDER] [--no-asar]
 *
 * `--publish` adds the files to the draft of a release (used by the release workflow). `--electron` takes Electron's
 * runtime from a folder instead of downloading it; `--no-asar` does not pack the app's files into an archive. The last
 * three are for the tests.
 */
import './require-node.mjs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build as buildPackages } from 'electron-builder';
import config from '../electron-builder.config.ts';
import { build } from './build.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {{ dir?: boolean, publish?: boolean, electron?: string, output?: string, asar?: boolean }} options
 * @returns {Promise<string[]>} the files that were made; none with `dir`
 */
export async function packageApp({ dir = false, publish = false, electron, output, asar = true }) {
  await build({ only: 'desktop' });
  return buildPackages({
    projectDir: ROOT,
    publish: publish ? 'always' : 'never',
    ...(dir ? { dir } : {}),
    config: {
      ...config,
      asar,
      ...(electron === undefined ? {} : { electronDist: resolve(electron) }),
      ...(output === undefined ? {} : { directories: { ...config.directories, output: resolve(output) } }),
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const options = { dir: flag, publish: flag, electron: text, output: text, asar: { ...flag, default: true } };
  try {
    const { values } = parseArgs({ options, allowNegative: true });
    for (const file of await packageApp(values)) console.log(file);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
