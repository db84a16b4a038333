/** `lookout token`: lists, creates and revokes the named tokens of a running Lookout. */
import type { TokenArguments } from '../arguments/arguments.ts';
import { printable, type Io } from '../base/io.ts';
import { connectTo, RemoteError, type SendRequest } from '../data/remote.ts';

/**
 * @returns the exit code: 0 done, 1 Lookout does not answer or refuses
 * @throws UsageError when there is no token
 */
export async function manageTokens(args: TokenArguments, io: Io): Promise<number> {
  const send = await connectTo(args, io);
  try {
    io.stdout.write(await run(args, send));
    return 0;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    io.stderr.write(`${printable(error.message)}\n`);
    return 1;
  }
}

/** @returns the text to print */
async function run({ action, name, scope }: TokenArguments, send: SendRequest): Promise<string> {
  if (action === 'create') {
    const { token } = await send('tokens.create', { name, scope });
    return `${token}\n`;
  }
  const tokens = await send('tokens.list', {});
  if (action === 'list') {
    const lines = tokens.map((token) => {
      const used = token.lastUsedAt === null ? 'never used' : `last used ${new Date(token.lastUsedAt).toISOString()}`;
      return `${printable(token.name)}  ${token.scope}  ${used}\n`;
    });
    return lines.length === 0 ? 'There are no named tokens.\n' : lines.join('');
  }
  const found = tokens.find((token) => token.name === name);
  if (found === undefined) throw new RemoteError(`There is no token "${name}".`);
  await send('tokens.revoke', { ids: [found.id] });
  return `Revoked ${printable(name)}.\n`;
}
