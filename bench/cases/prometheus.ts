/** The same month in Lookout and in Debian's Prometheus: its size on the disk, and how long the same charts take. */
import type { Answer } from '../../src/contract/channels/index.ts';
import { row, type BenchCase, type CaseOptions, type Report, type Row } from '../case.ts';
import { DAY_MS, MONTH_DAYS, monthOf } from '../harness/month.ts';
import { MONTH_AT_20S, MONTH_AT_2MIN } from '../harness/month-sets.ts';
import { askEach, openDoor, RANGES, type Asked } from '../harness/page-door.ts';
import { makeBlocks, SERIES_PER_ENDPOINT, serveBlocks, whyNoPromtool } from '../harness/prometheus-blocks.ts';
import { formatNumber, formatSpread, ratios, spread } from '../harness/stats.ts';

const POINTS = 1000;
const TURNS = 10;
const WARM_UP = 5;
const HOUR_MS = 3_600_000;

/** The queries of a chart, over the step that ends at each point. */
function queriesFor(
  index: number,
  stepMs: number,
  intervalMs: number,
): { readonly quantile: string; readonly all: readonly string[] } {
  const series = (name: string) => `${name}{instance="https://site${index}.example/"}`;
  // A step needs at least one sample.
  const over = `[${Math.round(Math.max(stepMs, intervalMs))}ms]`;
  const duration = `${series('probe_duration_seconds')}${over}`;
  const quantile = (q: number) => `quantile_over_time(${q}, ${duration})`;
  return {
    quantile: quantile(0.5),
    // What the latency chart of Lookout draws: bands, whiskers, the mean and the failed checks.
    all: [
      ...[0.05, 0.25, 0.5, 0.75, 0.95].map(quantile),
      `min_over_time(${duration})`,
      `max_over_time(${duration})`,
      `avg_over_time(${duration})`,
      `sum_over_time(${series('probe_success')}${over})`,
      `count_over_time(${series('probe_success')}${over})`,
    ],
  };
}

async function run({ bed, long, say }: CaseOptions): Promise<Report> {
  const missing = whyNoPromtool();
  if (missing !== '') return { rows: [], how: [], leftOut: [missing] };
  const set = long ? MONTH_AT_20S : MONTH_AT_2MIN;
  say(`generating ${set.scale}`);
  const month = await monthOf(set, bed);
  say('generating the same for Prometheus');
  const blocks = await makeBlocks(set, month, bed);
  const rows: Row[] = [
    row(
      'bytes per check on the disk',
      `${formatNumber(month.bytes / month.rows)} (with details, findings and rollups)`,
      {
        baseline: `${formatNumber(blocks.bytes / month.rows)} (${SERIES_PER_ENDPOINT} series: success, duration, five phases)`,
        ratio: formatNumber(month.bytes / blocks.bytes),
      },
    ),
    row('seconds to write the month', formatNumber(month.seconds), {
      baseline: `${formatNumber(blocks.seconds)} (as OpenMetrics, then promtool)`,
      ratio: formatNumber(month.seconds / blocks.seconds),
    }),
  ];
  const door = await openDoor(month, bed);
  const prometheus = await serveBlocks(blocks, bed);
  for (const [range, ms] of RANGES.filter(([, length]) => length <= MONTH_DAYS * DAY_MS)) {
    say(`charts of ${range}`);
    const stepMs = ms / POINTS;
    const rangeOf = (turn: number) => {
      const to = month.to - (turn % 5) * HOUR_MS;
      return { from: to - ms, to };
    };
    let points = 0;
    const chart = (turn: number): Promise<Answer<'series.get'>> =>
      door.server.request('series.get', { id: door.ids[turn] ?? '', ...rangeOf(turn), points: POINTS });
    const query = async (turn: number, text: string): Promise<void> => {
      const { from, to } = rangeOf(turn);
      points = await prometheus.queryRange(text, { from: from + stepMs, to, stepMs });
    };
    const [ours, median, all] = [[], [], []] as [Asked[], Asked[], Asked[]];
    // Warm up both, because the first requests are slow.
    for (let turn = 0; turn < WARM_UP; turn += 1) {
      await chart(TURNS + turn);
      await Promise.all(queriesFor(TURNS + turn, stepMs, set.stepMs).all.map((text) => query(turn, text)));
    }
    // Measured in turns, so that other work on the machine affects all of them equally.
    for (let turn = 0; turn < TURNS; turn += 1) {
      const queries = queriesFor(turn, stepMs, set.stepMs);
      ours.push(await askEach(door.server.pid, 1, () => chart(turn)));
      median.push(await askEach(prometheus.pid, 1, () => query(turn, queries.quantile)));
      all.push(await askEach(prometheus.pid, 1, () => Promise.all(queries.all.map((text) => query(turn, text)))));
    }
    const answered = (await chart(0)).at.length;
    rows.push(
      compared(
        `chart of ${range}: ${answered} points with quantiles, mean and failures`,
        ours,
        all,
        `${queriesFor(0, 1, 1).all.length} queries`,
      ),
      compared(`chart of ${range}: the same, against the median alone`, ours, median, `one query, ${points} points`),
    );
  }
  return {
    rows,
    how: [
      `${formatNumber(month.rows)} checks: ${set.scale} for ${MONTH_DAYS} days, the same values in both. Prometheus has ${formatNumber(blocks.samples)} samples in blocks of at most 54 h, made by \`promtool tsdb create-blocks-from openmetrics\`; it scrapes nothing. Lookout is asked for \`series.get\` over HTTP, Prometheus for \`query_range\` with ${POINTS} steps; each turn asks both for another endpoint, one after the other; the first ${WARM_UP} turns do not count.`,
      'Both read from the page cache. The CPU time is that of all threads, measured in steps of 10 ms, on average. Lookout’s charts of 7 and 30 days come from its rollups; Prometheus has none and reads every sample. The queries of a chart are sent at the same time.',
    ],
    leftOut: [],
  };
}

function compared(what: string, ours: readonly Asked[], theirs: readonly Asked[], note: string): Row {
  const tookOf = (asked: readonly Asked[]) => asked.flatMap(({ took }) => took);
  const cpuOf = (asked: readonly Asked[]) => asked.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / asked.length;
  const text = (asked: readonly Asked[]) =>
    `${formatSpread(spread(tookOf(asked)), 'ms')}; CPU ${formatNumber(cpuOf(asked))} ms`;
  return row(what, text(ours), {
    baseline: `${text(theirs)} (${note})`,
    ratio: formatSpread(spread(ratios(tookOf(ours), tookOf(theirs)))),
  });
}

export const prometheus: BenchCase = { name: 'prometheus', title: 'The same history in Prometheus', run };
