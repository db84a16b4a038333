/** `lookout status-page`: writes a status page of a running Lookout into a folder, for any web host. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { statusFile, statusPaths } from '../../i18n/status-page/status-files.ts';
import type { StatusPageArguments } from '../arguments/arguments.ts';
import { printable, type Io } from '../base/io.ts';
import { connectTo, RemoteError } from '../data/remote.ts';
import { replaceFile } from '../../engine/base/replace-file.ts';
import { texts } from '../base/texts.ts';

/**
 * @returns the exit code: 0 written, 1 Lookout does not answer, has no such page, or a file cannot be written
 * @throws UsageError when there is no token
 */
export async function writeStatusPage(args: StatusPageArguments, io: Io): Promise<number> {
  const send = await connectTo(args, io);
  try {
    const [first] = await send('statusPages.list', {});
    const name = args.page ?? first?.config.name;
    if (name === undefined)
      throw new RemoteError('There is no status page. Add one in the settings or in lookout.yaml.');
    const status = await send('statusPages.public', { name });
    for (const path of statusPaths(status)) {
      const file = statusFile(status, path, { texts, url: '../' });
      if (file === null) continue;
      const target = join(args.out, path);
      await mkdir(dirname(target), { recursive: true });
      await replaceFile(target, file.body);
    }
    io.stdout.write(`${printable(join(args.out, 'index.html'))}\n`);
    return 0;
  } catch (error) {
    const isExpected = error instanceof RemoteError || (error instanceof Error && 'syscall' in error);
    if (!isExpected) throw error;
    io.stderr.write(`${printable(error.message)}\n`);
    return 1;
  }
}
