/** `lookout annotate`: marks a deploy or a note on the charts of a running Lookout. */
import type { AnnotateArguments } from './arguments.ts';
import { printable, type Io } from './io.ts';
import { connectTo, RemoteError } from './remote.ts';

/**
 * @returns the exit code: 0 added, 1 Lookout does not answer or refuses
 * @throws UsageError when there is no token
 */
export async function annotate(args: AnnotateArguments, io: Io): Promise<number> {
  const { text, kind, at, to, by, match } = args;
  const send = await connectTo(args, io);
  try {
    const added = await send('annotations.add', {
      text,
      kind,
      at: at ?? Date.now(),
      match,
      ...(to === null ? {} : { to }),
      ...(by === null ? {} : { by }),
    });
    io.stdout.write(`${printable(`${added.kind}: ${added.text}`)} (${new Date(added.at).toISOString()})\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    io.stderr.write(`${printable(error.message)}\n`);
    return 1;
  }
}
