import { expect, test, vi } from 'vitest';
import type { Baseline } from '../../contract/model/baseline.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { settle } from '../testing/fake-ports.ts';
import { Baselines } from './baselines.ts';

const HOUR = 3_600_000;
const config: EndpointConfig = {
  kind: 'fake',
  name: 'Fake',
  interval: 60_000,
  timeout: 10_000,
  retries: 0,
  retryInterval: 5_000,
  degradedAbove: null,
  slowerThanUsual: true,
  conditions: [],
  dialect: 'lookout',
  group: '',
  tags: [],
  note: '',
};

function taking(durationMs: number, changes: Partial<CheckOutcome> = {}): CheckOutcome {
  return { durationMs, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {}, ...changes };
}

function baselineAt(median: number): Baseline {
  return {
    from: 0,
    to: 1,
    at: [0],
    basis: ['week'],
    checks: [100],
    median: [median],
    mad: [1],
    slowShare: [0],
    dayMedian: [median],
    dayMad: [1],
  };
}

function start(read: (from: number) => Promise<Baseline>) {
  const baseline = vi.fn<Store['baseline']>((_id, { from }) => read(from));
  const log = vi.fn<Log>();
  const baselines = new Baselines({ store: { baseline }, log });
  const judge = (at: number, outcome = taking(300), of = config) => baselines.judge('a', of, at, outcome);
  return { baselines, baseline, log, judge };
}

test('the fifth slow check in a row is degraded, and says what is usual', async () => {
  const { judge, baseline } = start(async () => baselineAt(103));
  // What is usual is not known yet.
  expect(judge(HOUR)).toBeNull();
  await settle();
  const failed = taking(300, { failure: { code: 'timeout' } });
  const found = [1, 2, 3, 4, 5, 6].map((minute) => judge(HOUR + minute, minute === 3 ? failed : taking(300)));
  expect(found.slice(0, 5)).toEqual([null, null, null, null, null]);
  expect(found[5]).toEqual({ code: 'latency.unusual', params: { usualMs: 100, basis: 'week' } });
  expect(baseline.mock.calls).toEqual([['a', { from: HOUR, to: HOUR + 1 }]]);
});

test('each hour is compared with what is usual then', async () => {
  const { judge, baseline } = start(async (from) => baselineAt(from === HOUR ? 100 : 290));
  judge(HOUR);
  await settle();
  for (let check = 0; check < 5; check += 1) judge(HOUR + check);
  expect(judge(HOUR + 10)?.code).toBe('latency.unusual');
  expect(judge(2 * HOUR)?.code).toBe('latency.unusual');
  await settle();
  expect(judge(2 * HOUR + 1)).toBeNull();
  expect(baseline).toHaveBeenCalledTimes(2);
});

test('nothing is read for an endpoint that does not want it, and a change of the endpoint starts again', async () => {
  const { judge, baseline, baselines } = start(async () => baselineAt(100));
  expect(judge(HOUR, taking(300), { ...config, slowerThanUsual: false })).toBeNull();
  expect(baseline).not.toHaveBeenCalled();
  judge(HOUR);
  await settle();
  for (let check = 0; check < 4; check += 1) judge(HOUR + check);
  baselines.forget('a');
  judge(HOUR + 5);
  await settle();
  expect(judge(HOUR + 6)).toBeNull();
  expect(baseline).toHaveBeenCalledTimes(2);
});

test('a baseline that cannot be read is logged, and no check is degraded', async () => {
  const { judge, log } = start(() => Promise.reject(new Error('The disk is gone')));
  judge(HOUR);
  await settle();
  expect(log).toHaveBeenCalledOnce();
  for (let check = 0; check < 9; check += 1) expect(judge(HOUR + check)).toBeNull();
});
