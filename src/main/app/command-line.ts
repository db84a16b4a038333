/** What the desktop app takes on its command line. Chromium reads the same one, so unknown words are left alone. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathOfLink } from './links.ts';

export interface CommandLine {
  /** Start in the tray, without a window. */
  readonly hidden: boolean;
  /** Where endpoints and history are kept; null: the usual place. */
  readonly dataDir: string | null;
  /** The path of the page that a `lookout://` link leads to; null: no link. */
  readonly path: string | null;
  /** A lookout.yaml to import, absolute; null: none. */
  readonly file: string | null;
  /** What a task of the jump list wants; null: nothing. */
  readonly command: 'checkAll' | 'settings' | null;
}

/**
 * @param argv without the program, and without the app's folder where there is one
 * @throws Error when an option lacks its value
 */
export function parseCommandLine(argv: readonly string[], workingDirectory: string): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: {
      hidden: { type: 'boolean' },
      'data-dir': { type: 'string' },
      'check-all': { type: 'boolean' },
      settings: { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  });
  const dataDir = values['data-dir'];
  // Not strict: an option without its value comes as `true`.
  if (dataDir === true || dataDir === '')
    throw new Error('Expected --data-dir to be followed by a folder, got nothing');
  const file = positionals.find(isConfigFile);
  return {
    hidden: values['hidden'] === true,
    dataDir: typeof dataDir === 'string' ? resolve(workingDirectory, dataDir) : null,
    path: positionals.map(pathOfLink).find((path) => path !== null) ?? null,
    file: file === undefined ? null : resolve(workingDirectory, file),
    command: values['check-all'] === true ? 'checkAll' : values['settings'] === true ? 'settings' : null,
  };
}

/** By its name: a link is no file, whatever it ends in. */
function isConfigFile(word: string): boolean {
  return /\.ya?ml$/i.test(word) && !/^[a-z][a-z0-9+.-]+:\/\//i.test(word);
}
