/** Test code: a `ping` that the test scripts, because there is no server whose answers could be changed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startRaw } from '../../../../../../test/servers/raw.ts';
import type { Behaviour, KindFixture } from '../../../testing/kind-fixture.ts';

/** What the program does after it has connected to the test. */
const SCRIPTS: Readonly<Record<Behaviour, string>> = {
  good: 'echo "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.045 ms"',
  hangs: 'exec sleep 60',
  garbage: 'head -c 200000 /dev/urandom',
  closes: 'exit 1',
};

let folder: string | undefined;

/** The folder comes first in PATH for the rest of the test file. */
function folderInPath(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'lookout-ping-'));
    process.env['PATH'] = `${made}${delimiter}${process.env['PATH'] ?? ''}`;
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}

/** Replaces `ping` by a script of the shell. */
export function scriptPing(script: string): void {
  writeFileSync(join(folderInPath(), 'ping'), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
}

export const fixture: KindFixture = {
  async start(behaviour, onAccepted) {
    const server = await startRaw(() => onAccepted?.());
    // The connection is open as long as the program runs.
    scriptPing(`exec 3<>/dev/tcp/127.0.0.1/${server.port}\n${SCRIPTS[behaviour]}`);
    return {
      input: { kind: 'icmp', host: '127.0.0.1', count: 1 },
      get accepted() {
        return server.accepted;
      },
      untilAllClosed: () => server.untilAllClosed(),
      async dispose() {
        scriptPing('echo "ping: connect: Network is unreachable" >&2; exit 2');
        await server.dispose();
      },
    };
  },
};
