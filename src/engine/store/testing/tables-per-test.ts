import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { DatabaseFile } from '../sqlite/database-file.ts';
import type { Durably } from '../sqlite/database.ts';
import { openTables } from '../sqlite/open-tables.ts';
import type { Tables } from '../sqlite/prune.ts';
import { anEndpoint, DAY_ONE } from './store-fixture.ts';

export interface TablesPerTest {
  readonly tables: Tables;
  readonly durably: Durably;
  /** Closes the file and opens it again. */
  readonly reopen: () => void;
}

/** The tables of a new file, with the endpoints `a` (key 1) and `b` (key 2). */
export function tablesPerTest(): TablesPerTest {
  let folder = '';
  let opened: ReturnType<typeof openTables> | undefined;
  const open = () => {
    const file = join(folder, 'lookout.db');
    opened = openTables(DatabaseFile.prepare(file, null), { file, now: DAY_ONE });
    return opened;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lookout-tables-'));
    open().tables.endpoints.save([anEndpoint('a'), anEndpoint('b')]);
  });
  afterEach(() => {
    if (opened?.tables.database.isOpen === true) opened.tables.database.close();
    rmSync(folder, { recursive: true });
  });
  const current = () => {
    if (opened === undefined) throw new Error('There are no tables outside of a test');
    return opened;
  };
  return {
    get tables() {
      return current().tables;
    },
    get durably() {
      return current().durably;
    },
    reopen() {
      current().tables.database.close();
      open();
    },
  };
}
