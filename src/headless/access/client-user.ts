/** Which user of this machine a client's program runs as. */
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Linux lists every TCP connection of the machine here, with the user at each end (proc_pid_net(5)). */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
/** TCP_ESTABLISHED. In other states, the kernel may have forgotten the user. */
const ESTABLISHED = '01';
const NOBODY = -1;

/**
 * The users (uid) at the other end of a connection from this machine. Several, when connections between other addresses
 * have the same two ports; none, when the other end is not on this machine; -1 is an unknown user.
 * @returns null where the system does not tell (everywhere but on Linux)
 */
export async function clientUsers(
  { localPort, remotePort }: Pick<Socket, 'localPort' | 'remotePort'>,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly number[] | null> {
  if (platform !== 'linux' || localPort === undefined || remotePort === undefined) return null;
  const tables = await Promise.all(TABLES.map(readTable));
  return tables.flatMap((table) => usersIn(table, { localPort, remotePort }));
}

/** Whether all of them are this process's user, or root, who can read everything anyway. */
export function isOwnUser(users: readonly number[], own: number | undefined = process.getuid?.()): boolean {
  return users.length > 0 && users.every((user) => user === 0 || user === own);
}

/** @param table as in `/proc/net/tcp`: `sl local_address rem_address st tx_queue:rx_queue tr:when retrnsmt uid …` */
export function usersIn(table: string, server: { readonly localPort: number; readonly remotePort: number }): number[] {
  const [ofClient, ofServer] = [server.remotePort, server.localPort].map(
    (port) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`,
  ) as [string, string];
  return table.split('\n').flatMap((line) => {
    const [, local, remote, state, , , , user] = line.trim().split(/\s+/u);
    if (local?.endsWith(ofClient) !== true || remote?.endsWith(ofServer) !== true) return [];
    return [state === ESTABLISHED && user !== undefined ? Number(user) : NOBODY];
  });
}

/** Without IPv6, there is no second table. */
async function readTable(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
