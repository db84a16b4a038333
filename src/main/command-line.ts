/** What the desktop app takes on its command line. Chromium reads the same one, so unknown words are left alone. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface CommandLine {
  /** Start in the tray, without a window. */
  readonly hidden: boolean;
  /** Where endpoints and history are kept; null: the usual place. */
  readonly dataDir: string | null;
}

/**
 * @param argv without the program, and without the app's folder where there is one
 * @throws Error when an option lacks its value
 */
export function parseCommandLine(argv: readonly string[], workingDirectory: string): CommandLine {
  const { values } = parseArgs({
    args: [...argv],
    options: { hidden: { type: 'boolean' }, 'data-dir': { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const dataDir = values['data-dir'];
  // Not strict: an option without its value comes as `true`.
  if (dataDir === true || dataDir === '')
    throw new Error('Expected --data-dir to be followed by a folder, got nothing');
  return {
    hidden: values['hidden'] === true,
    dataDir: typeof dataDir === 'string' ? resolve(workingDirectory, dataDir) : null,
  };
}
