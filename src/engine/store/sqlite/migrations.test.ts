import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, MIGRATIONS } from './migrations.ts';

/**
 * Of each released migration, in order. A changed hash means that databases of earlier versions can no longer be opened:
 * change nothing here, but add a migration. For a new migration, add its hash.
 */
const HASHES = [
  '7e83844a10a1593c',
  '5c404f582955a3be',
  '9ff902b5988c9e92',
  'dd44492028f2685d',
  '22a4b4392dafb0c2',
  'b433b1c6a7a69d7d',
  'f9c3b18517c65320',
  'd3418188629d1c6a',
  '137ce3d3ae22b336',
  'd5817a778e6d732c',
  '73e6259e6b9e90aa',
  '197700ad4b7b972c',
  '3ffaf548fd9c8ac7',
] as const;

test('no released migration was edited', () => {
  const hashes = MIGRATIONS.map(({ sql }) => createHash('sha256').update(sql).digest('hex').slice(0, 16));
  expect(hashes).toEqual(HASHES);
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(HASHES.map((_, index) => index + 1));
});

test('the time zone of a heartbeat has the name that it has everywhere', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, { file: ':memory:', now: 1, migrations: MIGRATIONS.slice(0, 9) });
  const configs = [
    { kind: 'push', cron: '0 2 * * *', timeZone: 'Europe/Berlin', key: '' },
    { kind: 'push', cron: '', timeZone: '', key: '' },
    { kind: 'http', url: 'https://timezone.example/' },
  ];
  const insert = database.prepare(
    "INSERT INTO endpoint (id, config, target, paused, source, created_at) VALUES (?, ?, '', 0, 'app', 1)",
  );
  for (const [index, config] of configs.entries()) insert.run(String(index), JSON.stringify(config));
  migrate(database, { file: ':memory:', now: 2 });
  const rows = database.prepare('SELECT config FROM endpoint ORDER BY key').all();
  expect(rows.map((row) => JSON.parse(String(row['config'])) as unknown)).toEqual([
    { kind: 'push', cron: '0 2 * * *', timezone: 'Europe/Berlin', key: '' },
    { kind: 'push', cron: '', timezone: '', key: '' },
    { kind: 'http', url: 'https://timezone.example/' },
  ]);
});
