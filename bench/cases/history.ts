/** What pages ask of a month of history: charts, comparisons, reports, and what else changed. */
import { join } from 'node:path';
import { row, type BenchCase, type CaseOptions, type Report } from '../case.ts';
import { startRemote } from '../harness/calls.ts';
import { ENDPOINTS } from '../harness/data-set.ts';
import { formatNumber, formatSpread, quantile, spread } from '../harness/stats.ts';
import type { StoreHostMethods } from '../processes/store-host.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS = 30;
const END = Date.UTC(2026, 10, 1);
const START = END - DAYS * DAY_MS;
const POINTS = 600;
/** In the small set, so many endpoints are checked every two minutes, the others every two hours. */
const SMALL = { stepMs: 120_000, dense: 20, sparse: 60 } as const;
/** That of the issue: every 20 s. */
const WHOLE = { stepMs: 20_000 } as const;
const ASKED = 20;
const RANGES = [
  ['24 h', DAY_MS],
  ['7 d', 7 * DAY_MS],
  ['30 d', 30 * DAY_MS],
  ['1 y', 365 * DAY_MS],
] as const;

async function run({ bed, long, say }: CaseOptions): Promise<Report> {
  const file = join(await bed.newDir('history'), 'lookout.db');
  const filling = startRemote<StoreHostMethods>('store-host');
  bed.defer(() => filling.stop());
  await filling.call('open', { file, now: START });
  const urls = Array.from({ length: ENDPOINTS }, (_, index) => `https://site${index}.example/`);
  await filling.call('addEndpoints', { urls, now: START });
  say('generating a month');
  const { rows: results } = await filling.call('fill', { from: START, to: END, seed: 3, ...(long ? WHOLE : SMALL) });
  await filling.call('close');
  await filling.stop();

  const host = startRemote<StoreHostMethods>('store-host');
  bed.defer(() => host.stop());
  const opened = await host.call('open', { file, now: END });
  const rows = [
    row(`overview of all ${ENDPOINTS}: time to open`, `${formatNumber(opened.tookMs)} ms`, {
      aim: '< 200 ms',
      reached: opened.tookMs < 200,
    }),
    row('CPU time of it, all threads', `${formatNumber(opened.cpuMs)} ms`),
  ];
  say('charts');
  for (const [name, ms] of RANGES) {
    const took: number[] = [];
    for (let turn = 0; turn < ASKED; turn += 1) {
      const to = END - turn * HOUR_MS;
      took.push((await host.call('chart', { index: turn, from: to - ms, to, points: POINTS })).tookMs);
    }
    const p95 = quantile(took, 0.95);
    rows.push(
      row(`chart of ${name}, p95`, `${formatNumber(p95)} ms; all: ${formatSpread(spread(took), 'ms')}`, {
        aim: '< 50 ms',
        reached: p95 < 50,
      }),
    );
  }
  const compared: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const to = END - turn * HOUR_MS;
    compared.push(await host.call('compare', { from: to - 7 * DAY_MS, to, points: POINTS, count: 8 }));
  }
  const report = await host.call('report', { from: START, to: END, count: 50 });
  const shifts = await host.call('shifts', { from: END - HOUR_MS, to: END });
  const usual = await host.call('usual', { from: START, to: END });
  rows.push(
    row('8 endpoints compared over 7 d', formatSpread(spread(compared), 'ms'), {
      aim: '< 150 ms',
      reached: spread(compared).median < 150,
    }),
    row('report of 30 d of 50 endpoints', `${formatNumber(report)} ms`, { aim: '< 2,000 ms', reached: report < 2000 }),
    row(`what else changed in an hour, ${ENDPOINTS} endpoints`, `${formatNumber(shifts)} ms`),
    row('usual latency of 30 d of one endpoint', `${formatNumber(usual)} ms`),
  );
  const scale = long
    ? `${ENDPOINTS} endpoints every 20 s for ${DAYS} days`
    : `${ENDPOINTS} endpoints for ${DAYS} days: ${SMALL.dense} every two minutes, the others every two hours, which is one hundredth of ${ENDPOINTS} endpoints every 20 s`;
  return {
    rows,
    how: [
      `${formatNumber(results)} results: ${scale}. Asked of the store, without HTTP, in a new process; the file is in the page cache. Charts have ${POINTS} points, and each is of another endpoint that is checked often. Most of the time to open is for the journal, in which an import at full speed leaves more than an hour.`,
      'With a load average above 2, the times are mostly those of waiting for a processor: compare them with the CPU time.',
    ],
    leftOut: ['The same queries against Prometheus, and the page: the start has a case of its own (`start`).'],
  };
}

export const history: BenchCase = { name: 'history', title: 'A month of history', run };
