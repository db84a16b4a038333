import { beforeEach, describe, expect, test } from 'vitest';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { JournalTable } from './journal-table.ts';
import { SpanTable } from './span-table.ts';

const memory = memoryDatabasePerTest();
const span = (status: StatusSpan['status'], from: number, to: number, endpointId = 'a'): StatusSpan => ({
  endpointId,
  status,
  from: DAY_ONE + from,
  to: DAY_ONE + to,
});

let journal: JournalTable;
let spans: SpanTable;
beforeEach(() => {
  journal = new JournalTable(memory.database);
  spans = new SpanTable(memory.database, journal);
});

function save(key: number, ...saved: StatusSpan[]): void {
  for (const one of saved) {
    spans.save(key, one);
    journal.write();
  }
}
const all = (key = 1) => spans.overlapping(key, 'a', DAY_ONE, DAY_ONE + 100_000);
/** How far the rows reach, without what is only in the journal. */
const untilInRows = () =>
  memory.database
    .prepare('SELECT until FROM span ORDER BY endpoint, since')
    .all()
    .map(({ until }) => Number(until) - DAY_ONE);

describe('a span', () => {
  test('grows in the journal, and its row follows when the entries up to it are removed', () => {
    save(1, span('up', 0, 10), span('up', 0, 20));
    save(2, span('up', 0, 15), span('up', 0, 30));
    expect(untilInRows()).toEqual([10, 15]);
    expect(all()).toEqual([span('up', 0, 20)]);
    // Entry 2 says how far the first one reaches, entry 4 how far the other one does.
    spans.saveGrown(1)();
    expect(untilInRows()).toEqual([10, 15]);
    spans.saveGrown(3)();
    expect(untilInRows()).toEqual([20, 15]);
    expect(spans.last(2, 'b')).toEqual(span('up', 0, 30, 'b'));
    spans.saveGrown(4)();
    expect(untilInRows()).toEqual([20, 30]);
    // What is saved is not saved again.
    memory.database.exec('UPDATE span SET until = until - 1');
    spans.saveGrown(9)();
    expect(untilInRows()).toEqual([19, 29]);
    memory.database.exec('UPDATE span SET until = until + 1');
    // It goes on growing from there.
    save(1, span('up', 0, 40));
    expect(untilInRows()).toEqual([20, 30]);
    expect(all()).toEqual([span('up', 0, 40)]);
  });

  test('that becomes shorter, or changes its status or reason, is written at once', () => {
    save(1, span('up', 0, 10), span('up', 0, 20), span('up', 0, 15));
    expect([untilInRows(), all()]).toEqual([[15], [span('up', 0, 15)]]);
    save(1, span('down', 0, 15));
    expect(all()).toEqual([span('down', 0, 15)]);
    save(1, { ...span('down', 0, 18), reason: 'local.asleep' });
    expect(untilInRows()).toEqual([18]);
    expect(all()).toEqual([{ ...span('down', 0, 18), reason: 'local.asleep' }]);
  });

  test('ends where it had grown to when another one begins', () => {
    save(1, span('up', 0, 10), span('up', 0, 20), span('down', 20, 25));
    expect(untilInRows()).toEqual([20, 25]);
    expect(all()).toEqual([span('up', 0, 20), span('down', 20, 25)]);
  });

  test('is as it was when the journal is replayed', () => {
    save(1, span('up', 0, 10), span('up', 0, 20));
    save(2, span('up', 0, 10), span('up', 0, 20), span('down', 20, 20));
    spans.forgetGrown();
    expect(all()).toEqual([span('up', 0, 10)]);
    journal.load((id, { spans: read }) => {
      spans.replay(id, read);
      return 0;
    });
    expect(all()).toEqual([span('up', 0, 20)]);
    expect(spans.last(2, 'a')).toEqual(span('down', 20, 20));
    // What the journal says of an endpoint without spans means nothing.
    spans.replay(9, [{ key: 3, until: DAY_ONE }]);
    expect(spans.last(3, 'a')).toBeUndefined();
  });

  test('is removed when it ended before a time, also by what is only in the journal', () => {
    save(1, span('up', 0, 10), span('down', 10, 20), span('up', 20, 30), span('up', 20, 50));
    expect(spans.prune(1, DAY_ONE + 10, 10)).toBe(0);
    expect(spans.prune(1, DAY_ONE + 40, 1)).toBe(1);
    expect(spans.prune(1, DAY_ONE + 40, 10)).toBe(1);
    expect(all()).toEqual([span('up', 20, 50)]);
    expect(spans.prune(1, DAY_ONE + 51, 10)).toBe(1);
    expect(all()).toEqual([]);
    // The one that begins at the same time is a new one.
    save(1, span('up', 20, 60));
    expect(all()).toEqual([span('up', 20, 60)]);
  });
});

test('the history begins with the last span before a time, however many there are', () => {
  const many = Array.from({ length: 2_500 }, (_, n) => span(n % 2 === 0 ? 'up' : 'down', n * 10, n * 10 + 10));
  memory.database.exec(
    `INSERT INTO span (endpoint, since, until, status, reason)
     WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 2499)
     SELECT 1, ${DAY_ONE} + n * 10, ${DAY_ONE} + n * 10 + 10, iif(n % 2 = 0, 'up', 'down'), NULL FROM number`,
  );
  const history = (from: number, to: number) => [...spans.history(1, 'a', DAY_ONE + from, DAY_ONE + to)];
  expect(history(0, 100_000)).toEqual(many);
  expect(history(15, 45)).toEqual(many.slice(1, 5));
  expect(history(20, 20)).toEqual(many.slice(2, 3));
  expect(history(100_000, 200_000)).toEqual(many.slice(-1));
  expect(history(-100, -50)).toEqual([]);
});

test('shares count each time once, up and degraded as up', () => {
  save(1, span('up', 0, 100), span('degraded', 100, 150), span('down', 140, 200), span('paused', 200, 300));
  const share = (from: number, to: number) => spans.share(1, DAY_ONE + from, DAY_ONE + to);
  expect(share(0, 1_000)).toEqual({ upMs: 150, downMs: 50 });
  expect(share(50, 160)).toEqual({ upMs: 100, downMs: 10 });
  expect(share(210, 220)).toEqual({ upMs: 0, downMs: 0 });
});
