/** `lookout annotate`: marks a deploy or a note on the charts of a running Lookout. */
import type { EndpointMatch } from '../../contract/model/match.ts';
import { matchesAll } from '../../shared/endpoint-match.ts';
import type { AnnotateArguments } from '../arguments/arguments.ts';
import { printable, type Io } from '../base/io.ts';
import { connectTo, RemoteError, type SendRequest } from '../data/remote.ts';

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
    if (await concernsNothing(match, send)) {
      io.stderr.write(
        'No endpoint matches, so no chart shows it. Check the names, or leave them out to mark all charts.\n',
      );
    }
    return 0;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    io.stderr.write(`${printable(error.message)}\n`);
    return 1;
  }
}

/**
 * Whether a match that names endpoints matches none of them, for example because of a typing error. False if Lookout does not say:
 * a script that adds the note once more would mark its deploy twice.
 */
async function concernsNothing(match: EndpointMatch, send: SendRequest): Promise<boolean> {
  if (matchesAll(match)) return false;
  const now = Date.now();
  try {
    return (await send('uptime.range', { from: now - 1, to: now, match })).length === 0;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return false;
  }
}
