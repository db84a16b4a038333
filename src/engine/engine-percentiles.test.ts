/**
 * Percentiles of a service that hangs, as seen by a prober that starts a check at every slot, even while the last one
 * still runs.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { SeriesSummary } from '../contract/model/series.ts';
import type { Ms } from '../contract/model/units.ts';
import { quantileRank } from '../shared/latency.ts';
import { untilAborted } from './base/until-aborted.ts';
import { fakeKind } from './check/testing/fake-kind.ts';
import { createEngine, type Engine } from './engine.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { createFakePorts } from './testing/fake-ports.ts';

const MINUTE = 60_000;
const RUN_MS = 20 * MINUTE;

let engine: Engine | undefined;
afterEach(() => engine?.dispose());

/** A service that answers after 40 to 60 ms, and hangs for `hangMs` every `everyMs`: requests in that time wait. */
function service(hangMs: Ms, everyMs: Ms) {
  return {
    /** How long the answer to a request takes. @param ms the time of the request since the start */
    latencyAt(ms: Ms): Ms {
      const base = 40 + (Math.floor(ms / 7) % 21);
      const since = (ms - everyMs / 2) % everyMs;
      return ms >= everyMs / 2 && since < hangMs ? hangMs - since + base : base;
    },
  };
}

/** Checks the service for the whole run. The figures are from single checks, minutes and hours. */
async function watch(target: ReturnType<typeof service>, interval: Ms) {
  const ports = createFakePorts();
  const began = ports.clock.now();
  const starts: number[] = [];
  const kind = fakeKind({
    run: async (_, { signal }) => {
      const at = ports.clock.now() - began;
      const durationMs = target.latencyAt(at);
      starts.push(at);
      await untilAborted(signal, (resolve) => {
        const timer = ports.timers.set(() => resolve(null), durationMs);
        return () => ports.timers.clear(timer);
      });
      return { durationMs, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };
    },
  });
  const store = createMemoryStore();
  engine = createEngine({
    ports,
    store,
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: { resolve: async () => [] },
    kinds: [kind],
  });
  await engine.start();
  const [endpoint] = await engine.request('endpoints.create', {
    endpoints: [{ kind: 'fake', name: 'Service', interval, timeout: 20_000 }],
  });
  const id = endpoint?.id ?? '';
  await ports.time.advance(RUN_MS);
  const summaries: SeriesSummary[] = [];
  for (const points of [10_000, 20, 1]) {
    const { summary, step } = await store.series(id, { from: began, to: began + RUN_MS, points });
    expect(step).toBe({ 10_000: 0, 20: MINUTE, 1: 30 * MINUTE }[points]);
    summaries.push(summary);
  }
  const summariesOf = (from: Ms, to: Ms) =>
    Promise.all(
      [10_000, 8, 1].map(async (points) => {
        const { summary } = await store.series(id, { from: began + from, to: began + to, points });
        return summary;
      }),
    );
  // The first two checks may not be at a slot.
  const slots: number[] = [];
  for (let at = (starts.at(-1) ?? 0) % interval; at < RUN_MS; at += interval) slots.push(at);
  return { summaries, summariesOf, starts, slots };
}

/** Expects the percentiles of a prober that never waits, give or take a check, within 5 %. */
function expectPercentiles(summary: SeriesSummary, latencies: readonly Ms[]): void {
  const openLoop = latencies.toSorted((a, b) => a - b);
  for (const [key, quantile] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const rank = quantileRank(quantile, openLoop.length);
    const [least = NaN, most = NaN] = [openLoop.at(rank - 1), openLoop.at(Math.min(rank + 1, openLoop.length - 1))];
    const value = summary[key] ?? NaN;
    const near = value > least * 0.95 && value < most * 1.05;
    expect({ [key]: near ? 'within 5 %' : [value, least, most] }).toEqual({ [key]: 'within 5 %' });
  }
}

describe('percentiles of a service that hangs', () => {
  // None of p50, p95 and p99 is where answers end and hanging begins: there, one check more or less is a large difference.
  it.each([
    ['for 8 s every 2 min, checked every second', 8000, 2 * MINUTE, 1000],
    ['for 8 s once, checked every second', 8000, RUN_MS, 1000],
    ['for 0.5 s every 9 s, checked every half second', 500, 9000, 500],
    ['for 0.5 s every 7 s, checked every second', 500, 7000, 1000],
    ['for 8 s every 30 s, checked every half second', 8000, 30_000, 500],
  ])('%s, are those of a prober that never waits', async (_, hangMs, everyMs, interval) => {
    const target = service(hangMs, everyMs);
    const { summaries, summariesOf, starts, slots } = await watch(target, interval);
    const latencies = slots.map((at) => target.latencyAt(at));
    for (const summary of summaries) {
      expectPercentiles(summary, latencies);
      // Checks are counted as they were made.
      expect(summary.count).toBeGreaterThanOrEqual(starts.length - 1);
      expect(summary.count).toBeLessThanOrEqual(starts.length);
      const swallowedAtMost = slots.length - starts.length + 5;
      expect(summary.swallowed).toBeGreaterThanOrEqual(hangMs > interval ? 1 : 0);
      expect(summary.swallowed).toBeLessThanOrEqual(swallowedAtMost);
    }
    // From just after the first time that it hangs until just before the last one: both are in minutes that are cut.
    const firstHang = everyMs / 2;
    const lastHang = RUN_MS - ((RUN_MS - firstHang) % everyMs || everyMs);
    const from = firstHang + hangMs + 2300;
    const to = lastHang > from ? lastHang - 2700 : RUN_MS - 1;
    const within = slots.filter((at) => at >= from && at <= to).map((at) => target.latencyAt(at));
    for (const summary of await summariesOf(from, to)) expectPercentiles(summary, within);
  });
});
