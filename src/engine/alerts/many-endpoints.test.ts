/**
 * Ten thousand endpoints go down at once: one message, and work and memory that grow no faster than the number of
 * endpoints.
 */
import { expect, test } from 'vitest';
import { ALERT_LOG_ENTRIES, ALERT_MEMBERS_SHOWN } from '../../contract/model/alert.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { anEndpoint } from '../store/testing/store-fixture.ts';
import { AlertCenter } from './alert-center.ts';
import { noTrouble, troubleOf } from './alert-conditions.ts';
import { readRule } from './rule-schema.ts';
import type { StoredDelivery } from './stored-delivery.ts';
import { VirtualTime } from './what-if/virtual-time.ts';

const COUNT = 10_000;
const SECOND = 1_000;

async function setUp() {
  const time = new VirtualTime(Date.UTC(2026, 0, 1));
  const store = createMemoryStore();
  await store.open(time.clock.now());
  const subjects = new Map(
    Array.from({ length: COUNT }, (_, index) => {
      const endpoint = anEndpoint(`e${index}`);
      return [endpoint.id, { endpoint, host: '', maintenance: null }] as const;
    }),
  );
  const read = readRule({ name: 'Everything', channels: ['hook'] });
  if (!read.ok) throw new Error('Expected a rule');
  const sent: StoredDelivery[] = [];
  /** How often the alerts look up an endpoint or save documents: most of what alerts cost per check. */
  const asked = { find: 0, blockOf: 0, saved: 0 };
  const center = new AlertCenter({
    clock: time.clock,
    timers: time.timers,
    log: () => undefined,
    store: {
      recordDocument: (document) => store.recordDocument(document),
      saveDocuments: (documents, remove) => {
        asked.saved += documents.length + (remove?.length ?? 0);
        return store.saveDocuments(documents, remove);
      },
      documents: (query) => store.documents(query),
    },
    find: (id) => {
      asked.find += 1;
      return subjects.get(id);
    },
    rules: () => [{ id: 'rule', source: 'hand', config: read.config }],
    channelId: (name) => name,
    channel: (name) => ({ name, keepsOpen: false }),
    blockOf: () => {
      asked.blockOf += 1;
      return null;
    },
    deliver: (deliveries) => sent.push(...deliveries),
    onChange: () => undefined,
  });
  /** All checks end within a second, spread evenly over its milliseconds. */
  const checkAll = (severity: 'down' | null) => {
    for (const [index, subject] of [...subjects.values()].entries()) {
      if (index % (COUNT / SECOND) === 0) time.goTo(time.clock.now() + 1);
      const since = time.clock.now();
      center.checked(subject, severity === null ? noTrouble('status') : { ...troubleOf('status', since), severity });
    }
  };
  const advance = (ms: number) => {
    const end = time.clock.now() + ms;
    while (time.nextAt <= end) time.goTo(time.nextAt);
    time.goTo(end);
  };
  return { center, store, sent, asked, checkAll, advance };
}

test('ten thousand endpoints that go down within a second are one alert with one message', async () => {
  const { center, store, sent, checkAll, advance } = await setUp();
  checkAll('down');
  advance(5 * SECOND);
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).toMatchObject({ event: 'down', alert: { memberCount: COUNT, activeCount: COUNT } });
  // They are still down at each later check.
  for (let round = 0; round < 2; round += 1) {
    checkAll('down');
    advance(60 * SECOND);
  }
  expect(sent).toHaveLength(1);
  const [alert, ...others] = center.list();
  expect(others).toEqual([]);
  expect(alert?.members).toHaveLength(ALERT_MEMBERS_SHOWN);
  checkAll(null);
  advance(120 * SECOND);
  // One update says that the first are well again, and one message that all are.
  await expect.poll(() => sent.map(({ event }) => event)).toEqual(['down', 'changed', 'up']);
  expect(center.list()).toEqual([]);
  expect(await store.documents({ collection: 'alertMember', open: true })).toEqual([]);
});

test('what is stored and sent for ten thousand endpoints is bounded', async () => {
  const { center, sent, checkAll, advance } = await setUp();
  checkAll('down');
  advance(120 * SECOND);
  await expect.poll(() => sent.length).toBeGreaterThan(0);
  for (const message of sent) expect(JSON.stringify(message).length).toBeLessThan(64 * 1024);
  for (let round = 0; round < 2 * ALERT_LOG_ENTRIES; round += 1) {
    const [alert] = center.list();
    await center.comment(alert?.id ?? '', 'Ann', 'still there');
  }
  expect(JSON.stringify(center.list()).length).toBeLessThan(128 * 1024);
});

test('a check costs the same, however many endpoints are down', async () => {
  const { asked, checkAll, advance } = await setUp();
  checkAll('down');
  advance(10 * SECOND);
  // The message looks at each of them twice: for its name, and for whether its alert is held.
  expect(asked.find).toBeLessThanOrEqual(4 * COUNT);
  expect(asked.blockOf).toBeLessThanOrEqual(4 * COUNT);
  // The alert and its message; each endpoint in it is written with the results.
  expect(asked.saved).toBeLessThanOrEqual(4);
  const before = { ...asked };
  checkAll('down');
  expect(asked).toEqual(before);
});
