/** What Lookout reports against what the target measured itself, with curl as a second witness. */
import { join } from 'node:path';
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import { runCurl, whyNoCurl } from '../harness/curl.ts';
import { CLI, runNode } from '../harness/program.ts';
import { formatNumber, quantile } from '../harness/stats.ts';
import { sleep, type TestBed } from '../harness/test-bed.ts';
import type { NotedResult } from '../processes/engine-host.ts';
import type { Served } from '../processes/target.ts';

type Scheme = 'http' | 'https';

const INTERVAL_MS = 5000;
/** Checks per second. With TLS, 1,000 handshakes a second on both sides are more than two cores can do. */
const RATES = { http: [1, 100, 1000], https: [1, 100, 300] } as const satisfies Record<Scheme, readonly number[]>;
/** Requests per second of curl, beside the checks. */
const CURL_RATE = 10;
const COLD_ENDPOINTS = 20;
/** Targets of one cold `lookout check`: the last one has TLS. */
const COLD_TARGETS = 5;

/** How far a reported duration is from what the target measured; milliseconds, without sign. */
interface Errors {
  readonly kept: readonly number[];
  /** Of the checks that Lookout left out of its statistics. */
  readonly leftOut: readonly number[];
  /** `selfMs` of all checks. */
  readonly self: readonly number[];
  readonly curl: readonly number[];
}

/** URLs of targets that take from 5 to 44 ms, one for each endpoint. */
function urlsOf(bed: TestBed, scheme: Scheme, count: number, name: string): string[] {
  const bases = bed.bases[scheme];
  return Array.from({ length: count }, (_, index) => {
    return `${bases[index % bases.length]}/after/${5 + ((index * 7) % 40)}?${name}=${index}`;
  });
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** What the target noted, by path, to be found by time. */
function finder(served: readonly Served[]): (url: string, at: number) => Served | undefined {
  const byPath = Map.groupBy(served, ({ path }) => path);
  return (url, at) => {
    // Requests to one URL are seconds apart.
    return byPath.get(pathOf(url))?.find((one) => Math.abs(one.at - at) < INTERVAL_MS / 4);
  };
}

function errorsOf(results: readonly NotedResult[], served: readonly Served[]): Omit<Errors, 'curl'> {
  const find = finder(served);
  const errors = results.flatMap(({ url, at, durationMs, selfMs, disturbed, failed }) => {
    const truth = failed ? undefined : find(url, at);
    return truth === undefined ? [] : [{ error: Math.abs(durationMs - truth.tookMs), selfMs, disturbed }];
  });
  return {
    kept: errors.filter(({ disturbed }) => !disturbed).map(({ error }) => error),
    leftOut: errors.filter(({ disturbed }) => disturbed).map(({ error }) => error),
    self: errors.map(({ selfMs }) => selfMs),
  };
}

/** Checks at a steady rate, with curl beside them. */
async function measureWarm({ bed, long }: CaseOptions, scheme: Scheme, rate: number): Promise<Errors> {
  const engine = await bed.startEngine();
  const targets = urlsOf(bed, scheme, (rate * INTERVAL_MS) / 1000, 'endpoint');
  await engine.call('watch', { targets, intervalMs: INTERVAL_MS });
  // New endpoints are checked at once, and then in half an interval to one and a half.
  await sleep(INTERVAL_MS * 1.6);
  const windowMs = (rate === 1 ? 30_000 : 15_000) * (long ? 4 : 1);
  await bed.target.call('note');
  await engine.call('note');
  const curl =
    whyNoCurl() === ''
      ? runCurl(urlsOf(bed, scheme, (windowMs / 1000) * CURL_RATE, 'curl'), {
          file: join(bed.dir, 'curl.txt'),
          perSecond: CURL_RATE,
          authority: bed.certificates?.authority ?? null,
        })
      : Promise.resolve([]);
  await sleep(windowMs);
  const results = await engine.call('noted');
  const timed = await curl;
  const served = await bed.target.call('noted');
  await engine.stop();
  const byPath = new Map(served.map((one) => [one.path, one]));
  return {
    ...errorsOf(results, served),
    curl: timed.flatMap(({ url, tookMs }) => {
      const truth = byPath.get(pathOf(url));
      return truth === undefined ? [] : [Math.abs(tookMs - truth.tookMs)];
    }),
  };
}

/** The first check of each endpoint after Lookout has started. */
async function measureCold({ bed, long }: CaseOptions, scheme: Scheme): Promise<Omit<Errors, 'curl'>> {
  const all: Omit<Errors, 'curl'>[] = [];
  for (let turn = 0; turn < (long ? 10 : 3); turn++) {
    const engine = await bed.startEngine();
    await bed.target.call('note');
    await engine.call('note');
    await engine.call('watch', {
      targets: urlsOf(bed, scheme, COLD_ENDPOINTS, `cold-${turn}`),
      intervalMs: INTERVAL_MS,
    });
    while ((await engine.call('checked')) < COLD_ENDPOINTS) await sleep(100);
    const results = await engine.call('noted');
    const first = [...new Map(results.toReversed().map((result) => [result.url, result])).values()];
    all.push(errorsOf(first, await bed.target.call('noted')));
    await engine.stop();
  }
  return {
    kept: all.flatMap(({ kept }) => kept),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
    self: all.flatMap(({ self }) => self),
  };
}

/** `lookout check` of four unencrypted targets and one with TLS, in a new process. */
async function measureCommand({ bed, long }: CaseOptions): Promise<Omit<Errors, 'curl'>> {
  const all: Omit<Errors, 'curl'>[] = [];
  for (let turn = 0; turn < (long ? 20 : 10); turn++) {
    const secure = bed.certificates === null ? [] : urlsOf(bed, 'https', 1, `command-${turn}-tls`);
    const targets = [...urlsOf(bed, 'http', COLD_TARGETS - secure.length, `command-${turn}`), ...secure];
    await bed.target.call('note');
    const { code, output } = await runNode([CLI, 'check', '--json', ...targets], { env: bed.env });
    if (code !== 0) throw new Error(`lookout check ended with ${code}: ${output}`);
    const results = (JSON.parse(output) as readonly (NotedResult & { readonly target: string })[]).map((result) => ({
      ...result,
      url: result.target,
      failed: false,
    }));
    all.push(errorsOf(results, await bed.target.call('noted')));
  }
  return {
    kept: all.flatMap(({ kept }) => kept),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
    self: all.flatMap(({ self }) => self),
  };
}

/** `p50 0.21, p99 0.62, max 2.8 ms` */
function formatErrors(errors: readonly number[]): string {
  if (errors.length === 0) return 'none';
  const at = (share: number) => formatNumber(quantile(errors, share));
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms`;
}

/** Of how many checks how many are left out, and how far those were off. */
function leftOutText({ kept, leftOut }: Omit<Errors, 'curl'>): string {
  const of = `${formatNumber(leftOut.length)} of ${formatNumber(kept.length + leftOut.length)}`;
  return leftOut.length === 0 ? of : `${of} (${formatErrors(leftOut)})`;
}

function warmRows(scheme: Scheme, rate: number, errors: Errors): Row[] {
  const what = `${scheme}, ${formatNumber(rate)}/s`;
  const p99 = quantile(errors.kept, 0.99);
  return [
    row(`${what}: error`, formatErrors(errors.kept), {
      baseline: errors.curl.length === 0 ? '' : `curl: ${formatErrors(errors.curl)}`,
      ...(rate === 100 ? { aim: 'p99 < 1 ms', reached: p99 < 1 } : {}),
    }),
    row(`${what}: left out as disturbed`, leftOutText(errors)),
    row(`${what}: \`selfMs\``, formatErrors(errors.self)),
  ];
}

function coldRows(what: string, errors: Omit<Errors, 'curl'>): Row[] {
  const all = [...errors.kept, ...errors.leftOut];
  return [
    row(`${what}: error, also of disturbed checks`, formatErrors(all), {
      aim: 'max < 10 ms',
      reached: quantile(all, 1) < 10,
    }),
    row(`${what}: left out as disturbed`, leftOutText(errors)),
  ];
}

async function run(options: CaseOptions): Promise<Report> {
  const { bed, say } = options;
  const schemes: readonly Scheme[] = bed.certificates === null ? ['http'] : ['http', 'https'];
  const rows: Row[] = [];
  const add = (more: readonly Row[]) => {
    rows.push(...more);
    for (const { what, measured } of more) say(`${what.replaceAll('`', '')}: ${measured}`);
  };
  for (const scheme of schemes) {
    for (const rate of RATES[scheme]) add(warmRows(scheme, rate, await measureWarm(options, scheme, rate)));
    add(coldRows(`${scheme}, first checks after a start`, await measureCold(options, scheme)));
  }
  add(coldRows('`lookout check` of 4 targets and one with TLS', await measureCommand(options)));
  const why = whyNoCurl();
  return {
    rows,
    how: [
      'The error is the difference between the duration that Lookout reports and the time that the target measured for the same request, from ' +
        'the accepted connection to the last byte sent, without sign. Targets answer after 5 to 44 ms. The target runs in a process of its own ' +
        'on the same machine, so its own delays are part of the error; curl shows how much that is: it makes ' +
        `${CURL_RATE} requests a second, one after the other, at the same time, and its error is that of \`time_total\`.`,
      'A check is left out of statistics as disturbed when `selfMs`, the most that Lookout itself can have added, is more than 3 ms and more than a tenth of ' +
        'the duration; the figures in brackets are the errors of those checks.',
    ],
    leftOut: [
      ...(why === '' ? [] : [`curl: ${why}`]),
      ...(schemes.includes('https') ? [] : ['https: openssl is missing']),
    ],
  };
}

export const truth: BenchCase = { name: 'truth', title: 'Reported durations against the truth', run };
