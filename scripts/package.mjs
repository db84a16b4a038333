/**
 * Packages the desktop app for this system into `dist/`: the files that people install, or with `--dir` only the folder
 * that would be installed.
 *
 *   npm run package [-- --dir] [--all-archs] [--publish] [--electron FOLDER] [--output FOLDER] [--no-asar]
 *
 * `--all-archs` packages for x64 and arm64 instead of for this machine only. `--publish` adds the files to the draft of a
 * release. The release workflow uses both. The last three are for tests: `--electron` takes Electron's runtime from a
 * folder and downloads nothing, and `--no-asar` does not put the app's files into an archive.
 */
import './require-node.mjs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build as buildPackages } from 'electron-builder';
import config from './electron-builder.config.ts';
import { build } from './build.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {{ dir?: boolean, allArchs?: boolean, publish?: boolean, electron?: string, output?: string, asar?: boolean }} PackageOptions */

/** The options of electron-builder. @param {PackageOptions} options */
export function builderOptions({ dir = false, allArchs = false, publish = false, electron, output, asar = true }) {
  return {
    projectDir: ROOT,
    publish: publish ? 'always' : 'never',
    // In one run, because each run on a system writes the same file with the newest version for updates.
    ...(allArchs ? { x64: true, arm64: true } : {}),
    ...(dir ? { dir } : {}),
    config: {
      ...config,
      asar,
      ...(electron === undefined ? {} : { electronDist: resolve(electron) }),
      ...(output === undefined ? {} : { directories: { ...config.directories, output: resolve(output) } }),
    },
  };
}

/**
 * @param {PackageOptions} options
 * @returns {Promise<string[]>} the created files; with `dir`: none
 */
export async function packageApp(options) {
  await build({ only: 'desktop' });
  return buildPackages(builderOptions(options));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const options = {
    dir: flag,
    'all-archs': flag,
    publish: flag,
    electron: text,
    output: text,
    asar: { ...flag, default: true },
  };
  try {
    const { values } = parseArgs({ options, allowNegative: true });
    const { 'all-archs': allArchs, ...rest } = values;
    for (const file of await packageApp({ ...rest, allArchs })) console.log(file);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
