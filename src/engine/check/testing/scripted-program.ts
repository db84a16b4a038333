/** Test code: programs of this machine, such as `ping`, that do what a test says. They come first in PATH. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { startRaw } from '../../../../test/servers/raw.ts';
import type { KindFixture } from './kind-fixture.ts';

let folder: string | undefined;

/** The folder is in PATH for the rest of the test file. */
function folderInPath(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'lookout-programs-'));
    process.env['PATH'] = `${made}${delimiter}${process.env['PATH'] ?? ''}`;
    const remove = () => rmSync(made, { recursive: true, force: true });
    process.once('exit', remove);
    // Vitest ends its processes with this signal.
    process.once('SIGTERM', () => {
      remove();
      process.kill(process.pid, 'SIGTERM');
    });
    folder = made;
  }
  return folder;
}

/** Replaces a program by a script of the shell. */
export function scriptProgram(program: string, script: string): void {
  writeFileSync(join(folderInPath(), program), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
}

/**
 * Makes a fixture for a kind that runs a program. A client is a program that runs.
 * @param programs all that the kind tries
 * @param good what it prints when all is well
 * @param gone what it does when the endpoint is not there
 */
export function programFixture(
  programs: readonly string[],
  input: EndpointInput,
  { good, gone }: { readonly good: string; readonly gone: string },
): KindFixture {
  const scripts = {
    good,
    hangs: 'exec sleep 60',
    garbage: 'exec yes "$(printf "\\377garbage")"',
    closes: 'exit 1',
  } as const;
  return {
    async start(behaviour, onAccepted) {
      const server = await startRaw(() => onAccepted?.());
      // The connection is open as long as the program runs.
      const script = `exec 3<>/dev/tcp/127.0.0.1/${server.port}\n${scripts[behaviour]}`;
      for (const program of programs) scriptProgram(program, script);
      return {
        input,
        get accepted() {
          return server.accepted;
        },
        untilAllClosed: () => server.untilAllClosed(),
        async dispose() {
          for (const program of programs) scriptProgram(program, gone);
          await server.dispose();
        },
      };
    },
  };
}
