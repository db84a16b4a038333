/** Measures what pages request of a month of history, such as charts and reports, and the removal of old results. */
import { statSync } from 'node:fs';
import { row, type BenchCase, type CaseOptions, type Report, type Row } from '../case.ts';
import { startRemote } from '../harness/calls.ts';
import { ENDPOINTS } from '../harness/data-set.ts';
import { copyMonth, DAY_MS, MONTH_DAYS, monthOf, type Month, type MonthSet } from '../harness/month.ts';
import { askEach, openDoor, overview, RANGES } from '../harness/page-door.ts';
import { formatNumber, formatSpread, quantile, spread } from '../harness/stats.ts';
import type { StoreHostMethods } from '../processes/store-host.ts';

const HOUR_MS = 3_600_000;
const POINTS = 600;
const ASKED = 20;
/** Requests of each type that do not count, because the first ones are slow. */
const WARM_UP = 4;
/** New results a second while old ones are removed. */
const PER_SECOND = 500;

const SMALL: MonthSet = {
  endpoints: ENDPOINTS,
  stepMs: 120_000,
  dense: 20,
  sparse: 60,
  scale: `20 endpoints every two minutes and ${ENDPOINTS - 20} every two hours, a hundredth of the checks of ${ENDPOINTS} endpoints every 20 s`,
};
/** The amount that can be measured in ten minutes. */
const LARGE: MonthSet = {
  endpoints: ENDPOINTS,
  stepMs: 20_000,
  dense: 30,
  sparse: 30,
  scale: `30 endpoints every 20 s and ${ENDPOINTS - 30} every 10 min`,
};

/** Measures the requests of a page, over HTTP. */
async function asking(month: Month, { bed, say }: CaseOptions): Promise<Row[]> {
  const door = await openDoor(month, bed);
  const { server, ids } = door;
  const { pid } = server;
  const idOf = (turn: number) => ids[turn % Math.min(ids.length, ASKED)] ?? '';
  say('charts');
  const rows: Row[] = [];
  const all = await askEach(pid, 10, () => overview(server), WARM_UP);
  rows.push(timed(`overview of all ${ids.length}`, all, 200));
  for (const [range, ms] of RANGES) {
    const chart = (turn: number) => {
      const to = month.to - turn * HOUR_MS;
      return server.request('series.get', { id: idOf(turn), from: to - ms, to, points: POINTS });
    };
    const asked = await askEach(pid, ASKED, chart, WARM_UP);
    rows.push(timed(`chart of ${range}`, asked, 50));
  }
  const compared = await askEach(pid, 5, (turn) => {
    const to = month.to - turn * HOUR_MS;
    const range = { from: to - 7 * DAY_MS, to, points: POINTS };
    return Promise.all(ids.slice(0, 8).map((id) => server.request('series.get', { id, ...range })));
  });
  const range = { from: month.from, to: month.to };
  const report = await askEach(pid, 3, () => server.request('reports.build', { ...range, ids: ids.slice(0, 50) }));
  const shifts = await askEach(pid, 3, () => server.request('shifts.list', { from: month.to - HOUR_MS, to: month.to }));
  const usual = await askEach(pid, 3, (turn) => server.request('baseline.get', { ...range, id: idOf(turn) }));
  rows.push(
    timed('8 endpoints compared over 7 d', compared, 150),
    timed('report of 30 d of 50 endpoints', report, 2000),
    timed(`what else changed in an hour, ${ids.length} endpoints`, shifts),
    timed('usual latency of 30 d of one endpoint', usual),
  );
  await door.stop();
  return rows;
}

/** @param aimMs for the 95th percentile */
function timed(what: string, { took, cpuMs }: Awaited<ReturnType<typeof askEach>>, aimMs?: number): Row {
  const p95 = quantile(took, 0.95);
  return row(
    `${what}, p95`,
    `${formatNumber(p95)} ms; all: ${formatSpread(spread(took), 'ms')}; CPU ${formatNumber(cpuMs)} ms`,
    aimMs === undefined ? {} : { aim: `< ${formatNumber(aimMs)} ms`, reached: p95 < aimMs },
  );
}

/** Removes all single results but those of the last week, while new ones are written and charts are asked for. */
async function thinning(month: Month, { bed, say }: CaseOptions): Promise<Row[]> {
  say('thinning');
  const file = await copyMonth(month, bed);
  const host = startRemote<StoreHostMethods>('store-host');
  bed.defer(() => host.stop());
  const { to } = month;
  const opened = await host.call('open', { file, now: to });
  const writing = { stepMs: 30_000, perSecond: PER_SECOND };
  const calm = await host.call('fill', { ...writing, from: to, to: to + DAY_MS, seed: 4, rows: 10 * PER_SECOND });
  const state = { done: false };
  const pruned = host
    .call('prune', { resultsBefore: to - 7 * DAY_MS, historyBefore: month.from })
    .finally(() => (state.done = true));
  const during: number[] = [];
  const charts: number[] = [];
  for (let turn = 0; !state.done; turn += 1) {
    const next = to + (turn + 1) * DAY_MS;
    const { batchMs } = await host.call('fill', {
      ...writing,
      from: next,
      to: next + DAY_MS,
      seed: 5,
      rows: PER_SECOND,
    });
    during.push(batchMs.p99);
    const range = { from: to - DAY_MS, to, points: POINTS };
    charts.push((await host.call('chart', { index: turn % ASKED, ...range })).tookMs);
  }
  const tookMs = await pruned;
  await host.call('close');
  await host.stop();
  const left = statSync(file).size;
  return [
    row('time to open the store', `${formatNumber(opened.tookMs)} ms; CPU ${formatNumber(opened.cpuMs)} ms`),
    row('all single results older than a week removed in', `${formatNumber(tookMs)} ms`),
    row(`batch meanwhile, ${PER_SECOND} results a second: p99`, formatSpread(spread(during), 'ms'), {
      baseline: `${formatNumber(calm.batchMs.p99)} ms without`,
    }),
    row('chart of 24 h meanwhile, p95', `${formatNumber(quantile(charts, 0.95))} ms`),
    row('size of the file after it', `${formatNumber(left / 2 ** 20)} MB`, {
      baseline: `${formatNumber(month.bytes / 2 ** 20)} MB before`,
      ratio: formatNumber(left / month.bytes),
    }),
  ];
}

async function run(options: CaseOptions): Promise<Report> {
  const set = options.long ? LARGE : SMALL;
  options.say(`generating ${set.scale}`);
  const month = await monthOf(set, options.bed);
  const rows = [
    row(
      `${formatNumber(month.rows)} results: bytes per check on the disk, with rollups`,
      formatNumber(month.bytes / month.rows),
    ),
    row('results written per second', formatNumber(month.rows / month.seconds)),
    ...(await asking(month, options)),
    ...(await thinning(month, options)),
  ];
  return {
    rows,
    how: [
      `${MONTH_DAYS} days of ${set.scale}, all as single results. The requests go to \`lookout serve\` over HTTP, as from a page, one after the other; the first ${WARM_UP} of each type do not count; the file is in the page cache. Charts have ${POINTS} points, and each is of another endpoint that is checked often.`,
      'With a load average above 2, most of each time is spent waiting for a processor, so look at the CPU time instead: the average, of all threads.',
    ],
    leftOut: [],
  };
}

export const history: BenchCase = { name: 'history', title: 'A month of history', run };
