/** Concurrent checks that wait: one `lookout check` over endpoints that take seconds to answer. */
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import { processFile } from '../harness/calls.ts';
import { CLI, runNode } from '../harness/program.ts';
import { formatNumber, formatSpread, ratios, spread } from '../harness/stats.ts';

interface Group {
  readonly what: string;
  readonly targets: readonly string[];
  /** Milliseconds. */
  readonly aim: number | null;
}

/** @returns how many results of a JSON array are `up` */
function countUp(output: string): number {
  const results = JSON.parse(output) as readonly { readonly status: string }[];
  return results.filter(({ status }) => status === 'up').length;
}

async function measure({ bed, long, say }: CaseOptions, { what, targets, aim }: Group): Promise<Row> {
  const input = `${targets.join('\n')}\n`;
  const concurrency = String(Math.max(targets.length, 1));
  const ours: number[] = [];
  const bare: number[] = [];
  let up = 0;
  for (let turn = 0; turn < (long ? 5 : 3); turn++) {
    const floor = await runNode([processFile('once')], { input, env: bed.env });
    const checked = await runNode([CLI, 'check', '--json', '--concurrency', concurrency, '-'], { input, env: bed.env });
    up = countUp(checked.output);
    if (floor.code !== 0) throw new Error(`The bare loop failed over ${what}`);
    if (up !== targets.length) say(`${what}: only ${up} of ${targets.length} were up`);
    bare.push(floor.tookMs);
    ours.push(checked.tookMs);
  }
  const took = spread(ours);
  return row(`${what}, ${formatNumber(up)} up`, formatSpread(took, 'ms'), {
    baseline: formatSpread(spread(bare), 'ms'),
    ratio: formatSpread(spread(ratios(ours, bare))),
    aim: aim === null ? '' : `< ${formatNumber(aim)} ms`,
    reached: aim === null ? null : took.median < aim && up === targets.length,
  });
}

async function run(options: CaseOptions): Promise<Report> {
  const { bed } = options;
  const groups: readonly Group[] = [
    {
      what: '2 s and 3 s together',
      targets: [...bed.urls('http', 1, '/after/2000'), ...bed.urls('http', 1, '/after/3000')],
      aim: 3500,
    },
    { what: '1,000 that answer after 2 s', targets: bed.urls('http', 1000, '/after/2000'), aim: 6000 },
    { what: '5,000 that answer after 2 s', targets: bed.urls('http', 5000, '/after/2000'), aim: null },
  ];
  const rows: Row[] = [];
  for (const group of groups) rows.push(await measure(options, group));
  return {
    rows,
    how: [
      '`lookout check --json --concurrency N -` reads the targets from standard input, and is measured from the start of the process to its exit. It ' +
        'takes turns with a bare `node:http` process that requests all targets at once.',
    ],
    leftOut: [],
  };
}

export const concurrency: BenchCase = { name: 'concurrency', title: 'Concurrency', run };
