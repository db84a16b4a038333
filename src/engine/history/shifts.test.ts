import { beforeEach, expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { aFailure, anEndpoint, aResult, DAY_ONE } from '../store/testing/store-fixture.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';
import { findShifts, MAX_SHIFTS } from './shifts.ts';

const MINUTE = 60_000;
const FROM = DAY_ONE + 240 * MINUTE;
const TO = FROM + 60 * MINUTE;

let store: Store;
const ids: string[] = [];

beforeEach(async () => {
  store = createMemoryStore({ log: () => undefined });
  await store.open(DAY_ONE);
  ids.length = 0;
});

/** A check each minute of the span and the four before. @param during the factor of each phase in the span */
async function given(id: string, during: Readonly<Record<string, number>> = {}, failing = 0) {
  ids.push(id);
  await store.saveEndpoints([anEndpoint(id)]);
  const random = seededRandom(ids.length);
  for (let at = DAY_ONE; at < TO; at += MINUTE) {
    const inSpan = at >= FROM;
    if (inSpan && random() < failing) {
      store.recordResult(aFailure(id, at));
      continue;
    }
    const usual = { dns: 2, connect: 10, tls: 20, wait: 60, transfer: 8 };
    const phases = Object.fromEntries(
      Object.entries(usual).map(([name, ms]) => [
        name,
        ms * (0.8 + 0.4 * random()) * (inSpan ? (during[name] ?? 1) : 1),
      ]),
    );
    const durationMs = Object.values(phases).reduce((sum, ms) => sum + ms, 0);
    store.recordResult(aResult(id, at, { durationMs, phases }));
  }
}

const find = () => findShifts({ from: FROM, to: TO }, ids, store);

test('what changed most comes first, with the phase that is the cause', async () => {
  await given('steady');
  await given('slower', { wait: 3 });
  await given('a little slower', { wait: 1.5 });
  await given('failing', {}, 0.6);
  const { since, compared, endpoints, shifts } = await find();
  expect({ since, compared, endpoints }).toEqual({ since: DAY_ONE, compared: 4, endpoints: 4 });
  const found = shifts.map(({ id, measure: { type, name } }) => `${id}: ${type} ${name}`.trim());
  expect(found.slice(0, 3).toSorted()).toEqual(['failing: failures', 'slower: latency', 'slower: phase wait']);
  expect(found.slice(3).toSorted()).toEqual(['a little slower: latency', 'a little slower: phase wait']);
  const latency = shifts.find(({ id, measure }) => id === 'slower' && measure.type === 'latency');
  expect(latency?.before).toBeGreaterThan(90);
  expect(latency?.before).toBeLessThan(110);
  expect(latency?.during).toBeGreaterThan(200);
  expect(latency?.score).toBeGreaterThan(0.9);
  const failures = shifts.find(({ measure }) => measure.type === 'failures');
  expect(failures).toMatchObject({ before: 0 });
  expect(failures?.during).toBeGreaterThan(0.4);
});

test('what became faster counts as well, and what is always so does not', async () => {
  await given('faster', { wait: 0.2 });
  for (let other = 0; other < 20; other += 1) await given(`steady ${other}`);
  const { shifts } = await find();
  expect(new Set(shifts.map(({ id }) => id))).toEqual(new Set(['faster']));
});

test('an endpoint with too few checks is not compared', async () => {
  ids.push('new');
  await store.saveEndpoints([anEndpoint('new')]);
  for (let at = FROM; at < TO; at += MINUTE) store.recordResult(aResult('new', at));
  expect(await find()).toMatchObject({ compared: 0, endpoints: 1, shifts: [] });
});

test('no more than the first are answered, and the work ends when it is no longer wanted', async () => {
  for (let index = 0; index < 30; index += 1) await given(`slower ${index}`, { wait: 3 });
  expect((await find()).shifts).toHaveLength(MAX_SHIFTS);
  const stopped = AbortSignal.abort(new Error('The engine stops'));
  await expect(findShifts({ from: FROM, to: TO }, ids, store, stopped)).rejects.toThrow('The engine stops');
});
