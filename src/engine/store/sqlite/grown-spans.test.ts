import { describe, expect, test } from 'vitest';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { databasePerTest } from '../testing/database-per-test.ts';
import { aBatch, anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import type { DatabaseStore } from './database-store.ts';

// A busy machine must not fail the tests.

const HOUR = 3_600_000;
const MINUTE = 60_000;

const { create, close, read, countOf } = databasePerTest();

describe('the span of an endpoint', () => {
  const grown = (to: number, status: StatusSpan['status'] = 'up', from = DAY_ONE): StatusSpan => ({
    endpointId: 'a',
    status,
    from,
    to,
  });
  const spans = (store: DatabaseStore) => store.spans({ id: 'a', from: 0, to: DAY_ONE + 100 * HOUR });

  test('grows in the journal, across restarts, and is in its row when the journal entry is gone', () => {
    let store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('b')] });
    for (let minute = 0; minute < 50; minute += 1) {
      const at = DAY_ONE + minute * MINUTE;
      store.write(aBatch([aResult('a', at)], [grown(at)]));
    }
    const end = DAY_ONE + 49 * MINUTE;
    expect(spans(store)).toEqual([grown(end)]);
    expect(read((database) => database.prepare('SELECT until FROM span').get())).toEqual({ until: DAY_ONE });
    close(store);
    store = create();
    expect(spans(store)).toEqual([grown(end)]);
    expect(store.load({ now: end }).state.spans).toEqual([grown(end)]);
    expect(store.uptime({ id: 'a', from: [DAY_ONE], to: end + HOUR })).toMatchObject([{ upMs: end - DAY_ONE }]);
    // It is no longer checked. The others go on, and the journal is removed.
    for (let second = 0; second === 0 || countOf('journal') > second; second += 1) {
      store.write(aBatch([aResult('b', DAY_ONE + HOUR + 5 * MINUTE + second * 1000)]));
    }
    expect(spans(store)).toEqual([grown(end)]);
    expect(read((database) => database.prepare('SELECT until FROM span').get())).toEqual({ until: end });
    close(store);
    expect(spans(create())).toEqual([grown(end)]);
  });

  test('ends where it had grown to when another one begins', () => {
    let store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    const [first, second] = [DAY_ONE + MINUTE, DAY_ONE + 5 * MINUTE];
    store.write(aBatch([], [grown(DAY_ONE)]));
    store.write(aBatch([], [grown(first)]));
    store.write(aBatch([], [grown(second, 'down', second)]));
    store.write(aBatch([], [grown(second + MINUTE, 'down', second)]));
    const all = [grown(first), grown(second + MINUTE, 'down', second)];
    expect(spans(store)).toEqual(all);
    close(store);
    store = create();
    expect(spans(store)).toEqual(all);
    // Shorter than it was, as after the clock was set back.
    store.write(aBatch([], [grown(second + 1, 'down', second)]));
    expect(spans(store)).toEqual([all[0], grown(second + 1, 'down', second)]);
    close(store);
    expect(spans(create())).toEqual([all[0], grown(second + 1, 'down', second)]);
  });

  test('that is not written loses only what its batch added', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    store.write(aBatch([], [grown(DAY_ONE)]));
    store.write(aBatch([], [grown(DAY_ONE + 1)]));
    const broken = { endpointId: 'a', status: null, from: 1, to: 2 } as unknown as StatusSpan;
    expect(() => store.write(aBatch([], [grown(DAY_ONE + 2), broken]))).toThrow(/NOT NULL/);
    expect(spans(store)).toEqual([grown(DAY_ONE + 1)]);
  });
});
