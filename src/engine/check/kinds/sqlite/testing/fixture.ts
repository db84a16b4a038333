/** Test code: files that are databases, or not. */
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FixtureServer, KindFixture } from '../../../testing/kind-fixture.ts';

/** How many times this process has the file open, where the system tells; otherwise undefined. */
function openCount(file: string): number | undefined {
  try {
    return readdirSync('/proc/self/fd').filter((fd) => linkOf(fd) === file).length;
  } catch {
    return undefined;
  }
}

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

export const fixture: KindFixture = {
  async start(behaviour, onAccepted): Promise<FixtureServer> {
    const dir = await mkdtemp(join(tmpdir(), 'lookout-sqlite-'));
    const file = join(dir, 'app.db');
    const writer = new DatabaseSync(file);
    writer.exec('CREATE TABLE jobs (id INTEGER PRIMARY KEY); INSERT INTO jobs VALUES (1)');
    // A reader waits until the lock is gone.
    if (behaviour === 'hangs')
      writer.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO jobs VALUES (2)');
    else writer.close();
    if (behaviour === 'garbage') await writeFile(file, 'x'.repeat(4_096));
    // The file has a header but no pages.
    if (behaviour === 'closes') await writeFile(file, 'SQLite format 3\0');
    let own = openCount(file) ?? 0;
    let accepted = 0;
    const watching = setInterval(() => {
      const count = openCount(file);
      if (count !== undefined && count <= own) return;
      clearInterval(watching);
      accepted = 1;
      onAccepted?.();
    }, 5);
    return {
      input: { kind: 'sqlite', file },
      get accepted() {
        return accepted;
      },
      async untilAllClosed() {
        // SQLite keeps a closed file open while another connection of this process has a lock on it.
        if (writer.isOpen) writer.close();
        own = 0;
        while ((openCount(file) ?? 0) > own) await new Promise((resolve) => setImmediate(resolve));
      },
      async dispose() {
        clearInterval(watching);
        if (writer.isOpen) writer.close();
        await rm(dir, { recursive: true, force: true });
      },
    };
  },
};
