/**
 * How often “slower than usual” is wrong, and how often it finds a real slowdown, on generated latencies (from a seed)
 * and recorded ones.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { EpochMs, Ms } from '../../src/contract/model/units.ts';
import { row, type BenchCase, type CaseOptions, type Report } from '../case.ts';
import { BEHAVIORS, generateLatencies } from '../harness/latencies.ts';
import { replay } from '../harness/slow-alarms.ts';
import { formatNumber, quantile } from '../harness/stats.ts';
import { sleep } from '../harness/test-bed.ts';

const INTERVAL_MS = 30_000;
const DAY_MS = 86_400_000;
const MONTH_CHECKS = (30 * DAY_MS) / INTERVAL_MS;
/** A Monday. */
const FROM: EpochMs = Date.UTC(2026, 0, 5);
const DAYS = 61;
/** Every third day, starting when the baseline is complete. */
const SLOW_FROM_DAY = 22;
const SLOW_EVERY_DAYS = 3;
const SLOW_MS: Ms = 15 * 60_000;
/** Durations in hundredths of a millisecond, by what was checked. */
const RECORDED = new URL('../harness/recorded-latencies.json.gz', import.meta.url);

interface Found {
  readonly slow: number;
  readonly found: number;
  readonly delaysMs: readonly Ms[];
}

/** When the latencies are multiplied: at a different time each day. */
const SLOW_TIMES: readonly EpochMs[] = Array.from(
  { length: Math.floor((DAYS - SLOW_FROM_DAY) / SLOW_EVERY_DAYS) },
  (_, index) => {
    const day = SLOW_FROM_DAY + index * SLOW_EVERY_DAYS;
    return FROM + day * DAY_MS + ((day * 7919 + day * day * 331) % 1420) * 60_000;
  },
);

function slowed(latencies: Float64Array, factor: number): Found {
  const isSlow = (at: EpochMs) => SLOW_TIMES.some((from) => at >= from && at < from + SLOW_MS);
  const { alarms } = replay(latencies, { from: FROM, interval: INTERVAL_MS }, (at, ms) =>
    isSlow(at) ? ms * factor : ms,
  );
  const delaysMs = SLOW_TIMES.flatMap((from) => {
    const alarm = alarms.find((at) => at >= from && at < from + SLOW_MS);
    return alarm === undefined ? [] : [alarm - from];
  });
  return { slow: SLOW_TIMES.length, found: delaysMs.length, delaysMs };
}

async function run({ long, say }: CaseOptions): Promise<Report> {
  const seeds = long ? 6 : 2;
  const rows = [];
  const totals = { 2: { slow: 0, found: 0 }, 3: { slow: 0, found: 0 } };
  const delays: Ms[] = [];
  for (const [index, behavior] of BEHAVIORS.entries()) {
    say(behavior.name);
    let [alarms, judged] = [0, 0];
    const parts: string[] = [];
    for (let seed = 0; seed < seeds; seed += 1) {
      const latencies = generateLatencies(behavior, {
        seed: 100 + index + 1000 * seed,
        from: FROM,
        interval: INTERVAL_MS,
        count: (DAYS * DAY_MS) / INTERVAL_MS,
      });
      const replayed = replay(latencies, { from: FROM, interval: INTERVAL_MS });
      alarms += replayed.alarms.length;
      judged += replayed.judged;
      await sleep(0);
      if (seed > 0) continue;
      for (const factor of [2, 3] as const) {
        const { slow, found, delaysMs } = slowed(latencies, factor);
        totals[factor].slow += slow;
        totals[factor].found += found;
        delays.push(...delaysMs);
        parts.push(`${found} of ${slow} at ${factor} ×`);
        await sleep(0);
      }
    }
    rows.push(falseRow(behavior.name, alarms, judged, `; found: ${parts.join(', ')}`));
  }
  const recorded = recordings();
  for (const [name, latencies] of Object.entries(recorded)) {
    const { alarms, judged } = replay(
      latencies.map((hundredths) => hundredths / 100),
      { from: FROM, interval: INTERVAL_MS },
    );
    rows.push(falseRow(`recorded: ${name}`, alarms.length, judged));
    await sleep(0);
  }
  for (const factor of [2, 3] as const) {
    const { slow, found } = totals[factor];
    rows.push(
      row(`15 min at ${factor} times the latency, found`, `${formatNumber((100 * found) / slow)} % of ${slow}`),
    );
  }
  rows.push(row('delay until found, median and p95', `${seconds(delays, 0.5)}, ${seconds(delays, 0.95)} s`));
  return {
    rows,
    how: [
      `Each behavior is ${seeds} endpoints for ${DAYS} days, checked every 30 s (\`bench/harness/latencies.ts\`), with the detectors and the baseline of the engine. None of them is ever slower than usual for its behavior, so every alarm is a false one. Then the same latencies (the first of the endpoints), multiplied for 15 minutes every third day once three weeks are known.`,
      'Lookout recorded the latencies on 30 November 2026: nginx and a Node server over HTTP, TCP connections and SQLite queries, five endpoints each, every 500 ms for 42 minutes on 2 cores with a load average of 15. They are replayed as if checked every 30 s, and the endpoints of one type are joined: nine days for each type. Checks that Lookout itself disturbed are left out, as in the engine.',
      'A doubled latency is not found where the latency often varies that much, such as in office hours, or if it adds less than 5 ms.',
    ],
    leftOut: [],
  };
}

function falseRow(name: string, alarms: number, judged: number, more = '') {
  const perMonth = alarms / (judged / MONTH_CHECKS);
  return row(`${name}: false alarms per endpoint and month`, `${formatNumber(perMonth)}${more}`, {
    aim: '≤ 1',
    reached: perMonth <= 1,
  });
}

function seconds(delays: readonly Ms[], share: number): string {
  return formatNumber(quantile(delays, share) / 1000);
}

function recordings(): Readonly<Record<string, readonly number[]>> {
  return JSON.parse(gunzipSync(readFileSync(RECORDED)).toString()) as Readonly<Record<string, readonly number[]>>;
}

export const baseline: BenchCase = { name: 'baseline', title: 'Slower than usual', run };
