/** `lookout export-config`: writes what a running Lookout watches as a file. */
import type { ExportedChange } from '../contract/channels/config.ts';
import type { ExportConfigArguments } from './arguments.ts';
import { printable, type Io } from './io.ts';
import { connectTo, RemoteError } from './remote.ts';
import { replaceFile } from '../engine/base/replace-file.ts';

/**
 * @returns the exit code: 0 written, 1 Lookout does not answer or refuses, or the file cannot be written
 * @throws UsageError when there is no token
 */
export async function printConfig(args: ExportConfigArguments, io: Io): Promise<number> {
  const send = await connectTo(args, io);
  try {
    const { text, secrets, changes } = await send('config.export', { format: args.format });
    if (args.out === null) io.stdout.write(text);
    else await replaceFile(args.out, text);
    for (const { name, of, field } of secrets) {
      io.stderr.write(`${printable(`Set ${name} to the secret ${field} of "${of}".`)}\n`);
    }
    for (const change of changes) io.stderr.write(`${printable(textOf(change))}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof RemoteError) && !(error instanceof Error && 'syscall' in error)) throw error;
    io.stderr.write(`${printable(error.message)}\n`);
    return 1;
  }
}

/** Says what is written differently. */
function textOf({ list, what, name, as }: ExportedChange): string {
  if (what === 'name') return `"${name}" in ${list} is "${as}" in the file, where names must differ.`;
  return `The pattern "${as}" of "${name}" in ${list} is a list of names in the file, because other names match it there.`;
}
