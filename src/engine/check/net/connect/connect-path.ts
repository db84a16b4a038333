/** Connections to a Unix socket or a Windows named pipe (phase `connect`). */
import { connect, type Socket } from 'node:net';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { Probe } from '../probe/probe.ts';

/**
 * Connects to a socket in the file system. It belongs to the caller, who destroys it.
 * @throws the system's error, such as ENOENT or EACCES, or the signal's reason
 */
export async function connectPath(probe: Probe, path: string): Promise<Socket> {
  probe.watch.enter('connect');
  const socket = await untilAborted<Socket>(probe.signal, (resolve, reject) => {
    const connecting = connect({ path });
    connecting.once('error', reject);
    connecting.once('connect', () => {
      connecting.off('error', reject);
      resolve(connecting);
    });
    return () => {
      connecting.destroy();
    };
  });
  probe.details.remoteAddress = path;
  return socket;
}
