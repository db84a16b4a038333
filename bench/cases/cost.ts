/**
 * CPU cost of a check: the whole engine, a bare `node:http` loop, and Prometheus with blackbox_exporter, one after the
 * other or together.
 */
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import type { Remote } from '../harness/calls.ts';
import { startPrometheus, whyNoPrometheus } from '../harness/prometheus.ts';
import { formatSpread, ratios, spread } from '../harness/stats.ts';
import { sleep } from '../harness/test-bed.ts';
import type { EngineHostMethods } from '../processes/engine-host.ts';
import type { FloorMethods } from '../processes/floor.ts';

const INTERVAL_MS = 5000;
/** Wait between the start of a side's turn and its measurement. */
const SETTLE_MS = 1200;
/**
 * Below this many checks a second, the sides use so little CPU that they are measured together, which gives each more
 * time.
 */
const LOW_PACE = 50;
/** Checks per second, highest first: both loops are then compiled before the low rates, as in daily use. */
const PACES = {
  http: [1000, 100, 5],
  // A thousand handshakes a second on both sides are too many for two cores: neither the engine nor the bare loop keeps
  // up.
  https: [300, 100, 5],
} as const satisfies Record<'http' | 'https', readonly number[]>;

/** A program that can be measured, and that uses no CPU while it is paused. */
interface Side {
  readonly name: 'engine' | 'floor' | 'prometheus';
  resume(): Promise<void> | void;
  pause(): Promise<void> | void;
  /** @returns CPU milliseconds of its processes since they started */
  cpuMs(): Promise<number> | number;
  /** Absent: it keeps running for the next rate. */
  stop?(): Promise<void>;
}

interface Hosts {
  readonly engine: Remote<EngineHostMethods>;
  readonly floor: Remote<FloorMethods>;
}

interface Figures {
  readonly pace: number;
  /** CPU milliseconds per thousand checks, one value per turn. */
  readonly cost: Record<Side['name'], number[]>;
  readonly checks: Record<Side['name'], number>;
  /** Completed checks divided by due checks in the worst turn, 0 to 1. */
  readonly kept: Record<Side['name'], number>;
}

/** A side that makes a smaller share of the due checks is not compared. */
const KEPT = 0.9;

async function measurePace(
  { bed, long, say, profileDir }: CaseOptions,
  scheme: 'http' | 'https',
  pace: number,
  { engine, floor }: Hosts,
): Promise<Figures> {
  const targetsOf = (side: Side['name']) => bed.urls(scheme, (pace * INTERVAL_MS) / 1000, `/${side}`);
  const sides: Side[] = [
    {
      name: 'engine',
      // Not `suspend` and `resume`: after `resume`, the engine waits for a network and spreads its checks.
      resume: () => engine.signal('SIGCONT'),
      pause: () => engine.signal('SIGSTOP'),
      cpuMs: () => engine.call('cpu'),
    },
    {
      name: 'floor',
      resume: () => floor.call('pace', { targets: targetsOf('floor'), intervalMs: INTERVAL_MS }),
      pause: () => floor.call('pause'),
      cpuMs: () => floor.call('cpu'),
    },
  ];
  engine.signal('SIGCONT');
  await engine.call('watch', { targets: targetsOf('engine'), intervalMs: INTERVAL_MS });
  if (profileDir === null && whyNoPrometheus() === '') {
    // Its first interval passes while the engine runs its own.
    const options = { targets: targetsOf('prometheus'), intervalMs: INTERVAL_MS };
    sides.push({ name: 'prometheus', ...(await startPrometheus(bed, options)) });
  }
  // New endpoints are checked at once, and then again after half an interval to one and a half intervals.
  await sleep(INTERVAL_MS * 1.6);

  const together = pace < LOW_PACE;
  // Whole intervals, in which every target is due equally often.
  const windowMs = INTERVAL_MS * (long ? 4 : 1) * (together ? 4 : 1);
  const cost: Figures['cost'] = { engine: [], floor: [], prometheus: [] };
  const checks: Figures['checks'] = { engine: 0, floor: 0, prometheus: 0 };
  const kept: Figures['kept'] = { engine: 1, floor: 1, prometheus: 1 };

  async function measure(side: Side): Promise<void> {
    const { name } = side;
    const began = performance.now();
    const [cpuFrom, from] = [await side.cpuMs(), await bed.target.call('answered', name)];
    await sleep(windowMs);
    const [cpuTo, to] = [await side.cpuMs(), await bed.target.call('answered', name)];
    const due = (pace * (performance.now() - began)) / 1000;
    cost[name].push(((cpuTo - cpuFrom) / (to - from)) * 1000);
    checks[name] += to - from;
    kept[name] = Math.min(kept[name], (to - from) / due);
  }

  async function measureByTurns(): Promise<void> {
    for (const side of sides) {
      await side.resume();
      // Checks that fell due during the pause run at once. They are not part of the rate.
      await sleep(SETTLE_MS);
      await measure(side);
      await side.pause();
    }
  }

  for (const side of sides) await (together ? side.resume() : side.pause());
  if (together) await sleep(INTERVAL_MS);
  for (let turn = 0; turn < (long ? 5 : 3); turn++) {
    await (together ? Promise.all(sides.map(measure)) : measureByTurns());
    say(`${pace}/s: ${sides.map(({ name }) => `${name} ${cost[name].at(-1)?.toFixed(0)}`).join(', ')} ms per 1,000`);
  }
  for (const side of sides) {
    await side.pause();
    await side.stop?.();
  }
  return { pace, cost, checks, kept };
}

async function startHosts({ bed, profileDir }: CaseOptions): Promise<Hosts> {
  const nodeFlags = profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  return { engine: await bed.startEngine({ nodeFlags }), floor: bed.startFloor() };
}

function rowsOf({ pace, cost, kept }: Figures, scheme: string): Row[] {
  const perThousand = (values: readonly number[]) => formatSpread(spread(values), 'ms');
  const rows: Row[] = [];
  const against = (name: 'floor' | 'prometheus', title: string, aim: number) => {
    if (cost[name].length === 0) return;
    const late = (['engine', name] as const).filter((side) => kept[side] < KEPT);
    if (late.length > 0) {
      const shares = late.map(
        (side) => `${side} made only ${Math.round(kept[side] * 100)} % of the checks that were due`,
      );
      rows.push(
        row(`${scheme}, ${pace}/s, against ${title}`, perThousand(cost.engine), { baseline: shares.join(', ') }),
      );
      return;
    }
    const ratio = spread(ratios(cost.engine, cost[name]));
    rows.push(
      row(`${scheme}, ${pace}/s, against ${title}`, perThousand(cost.engine), {
        baseline: perThousand(cost[name]),
        ratio: formatSpread(ratio),
        aim: `≤ ${aim}`,
        reached: ratio.median <= aim,
      }),
    );
  };
  against('floor', 'bare `node:http`', 1.5);
  against('prometheus', 'Prometheus + blackbox_exporter', 0.8);
  return rows;
}

async function run(options: CaseOptions, scheme: 'http' | 'https'): Promise<Report> {
  if (scheme === 'https' && options.bed.certificates === null) {
    return { rows: [], how: [], leftOut: ['https: openssl is missing'] };
  }
  const hosts = await startHosts(options);
  const figures: Figures[] = [];
  // https at five a second takes a minute and shows nothing that http at that rate did not show.
  for (const pace of scheme === 'http' || options.long ? PACES[scheme] : PACES[scheme].slice(0, 2)) {
    figures.push(await measurePace(options, scheme, pace, hosts));
  }
  const why = options.profileDir === null ? whyNoPrometheus() : 'a profile is taken';
  return {
    rows: figures.flatMap((one) => rowsOf(one, scheme)),
    how: [
      'CPU milliseconds (user and system, all threads) per 1,000 checks. The engine includes scheduler, gate, check, verdict, SQLite ' +
        'store with rollups, and pushes as JSON. The bare loop makes the same requests on new connections and stores nothing. ' +
        `Each target is checked once in ${INTERVAL_MS / 1000} s. The programs take turns while the others are paused; below ${LOW_PACE}/s they run together. ` +
        'The server counts the checks. The CPU time of Node processes comes from `process.cpuUsage`, that of the two Go programs from `/proc/<pid>/stat`.',
      `Checks measured: ${figures
        .map(
          ({ pace, checks }) =>
            `${pace}/s: ${Object.entries(checks)
              .map(([name, n]) => `${name} ${n}`)
              .join(', ')}`,
        )
        .join('; ')}.`,
    ],
    leftOut: why === '' ? [] : [`Prometheus + blackbox_exporter: ${why}`],
  };
}

export const costHttp: BenchCase = {
  name: 'cost-http',
  title: 'Cost of a check, HTTP',
  run: (options) => run(options, 'http'),
};

export const costHttps: BenchCase = {
  name: 'cost-https',
  title: 'Cost of a check, HTTPS',
  run: (options) => run(options, 'https'),
};
