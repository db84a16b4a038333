/** The store: its write rate, bytes per check on disk, read times, and how retention affects them. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Block } from '../../src/engine/store/block-codec.ts';
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import { startRemote, type Remote } from '../harness/calls.ts';
import { copyDataSet, DAYS, dataSet, ENDPOINTS, STEP_MS, type DataSet } from '../harness/data-set.ts';
import { formatNumber, formatSpread, quantile, ratios, spread } from '../harness/stats.ts';
import type { Filled, StoreHostMethods } from '../processes/store-host.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 5, 1);
const POINTS = 600;

type StoreHost = Remote<StoreHostMethods>;

async function openNew({ bed }: CaseOptions): Promise<{ host: StoreHost; file: string }> {
  const file = join(await bed.newDir('store'), 'lookout.db');
  const host = startRemote<StoreHostMethods>('store-host');
  bed.defer(() => host.stop());
  await host.call('open', { file, now: START });
  const urls = Array.from({ length: ENDPOINTS }, (_, index) => `https://site${index}.example/`);
  await host.call('addEndpoints', { urls, now: START });
  return { host, file };
}

async function writing(options: CaseOptions): Promise<Row[]> {
  const hours = options.long ? 24 : 2;
  const filled: Filled[] = [];
  const bare: number[] = [];
  const bytes: number[] = [];
  const bareBytes: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const { host, file } = await openNew(options);
    const to = START + (hours * DAY_MS) / 24;
    const one = await host.call('fill', { from: START, to, stepMs: STEP_MS, seed: turn + 1 });
    const plain = await host.call('fillBare', { file: `${file}-bare`, rows: one.rows });
    await host.call('close');
    await host.stop();
    filled.push(one);
    bare.push(one.rows / plain.seconds);
    bytes.push(statSync(file).size / one.rows);
    bareBytes.push(plain.bytes / one.rows);
    options.say(`${formatNumber(one.rows / one.seconds)} rows a second`);
  }
  const rate = filled.map((one) => one.rows / one.seconds);
  const size = spread(bytes);
  const rows = formatNumber(filled[0]?.rows ?? 0);
  return [
    row(`${rows} results, rows per second`, formatSpread(spread(rate)), {
      baseline: `${formatSpread(spread(bare))} (plain inserts)`,
      ratio: formatSpread(spread(ratios(rate, bare))),
    }),
    row('batch of up to 5,000, p99', formatSpread(spread(filled.map((one) => one.batchMs.p99)), 'ms')),
    row(
      'CPU for 1,000 results, both threads',
      formatSpread(spread(filled.map((one) => (one.cpuMs / one.rows) * 1000)), 'ms'),
    ),
    row(`bytes per check on the disk after ${hours} h, including rollups`, formatSpread(size), {
      baseline: `${formatSpread(spread(bareBytes))} (plain inserts, one index)`,
      aim: '< 60',
      reached: size.median < 60,
    }),
  ];
}

/** 100 checks a second, as the engine records them. */
async function watching(options: CaseOptions): Promise<Row[]> {
  const { host, file } = await openNew(options);
  const minutes = options.long ? 250 : 65;
  const to = START + minutes * 60_000;
  const one = await host.call('watch', { from: START, to, intervalMs: (ENDPOINTS / 100) * 1000, seed: 6 });
  await host.stop();
  options.say(`${formatNumber(one.bytesPerCheck)} bytes written per check`);
  const kept = blockBytes(file);
  return [
    row(`bytes written per check, 100 checks a second for ${minutes} min`, formatNumber(one.bytesPerCheck), {
      aim: '< 300',
      reached: one.bytesPerCheck < 300,
    }),
    row('batch of two seconds, p99', `${formatNumber(one.batchP99Ms)} ms`),
    row('bytes kept per check in blocks', formatNumber(kept), { aim: '< 15', reached: kept < 15 }),
  ];
}

/** The bytes of the pages with blocks, per result in them. */
function blockBytes(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const size = database.prepare("SELECT sum(pgsize) AS bytes FROM dbstat WHERE name IN ('block', 'block_day')").get();
  let results = 0;
  for (const row of database.prepare('SELECT data FROM block').iterate()) {
    if (row['data'] instanceof Uint8Array) results += new Block(row['data']).length;
  }
  database.close();
  return Number(size?.['bytes']) / results;
}

async function reading({ bed, long, say }: CaseOptions): Promise<{ rows: Row[]; how: string }> {
  const set = await dataSet(long, say);
  const file = await copyDataSet(set, await bed.newDir('history'));
  const turns = 5;
  const opened: number[] = [];
  const charts: number[] = [];
  const days: number[] = [];
  let points = 0;
  for (let turn = 0; turn < turns; turn++) {
    const host = startRemote<StoreHostMethods>('store-host');
    opened.push((await host.call('open', { file, now: set.now })).tookMs);
    // These endpoints have all their checks in both sets. Each process starts with cold caches.
    for (let index = 0; index < 10; index++) {
      const range = { index: index + turn, to: set.now, points: POINTS };
      const chart = await host.call('chart', { ...range, from: set.now - DAYS * DAY_MS });
      points = chart.points;
      charts.push(chart.tookMs);
      days.push((await host.call('chart', { ...range, from: set.now - DAY_MS })).tookMs);
    }
    await host.call('close');
    await host.stop();
  }
  return {
    rows: [
      row(`7-day chart of one endpoint, ${points} points`, formatSpread(spread(charts), 'ms')),
      row('24-hour chart of one endpoint', formatSpread(spread(days), 'ms')),
      row(
        `overview of all ${ENDPOINTS}: time to open, with the last 60 checks of each`,
        formatSpread(spread(opened), 'ms'),
      ),
      // In the small set most checks are an hour apart, each with its own rollups: not typical.
      ...(long ? [sizeRow(set)] : []),
    ],
    how:
      `Charts and overview read ${formatNumber(set.rows)} results (${formatNumber(set.bytes / 2 ** 20)} MB): ` +
      (long
        ? `${ENDPOINTS} endpoints, 7 days at 30 s. `
        : `${ENDPOINTS} endpoints, 7 days; the 20 endpoints with charts every 30 s, the others once an hour, and in the last hour every 30 s. `) +
      'The file is in the page cache, and the process is new.',
  };
}

function sizeRow({ bytes, rows }: DataSet): Row {
  const size = bytes / rows;
  return row('bytes per check on the disk after 7 days, including rollups', formatNumber(size), {
    aim: '< 60',
    reached: size < 60,
  });
}

/** Removes old results while 500 new rows a second are written and charts are requested one after another. */
async function pruning(options: CaseOptions): Promise<Row[]> {
  const { host } = await openNew(options);
  const hours = options.long ? 12 : 2;
  const until = START + (hours * DAY_MS) / 24;
  await host.call('fill', { from: START, to: until, stepMs: STEP_MS, seed: 3 });
  const perSecond = 500;
  const to = until + (options.long ? 20 : 12) * STEP_MS;
  const calm = await host.call('fill', { from: until, to, stepMs: STEP_MS, seed: 4, perSecond });
  const charts: number[] = [];
  const busy = host.call('fill', { from: to, to: to + (to - until), stepMs: STEP_MS, seed: 5, perSecond });
  const pruning = { done: false };
  const pruned = host.call('prune', { resultsBefore: until - 600_000, historyBefore: START }).finally(() => {
    pruning.done = true;
  });
  while (!pruning.done) {
    charts.push(
      (await host.call('chart', { index: charts.length % ENDPOINTS, from: START, to, points: POINTS })).tookMs,
    );
  }
  const tookMs = await pruned;
  const during = await busy;
  return [
    row(
      `retention of ${formatNumber((hours * 3600 * ENDPOINTS) / 30)} results while 500 rows per second are written`,
      `${formatNumber(tookMs)} ms`,
    ),
    row('batch p99 during retention', `${formatNumber(during.batchMs.p99)} ms`, {
      baseline: `${formatNumber(calm.batchMs.p99)} ms without retention`,
    }),
    row('chart p99 during retention', `${formatNumber(quantile(charts, 0.99))} ms`),
  ];
}

async function run(options: CaseOptions): Promise<Report> {
  const written = [...(await writing(options)), ...(await watching(options))];
  const read = await reading(options);
  return {
    rows: [...written, ...read.rows, ...(await pruning(options))],
    how: [
      `Results of ${ENDPOINTS} endpoints every 30 s, recorded in order of time, as fast as the store accepts them; each adds to an ` +
        'hour and a day. The store measures batch times itself (`stats().writeMs`); a batch contains what came while the previous one was written. The baseline writes five columns of the ' +
        'same results into one table with one index, 500 per transaction, in the calling thread.',
      'Bytes written are what the process wrote to the disk (`write_bytes` in `/proc/self/io`): the write-ahead log and, until the ' +
        'store is closed, the database. Each endpoint has 100 earlier spans, so that endpoints do not share pages. The engine records ' +
        'a result and the span that it extends; batches are of two seconds, and follow each other as fast as they are written. ' +
        'Bytes kept are the pages of all blocks, divided by the results in them.',
      read.how,
    ],
    leftOut: [],
  };
}

export const store: BenchCase = { name: 'store', title: 'Store', run };
