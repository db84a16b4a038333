/**
 * Test code: a process that writes six hours of results and kills itself just before a commit. Arguments: `FILE
 * COMMITS`. It prints the number of each batch that was written. It continues where the process before it was killed.
 */
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { aBatch, anEndpoint, aResult, DAY_ONE } from './store-fixture.ts';
import { KILLED_IDS, KILLED_STEP_MS } from './killed-writer-plan.ts';

const [file = '', commits = ''] = process.argv.slice(2);
const store = createDatabaseStore({ file, now: DAY_ONE });
store.saveEndpoints({ endpoints: KILLED_IDS.map((id) => anEndpoint(id)) });

let left = Number(commits);
const exec: unknown = Reflect.get(DatabaseSync.prototype, 'exec');
if (typeof exec !== 'function') throw new Error('A database must have the method exec');
DatabaseSync.prototype.exec = function execOrDie(sql: string) {
  if (sql === 'COMMIT') {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  }
  exec.call(this, sql);
};

const [last] = store.checks({ id: KILLED_IDS[0] ?? '', before: null, limit: 1 });
for (let step = last === undefined ? 0 : (last.at - DAY_ONE) / KILLED_STEP_MS + 1; ; step += 1) {
  const at = DAY_ONE + step * KILLED_STEP_MS;
  store.write(
    aBatch(
      KILLED_IDS.map((id) => aResult(id, at)),
      KILLED_IDS.map((id) => ({ endpointId: id, status: 'up', from: DAY_ONE, to: at })),
    ),
  );
  writeSync(1, `${step}\n`);
}
