/** What Electron knows of the app before it runs it: where it is, what it is called, what it was started with. */
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
  /** The program that was started: the double's, or the packed app's. */
  readonly program: string;
  readonly resources: string;
}

/**
 * @param program the file that was started
 * @param args what it was given
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

/** @returns the value of `--name=value` among a program's arguments; empty: it has none; null: it is not there */
export function switchValue(argv: readonly string[], name: string): string | null {
  const prefix = `--${name}`;
  // Chromium's rule: the last one counts.
  const arg = argv.findLast((candidate) => candidate === prefix || candidate.startsWith(`${prefix}=`));
  return arg?.slice(prefix.length + 1) ?? null;
}
