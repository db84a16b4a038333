/** Debian's mosquitto for tests: an MQTT broker with an open listener, one with users, and one with TLS. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CertificateFiles } from './certificates.ts';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

const run = promisify(execFile);

const MOSQUITTO = '/usr/sbin/mosquitto';
const PASSWD = '/usr/bin/mosquitto_passwd';
export const MOSQUITTO_PACKAGES = { [MOSQUITTO]: 'mosquitto', [PASSWD]: 'mosquitto' } as const;

export interface Mosquitto extends Disposable {
  /** On 127.0.0.1, without sign-in. */
  readonly port: number;
  /** On 127.0.0.1. Only the user `me` with the password `right`, and only for topics that begin with `mine/`. */
  readonly closedPort: number;
  /** On 127.0.0.1, without sign-in, with TLS. */
  readonly tlsPort: number;
}

/**
 * Starts the broker and waits until it answers.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startMosquitto({ certificate, key }: CertificateFiles): Promise<Mosquitto> {
  requireFile(MOSQUITTO, 'mosquitto');
  requireFile(PASSWD, 'mosquitto');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-mosquitto-'));
  const file = (name: string) => join(dir, name);
  const remove = () => rm(dir, { recursive: true, force: true });
  await run(PASSWD, ['-b', '-c', file('passwords'), 'me', 'right']);
  await writeFile(file('acl'), 'user me\ntopic readwrite mine/#\n');

  return startOnFreePorts(
    3,
    async (ports) => {
      const [port = 0, closedPort = 0, tlsPort = 0] = ports;
      await writeFile(
        file('config'),
        `
${userInfo().uid === 0 ? 'user root' : ''}
per_listener_settings true
persistence false
log_dest stderr
listener ${port} 127.0.0.1
allow_anonymous true
listener ${closedPort} 127.0.0.1
allow_anonymous false
password_file ${file('passwords')}
acl_file ${file('acl')}
listener ${tlsPort} 127.0.0.1
allow_anonymous true
certfile ${certificate}
keyfile ${key}
`,
      );
      const program = await startProgram(MOSQUITTO, ['-c', file('config')], ports);
      return {
        port,
        closedPort,
        tlsPort,
        dispose: () => program.dispose(),
      };
    },
    remove,
  );
}
