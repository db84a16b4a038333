/** Test code: a process that restores a backup, and says so when a part of the copy is on the disk. The test then kills it. */
import { existsSync, statSync } from 'node:fs';
import { restoreFile } from '../backup/files.ts';
import { createSqliteStore } from '../sqlite-store.ts';

const [file = '', name = ''] = process.argv.slice(2);
const store = createSqliteStore({
  file,
  workerUrl: new URL('../sqlite-worker.ts', import.meta.url),
  log: () => undefined,
});
await store.open(Date.now());
store.backups?.restore(name);
const partial = `${restoreFile(file)}.partial`;
while (!existsSync(partial) || statSync(partial).size === 0) await new Promise((resolve) => setImmediate(resolve));
process.stdout.write('copying\n');
// Nothing of this process goes on until it is killed.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
