/** Debian's nats-server for tests: one with users and JetStream, and one with TLS and a token. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { startOnFreePorts, startPrograms, requireFile, startProgram, type Disposable } from './process.ts';

const NATS = '/usr/sbin/nats-server';
export const NATS_PACKAGES = { [NATS]: 'nats-server' } as const;

export interface NatsServer extends Disposable {
  /** On 127.0.0.1: the user `me` with the password `right` may do anything, `guest` with `right` only use `public.>`. */
  readonly port: number;
  /** On 127.0.0.1, TLS after INFO, with the token `right`. */
  readonly tlsPort: number;
}

/**
 * Starts both servers and waits until they answer.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startNats({ certificate, key }: CertificateFiles): Promise<NatsServer> {
  requireFile(NATS, 'nats-server');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-nats-'));
  const remove = () => rm(dir, { recursive: true, force: true });
  const file = (name: string) => join(dir, name);
  await writeFile(
    file('users.conf'),
    `
jetstream { store_dir: "${file('streams')}", max_memory_store: 10MB, max_file_store: 10MB }
authorization { users: [
  { user: me, password: right }
  { user: guest, password: right, permissions: { publish: "public.>", subscribe: "public.>" } }
] }
`,
  );
  await writeFile(
    file('tls.conf'),
    `
tls { cert_file: "${certificate}", key_file: "${key}" }
authorization { token: right }
`,
  );
  return startOnFreePorts(
    2,
    async ([port = 0, tlsPort = 0]) => {
      const start = (one: number, config: string) =>
        startProgram(NATS, ['-a', '127.0.0.1', '-p', String(one), '-c', file(config)], [one]);
      const programs = await startPrograms([() => start(port, 'users.conf'), () => start(tlsPort, 'tls.conf')]);
      return { port, tlsPort, dispose: () => programs.dispose() };
    },
    remove,
  );
}
