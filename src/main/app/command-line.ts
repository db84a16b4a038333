/** The desktop app's command line. Chromium reads the same one, so unknown options are ignored here. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathOfLink } from './links.ts';

export interface CommandLine {
  /** Start in the tray, without a window. */
  readonly hidden: boolean;
  /** The data folder; null: the usual one. */
  readonly dataDir: string | null;
  /** The path in the page for a `lookout://` link; null: no link. */
  readonly path: string | null;
  /** The absolute path of a lookout.yaml to import; null: none. */
  readonly file: string | null;
  /** A task of the jump list; null: none. */
  readonly command: 'checkAll' | 'settings' | null;
}

/**
 * @param argv without the program and, when the app is not packaged, without its folder
 * @throws Error when an option has no value
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
  // `strict: false` reads an option without its value as `true`.
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

/** By its extension. A link is not a file, whatever its end looks like. */
function isConfigFile(word: string): boolean {
  return /\.ya?ml$/i.test(word) && !/^[a-z][a-z0-9+.-]+:\/\//i.test(word);
}
