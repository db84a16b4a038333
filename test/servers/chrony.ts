/** Debian's chrony for tests: serves this machine's own clock as stratum 8, and does not touch it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';

export const CHRONYD = '/usr/sbin/chronyd';
export const CHRONY_PACKAGES = { [CHRONYD]: 'chrony' } as const;

/** It answers over UDP only, some time after it was started: wait for its first answer. */
export async function startChrony(): Promise<Disposable & { readonly port: number }> {
  requireFile(CHRONYD, 'chrony');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-chrony-'));
  const [port = 0] = await freePorts(1);
  const lines = ['local stratum 8', 'allow 127.0.0.0/8', `port ${port}`, 'cmdport 0', 'bindaddress 127.0.0.1'];
  // -U: it runs as any user, since it sets no clock and uses no privileged port.
  const options = ['-x', '-d', '-U', '-u', userInfo().username];
  const files = [`bindcmdaddress ${join(dir, 'cmd.sock')}`, `pidfile ${join(dir, 'chronyd.pid')}`];
  await writeFile(join(dir, 'chrony.conf'), [...lines, ...files, ''].join('\n'));
  const program = await startProgram(CHRONYD, [...options, '-f', join(dir, 'chrony.conf')], []);
  return {
    port,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
