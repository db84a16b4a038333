import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { BackupState } from '../../../contract/model/backup.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { Backups, type BackupsOptions } from '../backup/backups.ts';
import { backupFolder } from '../backup/files.ts';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { sameThreadTasks } from './same-thread-tasks.ts';
import { anEndpoint, DAY_ONE } from './store-fixture.ts';

/** A new folder with the data of a Lookout that has the endpoint `a`. Tasks run in the thread of the tests. */
class BackupsPerTest {
  folder = '';
  file = '';
  now: EpochMs = DAY_ONE;
  /** The lines of the log, with their levels. */
  logged: string[] = [];
  /** The names of the tasks so far, and `unref`. */
  tasks: string[] = [];

  readonly create = (options: Partial<BackupsOptions> = {}): Backups => {
    const threads = sameThreadTasks();
    return new Backups({
      file: this.file,
      workerUrl: new URL('../sqlite-worker.ts', import.meta.url),
      log: (level, message) => void this.logged.push(`${level} ${message}`),
      now: () => this.now,
      threads: {
        unref: () => void this.tasks.push('unref'),
        run: (task, handlers) => {
          this.tasks.push(task.task);
          return threads.run(task, handlers);
        },
      },
      ...options,
    });
  };

  /** Makes a backup. @returns its name */
  readonly backUp = async (backups = this.create()): Promise<string> => {
    backups.start('manual');
    return (await settled(backups)).backups[0]?.name ?? '';
  };

  /** Adds an endpoint to the data. */
  readonly write = (id: string): void => {
    const store = createDatabaseStore({ file: this.file, now: DAY_ONE, copyBeforeMigration: false });
    store.saveEndpoints({ endpoints: [anEndpoint(id)] });
    store.close(null);
  };

  /** The endpoints in the data, or in another database. */
  readonly idsIn = (path = this.file): string[] => {
    const store = createDatabaseStore({ file: path, now: DAY_ONE, copyBeforeMigration: false });
    const { state } = store.load({ now: DAY_ONE });
    store.close(null);
    return state.endpoints.map(({ id }) => id);
  };

  readonly pathOf = (name: string): string => join(backupFolder(this.file), name);
}

export function backupsPerTest(): BackupsPerTest {
  const current = new BackupsPerTest();
  beforeEach(async () => {
    current.folder = await mkdtemp(join(tmpdir(), 'lookout-backups-'));
    current.file = join(current.folder, 'lookout.db');
    current.now = DAY_ONE;
    current.logged = [];
    current.tasks = [];
    current.write('a');
  });
  afterEach(() => rm(current.folder, { recursive: true }));
  return current;
}

/** Waits until nothing is being done. */
export async function settled(backups: Backups): Promise<BackupState> {
  await backups.settled();
  return backups.state();
}

/** Overwrites a database except its first 100 bytes. @returns the new content */
export async function damage(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  bytes.fill(0xaa, 100);
  await writeFile(path, bytes);
  return bytes;
}
