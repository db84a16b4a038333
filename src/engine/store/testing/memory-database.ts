import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach } from 'vitest';
import { migrate } from '../sqlite/migrations.ts';
import { DAY_ONE } from './store-fixture.ts';

/** A database in memory with the current tables and the endpoints `a` (key 1) and `b` (key 2), for tests of one table. */
export function memoryDatabasePerTest(): { readonly database: DatabaseSync } {
  let database: DatabaseSync | undefined;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    migrate(database, { file: ':memory:', now: DAY_ONE });
    for (const [key, id] of [
      [1, 'a'],
      [2, 'b'],
    ] as const) {
      database.exec(`INSERT INTO endpoint VALUES (${key}, '${id}', '', '', 0, '', 0, NULL, NULL)`);
    }
  });
  afterEach(() => database?.close());
  return {
    get database() {
      if (database === undefined) throw new Error('There is no database outside of a test');
      return database;
    },
  };
}
