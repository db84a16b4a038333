/** Test code: a `systemctl` that prints what a server of the test sends. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Disposable } from '../../../../../../test/servers/process.ts';

/**
 * Puts a `systemctl` first into PATH. It connects to a port of this machine, sends its arguments, and prints the answer. It
 * fails when the port is closed. A real connection shows the test that it was started, and that it has ended.
 */
export async function fakeSystemctl(port: number): Promise<Disposable> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-systemctl-'));
  const script = `#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/${port} || exit 1
printf '%s\\n' "$*" >&3
exec cat <&3
`;
  await writeFile(join(folder, 'systemctl'), script, { mode: 0o755 });
  const before = process.env['PATH'];
  process.env['PATH'] = [folder, before].join(delimiter);
  return {
    async dispose() {
      process.env['PATH'] = before;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
