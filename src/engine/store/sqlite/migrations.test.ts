import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { MIGRATIONS } from './migrations.ts';

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
] as const;

test('no released migration was edited', () => {
  const hashes = MIGRATIONS.map(({ sql }) => createHash('sha256').update(sql).digest('hex').slice(0, 16));
  expect(hashes).toEqual(HASHES);
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(HASHES.map((_, index) => index + 1));
});
