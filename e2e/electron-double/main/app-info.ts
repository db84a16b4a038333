/** What Electron knows about the app before running it: its folder, name and program. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface AppInfo {
  /** The folder with `package.json`. */
  readonly path: string;
  /** The file to run. */
  readonly main: string;
  readonly name: string;
  readonly version: string;
  readonly packaged: boolean;
  /** The started program: the double's, or the packaged app's. */
  readonly program: string;
  readonly resources: string;
}

/**
 * @param program the started file
 * @param args its arguments
 * @throws Error when there is no app
 */
export function findApp(program: string, args: readonly string[]): AppInfo {
  const resources = join(dirname(program), 'resources');
  const packed = join(resources, 'app');
  const archive = join(resources, 'app.asar');
  if (existsSync(archive)) throw new Error(`The double reads no archives: build with asar off, got ${archive}`);
  const packaged = existsSync(packed);
  const first = args.find((arg) => !arg.startsWith('-'));
  if (!packaged && first === undefined)
    throw new Error('Expected the folder of an app, as in "electron .", got nothing');
  const path = packaged ? packed : resolve(first ?? '.');
  const text = readFileSync(join(path, 'package.json'), 'utf8');
  const {
    name = 'Electron',
    productName = name,
    version = '0.0.0',
    main = 'index.js',
  } = JSON.parse(text) as Partial<Record<'name' | 'productName' | 'version' | 'main', string>>;
  return { path, main: resolve(path, main), name: productName, version, packaged, program, resources };
}

/** @returns the value of `--name=value` in a program's arguments; empty: no value; null: no such argument */
export function switchValue(argv: readonly string[], name: string): string | null {
  const prefix = `--${name}`;
  // As in Chromium, the last one counts.
  const arg = argv.findLast((candidate) => candidate === prefix || candidate.startsWith(`${prefix}=`));
  return arg?.slice(prefix.length + 1) ?? null;
}
