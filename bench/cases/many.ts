/** Many endpoints on one event loop: its delay, CPU and memory, compared with a bare loop at the same rate. */
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import type { Measured } from '../harness/meter.ts';
import { formatNumber, formatSpread, spread } from '../harness/stats.ts';
import { sleep } from '../harness/test-bed.ts';
import type { EngineMeasured } from '../processes/engine-host.ts';

interface Size {
  readonly endpoints: number;
  readonly intervalMs: number;
  /** Target for the memory of the process; null: no target. */
  readonly megabytes: number | null;
}

const SIZES: readonly Size[] = [
  { endpoints: 1000, intervalMs: 10_000, megabytes: 250 },
  { endpoints: 5000, intervalMs: 30_000, megabytes: null },
  { endpoints: 10_000, intervalMs: 60_000, megabytes: 500 },
];
const TURNS = 3;
const MB = 2 ** 20;

async function measure({ bed, long, say }: CaseOptions, { endpoints, intervalMs, megabytes }: Size): Promise<Row[]> {
  const targets = bed.urls('http', endpoints);
  const windowMs = long ? 40_000 : 4000;
  const [engine, floor] = [await bed.startEngine(), bed.startFloor()];
  const began = performance.now();
  await engine.call('watch', { targets, intervalMs });
  while ((await engine.call('checked')) < endpoints) await sleep(100);
  const allCheckedMs = performance.now() - began;
  // After its first check, an endpoint waits half an interval to one and a half intervals: from here on the rate is
  // even.
  await sleep(Math.max(0, intervalMs / 2 + 1000 - (performance.now() - began)));

  const engineTurns: EngineMeasured[] = [];
  const floorTurns: Measured[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await engine.call('begin');
    await sleep(windowMs);
    engineTurns.push(await engine.call('end'));
  }
  // Afterwards, not in turns: a paused engine would have to catch up on missed slots.
  await engine.stop();
  await floor.call('pace', { targets, intervalMs });
  await sleep(1000);
  for (let turn = 0; turn < TURNS; turn++) {
    await floor.call('begin');
    await sleep(windowMs);
    floorTurns.push(await floor.call('end'));
  }
  await floor.stop();
  say(`${endpoints}: all checked once after ${formatNumber(allCheckedMs / 1000)} s`);

  const what = `${formatNumber(endpoints)} every ${intervalMs / 1000} s`;
  const of = <M extends Measured>(turns: readonly M[], read: (measured: M) => number) => spread(turns.map(read));
  const both = (name: string, read: (measured: Measured) => number, unit: string, aim: number | null): Row => {
    const [ours, bare] = [of(engineTurns, read), of(floorTurns, read)];
    return row(`${what}: ${name}`, formatSpread(ours, unit), {
      baseline: formatSpread(bare, unit),
      aim: aim === null ? '' : `< ${aim} ${unit}`,
      reached: aim === null ? null : ours.median < aim,
    });
  };
  const missed = of(engineTurns, (one) => one.missedSlots);
  const pace = of(engineTurns, (one) => one.count / one.seconds);
  const failed = engineTurns.reduce((sum, one) => sum + one.failed, 0);
  return [
    both('event-loop delay p99', (one) => one.loopDelay.p99, 'ms', 20),
    both('lateness p99', (one) => one.lateness.p99, 'ms', 50),
    row(`${what}: missed slots`, formatSpread(missed), { aim: '0', reached: missed.max === 0 }),
    row(`${what}: failed checks`, formatNumber(failed), { aim: '0', reached: failed === 0 }),
    row(`${what}: checks per second`, formatSpread(pace), { baseline: formatNumber(endpoints / (intervalMs / 1000)) }),
    both('CPU, of one core', (one) => one.cpuMs / one.seconds / 10, '%', null),
    both('memory (resident)', (one) => one.rssBytes / MB, 'MB', megabytes),
    row(
      `${what}: memory (JavaScript heap)`,
      formatSpread(
        of(engineTurns, (one) => one.heapBytes / MB),
        'MB',
      ),
    ),
  ];
}

async function run(options: CaseOptions): Promise<Report> {
  const rows: Row[] = [];
  for (const size of SIZES) rows.push(...(await measure(options, size)));
  return {
    rows,
    how: [
      `The same engine as in the cost of a check. Measured when the rate is steady (half an interval after the start), in ${TURNS} windows of ` +
        `${options.long ? 40 : 4} s each. Then the baseline is measured in the same number of windows: a bare \`node:http\` loop with the same targets at the same rate.`,
    ],
    leftOut: [],
  };
}

export const many: BenchCase = { name: 'many', title: 'Many endpoints', run };
