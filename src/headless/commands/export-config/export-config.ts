/** `lookout export-config`: writes what a Lookout watches as a file. */
import type { ExportedChange } from '../../../contract/channels/config.ts';
import type { ExportConfigArguments } from '../../arguments/arguments.ts';
import { printable, type Io } from '../../base/io.ts';
import { connectTo, RemoteError } from '../../data/remote.ts';
import { replaceFile } from '../../../engine/base/replace-file.ts';
import { StoreError } from '../../../engine/store/store.ts';
import { currentDataDir } from '../../data/current-data.ts';
import { createLog } from '../../base/log.ts';
import { withStore, type StorePlaces } from '../../data/offline-store.ts';
import type { StoredExport } from './stored-config.ts';
import { texts } from '../../base/texts.ts';

/**
 * @returns the exit code: 0 written, 1 Lookout does not answer or refuses, the data cannot be read, or the file cannot be written
 * @throws UsageError when there is no token, or no data that can be read as it is
 */
export async function printConfig(args: ExportConfigArguments, io: Io, places: StorePlaces): Promise<number> {
  try {
    const { text, secrets, changes, usesFile } =
      args.dataDir === null ? await fromRunning(args, io) : await fromFolder(args.dataDir, args, io, places);
    if (args.out === null) io.stdout.write(text);
    else await replaceFile(args.out, text);
    for (const { name, of, field } of secrets) {
      io.stderr.write(`${printable(`Set ${name} to the secret ${field} of "${of}".`)}\n`);
    }
    for (const change of changes) io.stderr.write(`${printable(textOf(change))}\n`);
    if (usesFile) io.stderr.write(USES_FILE);
    return 0;
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    io.stderr.write(`${printable(problem)}\n`);
    return 1;
  }
}

const USES_FILE =
  'Some of it comes from a lookout.yaml. The maintenance windows, silences, objectives and status pages of that file are not in the data.\n';

async function fromRunning(args: ExportConfigArguments, io: Io): Promise<StoredExport> {
  const send = await connectTo(args, io);
  return { ...(await send('config.export', { format: args.format })), usesFile: false };
}

async function fromFolder(
  dataDir: string,
  { format }: ExportConfigArguments,
  io: Io,
  { storeWorkerUrl }: StorePlaces,
): Promise<StoredExport> {
  const log = createLog(io, 'warn');
  const { exportStored } = await import('./stored-config.ts');
  const folder = await currentDataDir(dataDir);
  return withStore(folder, { storeWorkerUrl, log, asItIs: true }, (store, state) =>
    exportStored(store, state, format, log),
  );
}

/** The text for people; null: the error is a bug. */
function problemOf(error: unknown): string | null {
  if (error instanceof StoreError) {
    return `${texts.message(error.problem)} If it runs, ask it without --data-dir: --url http://127.0.0.1:4477.`;
  }
  if (error instanceof RemoteError) return error.message;
  return error instanceof Error && 'syscall' in error ? error.message : null;
}

/** Says what is written differently. */
function textOf({ list, what, name, as }: ExportedChange): string {
  if (what === 'name') return `"${name}" in ${list} is "${as}" in the file, where names must differ.`;
  return `The pattern "${as}" of "${name}" in ${list} is a list of names in the file, because other names match it there.`;
}
