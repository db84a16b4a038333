/** Debian's Redis for tests: requires a password, plain and over TLS. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';

export const REDIS = '/usr/bin/redis-server';
export const REDIS_PACKAGES = { [REDIS]: 'redis-server' } as const;
export const PASSWORD = 'open sesame';

export interface RedisServer extends Disposable {
  /** On 127.0.0.1, plain. The default user signs in with `PASSWORD`. */
  readonly port: number;
  /** On 127.0.0.1, over TLS. */
  readonly tlsPort: number;
}

/**
 * Starts a server without stored data and waits until it accepts connections.
 * @param primary the port of another one of these servers, of which it becomes a replica
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startRedis(files: CertificateFiles, primary?: number): Promise<RedisServer> {
  requireFile(REDIS, 'redis-server');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-redis-'));
  const [port = 0, tlsPort = 0] = await freePorts(2);
  const options: Readonly<Record<string, string>> = {
    bind: '127.0.0.1',
    port: String(port),
    'tls-port': String(tlsPort),
    'tls-cert-file': files.certificate,
    'tls-key-file': files.key,
    'tls-ca-cert-file': files.certificate,
    'tls-auth-clients': 'no',
    requirepass: PASSWORD,
    dir,
    save: '',
    appendonly: 'no',
    'repl-diskless-sync-delay': '0',
  };
  const replicaOf =
    primary === undefined ? [] : ['--replicaof', '127.0.0.1', String(primary), '--masterauth', PASSWORD];
  const args = [...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]), ...replicaOf];
  const program = await startProgram(REDIS, args, [port, tlsPort]);
  return {
    port,
    tlsPort,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
