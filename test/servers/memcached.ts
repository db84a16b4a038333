/** Debian's memcached for tests. */
import { asOrdinaryUser } from './ordinary-user.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';

export const MEMCACHED = '/usr/bin/memcached';
export const MEMCACHED_PACKAGES = { [MEMCACHED]: 'memcached' } as const;

export interface MemcachedServer extends Disposable {
  /** On 127.0.0.1. */
  readonly port: number;
}

/**
 * Starts memcached and waits until it accepts connections.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startMemcached(): Promise<MemcachedServer> {
  requireFile(MEMCACHED, 'memcached');
  const [port = 0] = await freePorts(1);
  const [command, args] = asOrdinaryUser(MEMCACHED, ['-l', '127.0.0.1', '-p', String(port), '-U', '0', '-m', '16']);
  const program = await startProgram(command, args, [port]);
  return { port, dispose: () => program.dispose() };
}
