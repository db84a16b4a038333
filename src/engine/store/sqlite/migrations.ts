/**
 * The history of the database schema. A released migration is never edited: its hash is stored with the data, and
 * Lookout refuses to open a database with a different hash. Schema changes are new migrations at the end.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { problemOf } from '../../base/problem-error.ts';
import { StoreError } from '../store.ts';
import { transaction } from './database.ts';

export interface Migration {
  /** 1, 2, 3, … without gaps. */
  readonly version: number;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
-- \`key\` is the endpoint's short name in the tables of history. Never used twice, hence AUTOINCREMENT.
CREATE TABLE endpoint (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  config TEXT NOT NULL,
  target TEXT NOT NULL,
  paused INTEGER NOT NULL,
  source TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What retention has left: \`results\` and \`minutes\`, each kept from a time on.
CREATE TABLE kept (what TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- What checks found apart from figures, each content once. \`text\` comes last, so that the rest is read without it.
-- No result refers to it by a foreign key: removing one would then search all results. It goes when its last use is
-- older than anything that may still refer to it.
CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  verdict INTEGER NOT NULL,
  used_until INTEGER NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE result (
  endpoint INTEGER NOT NULL REFERENCES endpoint (key),
  at INTEGER NOT NULL,
  finding INTEGER NOT NULL,
  figures BLOB NOT NULL,
  PRIMARY KEY (endpoint, at)
) STRICT, WITHOUT ROWID;

-- \`slot\`: minutes, hours or days since 1970, UTC.
CREATE TABLE rollup_minute (
  endpoint INTEGER NOT NULL REFERENCES endpoint (key), slot INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (endpoint, slot)
) STRICT, WITHOUT ROWID;
CREATE TABLE rollup_hour (
  endpoint INTEGER NOT NULL REFERENCES endpoint (key), slot INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (endpoint, slot)
) STRICT, WITHOUT ROWID;
CREATE TABLE rollup_day (
  endpoint INTEGER NOT NULL REFERENCES endpoint (key), slot INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (endpoint, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE span (
  endpoint INTEGER NOT NULL REFERENCES endpoint (key),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (endpoint, since)
) STRICT, WITHOUT ROWID;

-- \`data\`: cause and evidence as JSON.
CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  endpoint INTEGER NOT NULL REFERENCES endpoint (key),
  started_at INTEGER NOT NULL,
  last_failure_at INTEGER NOT NULL,
  resolved_at INTEGER,
  failures INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX incident_by_start ON incident (started_at);
CREATE INDEX incident_by_endpoint ON incident (endpoint, started_at);
CREATE INDEX incident_open ON incident (started_at) WHERE resolved_at IS NULL;
`,
  },
  {
    version: 2,
    sql: 'ALTER TABLE endpoint ADD COLUMN paused_until INTEGER;',
  },
  {
    // Old results and rollups are read in their old format: rewriting millions of rows would block a start for minutes.
    version: 3,
    sql: `
-- What the phases and metrics of rollups are called, as JSON; a rollup has the id. A finding says it for its results.
CREATE TABLE layout (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
`,
  },
  {
    version: 4,
    sql: `
-- Why a span is unknown: a failure code. NULL: another status, or a span of before.
ALTER TABLE span ADD COLUMN reason TEXT;
-- When Lookout ran ('running'), and when the computer slept ('asleep').
CREATE TABLE presence (
  state TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (state, since)
) STRICT;
`,
  },
  {
    // Failures of this machine were called `us.…`. They have the verdict `unknown` (3). Results refer to findings, of
    // which there are few, so no result is rewritten. Texts that are not JSON stay: the code that reads them reports them.
    version: 5,
    sql: `
UPDATE finding
SET text = json_set(text, '$.failure.code', 'local' || substr(json_extract(text, '$.failure.code'), 3))
WHERE verdict = 3 AND CASE WHEN json_valid(text) THEN json_extract(text, '$.failure.code') GLOB 'us.*' END;

UPDATE incident
SET data = json_set(data, '$.cause.code', 'local' || substr(json_extract(data, '$.cause.code'), 3))
WHERE CASE WHEN json_valid(data) THEN json_extract(data, '$.cause.code') GLOB 'us.*' END;

UPDATE incident
SET data = json_set(data, '$.evidence.failure.code', 'local' || substr(json_extract(data, '$.evidence.failure.code'), 3))
WHERE CASE WHEN json_valid(data) THEN json_extract(data, '$.evidence.failure.code') GLOB 'us.*' END;

UPDATE span SET reason = 'local' || substr(reason, 3) WHERE reason GLOB 'us.*';
`,
  },
  {
    version: 6,
    sql: `
-- What an incident keeps of its first failed check: JSON, compressed with DEFLATE. Incidents are replaced when they change,
-- which does not fire the trigger.
CREATE TABLE evidence (incident TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TRIGGER evidence_of_incident AFTER DELETE ON incident
BEGIN DELETE FROM evidence WHERE incident = old.id; END;
`,
  },
  {
    version: 7,
    sql: `
-- What has no table of its own, such as alerts and channels: JSON.
CREATE TABLE document (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  open INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_by_time ON document (collection, open, at);
`,
  },
  {
    version: 8,
    sql: `
-- What a check found changed since the check before: a list of names with the values before and after, as JSON.
CREATE TABLE change (
  endpoint INTEGER NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (endpoint, at)
) STRICT, WITHOUT ROWID;
-- What an endpoint remembers from check to check, as JSON.
CREATE TABLE memory (endpoint INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT;
`,
  },
  {
    // The rows of \`result\` move into blocks bit by bit, while Lookout runs.
    version: 9,
    sql: `
-- What batches added in the last hour or so, in order of time.
CREATE TABLE journal (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
-- The results of an endpoint in an hour. \`id\`: hours since 1970 (UTC) * 2^28 + endpoint.
CREATE TABLE block (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
-- The hours that have a block, and those of which only failed results are left, one bit each. \`id\`: days since 1970 * 2^28 +
-- endpoint.
CREATE TABLE block_day (id INTEGER PRIMARY KEY, hours INTEGER NOT NULL, thinned INTEGER NOT NULL) STRICT;
`,
  },
  {
    // Of heartbeats, as of maintenance windows and rules.
    version: 10,
    sql: `
UPDATE endpoint SET config = json_remove(json_set(config, '$.timezone', json_extract(config, '$.timeZone')), '$.timeZone')
WHERE CASE WHEN json_valid(config) THEN json_type(config, '$.timeZone') IS NOT NULL AND json_extract(config, '$.kind') = 'push' END;
`,
  },
  {
    version: 11,
    sql: `
-- What a document belongs to, such as the alert of a message.
ALTER TABLE document ADD COLUMN owner TEXT;
UPDATE document SET owner = json_extract(json, '$.alertId') WHERE collection = 'delivery' AND json_valid(json);
CREATE INDEX document_by_owner ON document (collection, owner, at) WHERE owner IS NOT NULL;
`,
  },
  {
    version: 12,
    sql: `
-- The hours whose results are in the block of the nearest earlier hour of the day that is not one of these, one bit each.
ALTER TABLE block_day ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;
`,
  },
  {
    version: 13,
    sql: `
-- Endpoints whose first rollups another program counted: the times from which they have minutes, and hours. Null: always.
CREATE TABLE counted (endpoint INTEGER PRIMARY KEY, minutes_from INTEGER NOT NULL, hours_from INTEGER) STRICT;
`,
  },
];

export function migrationHash(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

/**
 * Updates the database to the last of `migrations`. Each migration is applied completely or not at all.
 * @throws StoreError when the database was written by a newer Lookout, or with a different migration of the same
 * version
 */
export function migrate(
  database: DatabaseSync,
  options: { readonly file: string; readonly now: EpochMs; readonly migrations?: readonly Migration[] },
): void {
  const { file, now, migrations = MIGRATIONS } = options;
  database.exec(
    'CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  );
  const applied = new Map(
    database
      .prepare('SELECT version, hash FROM migration')
      .all()
      .map((row) => [Number(row['version']), String(row['hash'])]),
  );
  const newest = Math.max(0, ...applied.keys());
  const known = migrations.at(-1)?.version ?? 0;
  if (newest > known) {
    throw new StoreError(problemOf('store.newer', { file, found: newest, known }));
  }
  for (const migration of migrations) {
    const hash = migrationHash(migration);
    const before = applied.get(migration.version);
    if (before === hash) continue;
    if (before !== undefined) {
      throw new StoreError(problemOf('store.otherBuild', { file, version: migration.version }));
    }
    transaction(database, () => {
      database.exec(migration.sql);
      database
        .prepare('INSERT INTO migration (version, hash, applied_at) VALUES (?, ?, ?)')
        .run(migration.version, hash, Math.round(now));
    });
  }
}
