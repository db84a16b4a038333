import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { databasePerTest, times } from '../testing/database-per-test.ts';
import { KILLED_IDS, KILLED_STEP_MS } from '../testing/killed-writer-plan.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';

// A busy machine must not fail the tests.

const HOUR = 3_600_000;

const current = databasePerTest();
const { create, close, countOf } = current;

test('a process that is killed before any commit loses nothing that was written, and keeps nothing twice', async () => {
  const script = fileURLToPath(new URL('../testing/killed-writer.ts', import.meta.url));
  let written = -1;
  // The first dies in the first transaction that moves results, the others in those that remove entries of the journal.
  for (const commits of [9, 3, 2]) {
    const child = spawn(process.execPath, [script, current.file, String(commits)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');
    written = Math.max(written, ...printed.split('\n').flatMap((line) => (line === '' ? [] : Number(line))));
    const store = create();
    const all = Array.from({ length: written + 1 }, (_, step) => DAY_ONE + step * KILLED_STEP_MS);
    const end = DAY_ONE + written * KILLED_STEP_MS;
    for (const id of KILLED_IDS) {
      const kept = times(store, id);
      // The batch may be written whose number was not printed.
      expect(kept.slice(0, all.length)).toEqual(all);
      expect(kept.length - all.length).toBeLessThanOrEqual(1);
      const { summary } = store.series({ id, from: DAY_ONE, to: DAY_ONE + 48 * HOUR, points: 2 });
      expect(summary.count).toBe(kept.length);
      expect(store.spans({ id, from: 0, to: DAY_ONE + 48 * HOUR })).toEqual([
        { endpointId: id, status: 'up', from: DAY_ONE, to: kept.at(-1) ?? end },
      ]);
    }
    // What was found once must be found again, also if its number was not printed.
    written = times(store, KILLED_IDS[0] ?? '').length - 1;
    close(store);
  }
  // Results were moved while processes were killed.
  expect(written).toBeGreaterThan(7);
  expect(countOf('block')).toBeGreaterThan(0);
});
