/** Debian's snmpd (Net-SNMP) for tests. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

const SNMPD = '/usr/sbin/snmpd';
export const SNMPD_PACKAGES = { [SNMPD]: 'snmpd' } as const;

export const SNMP_LOCATION = 'Rack 7, left';

export interface Snmpd extends Disposable {
  /** UDP, on 127.0.0.1. */
  readonly port: number;
}

/**
 * Starts snmpd and waits until it answers. The community is `lookout`. The users are `signed` (SHA-256, password
 * `signed-password`) and `sealed` (SHA-512, `sealed-password`, AES, `secret-password`).
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startSnmpd(): Promise<Snmpd> {
  requireFile(SNMPD, 'snmpd');
  const folder = await mkdtemp(join(tmpdir(), 'lookout-snmpd-'));
  const file = join(folder, 'snmpd.conf');
  await writeFile(
    file,
    `rocommunity lookout 127.0.0.1
createUser signed SHA-256 "signed-password"
createUser sealed SHA-512 "sealed-password" AES "secret-password"
rouser signed auth
rouser sealed priv
sysLocation ${SNMP_LOCATION}
sysServices 72
`,
  );
  const remove = () => rm(folder, { recursive: true, force: true });
  return startOnFreePorts(
    1,
    async ([port = 0]) => {
      // The port is TCP too, to see when it is ready.
      const args = ['-f', '-r', '-Lo', '-C', '-c', file, '-p', join(folder, 'pid')];
      const program = await startProgram(SNMPD, [...args, `udp:127.0.0.1:${port},tcp:127.0.0.1:${port}`], [port], {
        SNMP_PERSISTENT_DIR: folder,
        SNMPCONFPATH: folder,
        MIBS: '',
      });
      return {
        port,
        dispose: () => program.dispose(),
      };
    },
    remove,
  );
}
