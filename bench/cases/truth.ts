/**
 * Compares Lookout's durations with those that the target measured and that tcpdump captured, with curl as the
 * reference.
 */
import { join } from 'node:path';
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import { runCurl, whyNoCurl } from '../harness/curl.ts';
import { CLI, runNode } from '../harness/program.ts';
import { formatNumber, quantile } from '../harness/stats.ts';
import { sleep, type TestBed } from '../harness/test-bed.ts';
import type { NotedResult } from '../processes/engine-host.ts';
import { captureWire, whyNoWire, type Capture, type WireTime } from '../harness/wire.ts';
import type { Served } from '../processes/target.ts';

type Scheme = 'http' | 'https';

const INTERVAL_MS = 5000;
/** Checks per second. With TLS, 1,000 handshakes a second on both sides are more than two cores can do. */
const RATES = { http: [1, 100, 1000], https: [1, 100, 300] } as const satisfies Record<Scheme, readonly number[]>;
/** curl's requests per second during the checks. */
const CURL_RATE = 10;
/** The target's answers are longer than this, and what it sends after an answer (the end of TLS) is shorter. */
const LEAST_ANSWER_BYTES = 640;
const COLD_ENDPOINTS = 20;
/** Targets of one cold `lookout check`: the last one has TLS. */
const COLD_TARGETS = 5;

/** Absolute errors of reported durations, in milliseconds. */
interface Gaps {
  /** Compared with the target's measurements. */
  readonly target: readonly number[];
  /** Compared with tcpdump's capture; empty: there is no tcpdump. */
  readonly wire: readonly number[];
}

/** Errors of Lookout's checks. */
interface Errors {
  readonly kept: Gaps;
  /** Errors of the checks that Lookout left out of its statistics. */
  readonly leftOut: Gaps;
  /** `selfMs` of all checks. */
  readonly self: readonly number[];
}

/** Errors of checks and of curl in one run, and the difference between the two witnesses. */
interface Warm extends Errors {
  readonly curl: Gaps;
  /** The target's measurements compared with the capture: the part of an error that the target itself causes. */
  readonly target: readonly number[];
}

/** A request, with its duration according to both witnesses. */
interface Truth {
  readonly served: Served;
  readonly wire: WireTime | undefined;
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

/** Starts both witnesses. */
async function witness(bed: TestBed): Promise<{ end(): Promise<readonly Truth[]> }> {
  const capture: Capture | null =
    whyNoWire() === '' ? await captureWire(join(bed.dir, 'wire.pcap'), LEAST_ANSWER_BYTES) : null;
  await bed.target.call('note');
  return {
    async end() {
      const served = await bed.target.call('noted');
      const wires = await capture?.stop();
      return served.map((one) => ({
        served: one,
        wire: wires?.get(one.connection)?.find(({ at }) => Math.abs(at - one.at) < INTERVAL_MS / 4),
      }));
    },
  };
}

/** Finds a request by its URL and time. */
function finder(truths: readonly Truth[]): (url: string, at: number) => Truth | undefined {
  const byPath = Map.groupBy(truths, ({ served }) => served.path);
  return (url, at) => {
    // Requests to one URL are seconds apart.
    return byPath.get(pathOf(url))?.find(({ served }) => Math.abs(served.at - at) < INTERVAL_MS / 4);
  };
}

function gapsOf(timed: readonly { readonly tookMs: number; readonly truth: Truth }[]): Gaps {
  return {
    target: timed.map(({ tookMs, truth }) => Math.abs(tookMs - truth.served.tookMs)),
    wire: timed.flatMap(({ tookMs, truth: { wire } }) => (wire === undefined ? [] : [Math.abs(tookMs - wire.tookMs)])),
  };
}

function errorsOf(results: readonly NotedResult[], truths: readonly Truth[]): Errors {
  const find = finder(truths);
  const known = results.flatMap(({ url, at, durationMs, selfMs, disturbed, failed }) => {
    const truth = failed ? undefined : find(url, at);
    return truth === undefined ? [] : [{ tookMs: durationMs, truth, selfMs, disturbed }];
  });
  return {
    kept: gapsOf(known.filter(({ disturbed }) => !disturbed)),
    leftOut: gapsOf(known.filter(({ disturbed }) => disturbed)),
    self: known.map(({ selfMs }) => selfMs),
  };
}

function together(all: readonly Errors[]): Errors {
  const gaps = (pick: (errors: Errors) => Gaps): Gaps => ({
    target: all.flatMap((errors) => pick(errors).target),
    wire: all.flatMap((errors) => pick(errors).wire),
  });
  return {
    kept: gaps(({ kept }) => kept),
    leftOut: gaps(({ leftOut }) => leftOut),
    self: all.flatMap(({ self }) => self),
  };
}

/** Checks at a steady rate, with curl beside them. */
async function measureWarm({ bed, long }: CaseOptions, scheme: Scheme, rate: number): Promise<Warm> {
  const engine = await bed.startEngine();
  const targets = urlsOf(bed, scheme, (rate * INTERVAL_MS) / 1000, 'endpoint');
  await engine.call('watch', { targets, intervalMs: INTERVAL_MS });
  // New endpoints are checked at once, and then in half an interval to one and a half.
  await sleep(INTERVAL_MS * 1.6);
  const windowMs = (rate === 1 ? 30_000 : 15_000) * (long ? 4 : 1);
  const witnesses = await witness(bed);
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
  const truths = await witnesses.end();
  await engine.stop();
  const byPath = new Map(truths.map((truth) => [truth.served.path, truth]));
  const known = timed.flatMap(({ url, tookMs }) => {
    const truth = byPath.get(pathOf(url));
    return truth === undefined ? [] : [{ tookMs, truth }];
  });
  const target = truths.flatMap(({ served, wire }) =>
    wire === undefined ? [] : [Math.abs(served.tookMs - wire.tookMs)],
  );
  return { ...errorsOf(results, truths), curl: gapsOf(known), target };
}

/** The first check of each endpoint after Lookout has started. */
async function measureCold({ bed, long }: CaseOptions, scheme: Scheme): Promise<Errors> {
  const all: Errors[] = [];
  for (let turn = 0; turn < (long ? 10 : 3); turn++) {
    const engine = await bed.startEngine();
    const witnesses = await witness(bed);
    await engine.call('note');
    await engine.call('watch', {
      targets: urlsOf(bed, scheme, COLD_ENDPOINTS, `cold-${turn}`),
      intervalMs: INTERVAL_MS,
    });
    while ((await engine.call('checked')) < COLD_ENDPOINTS) await sleep(100);
    const results = await engine.call('noted');
    const first = [...new Map(results.toReversed().map((result) => [result.url, result])).values()];
    all.push(errorsOf(first, await witnesses.end()));
    await engine.stop();
  }
  return together(all);
}

/** `lookout check` of four unencrypted targets and one with TLS, in a new process. */
async function measureCommand({ bed, long }: CaseOptions): Promise<Errors> {
  const all: Errors[] = [];
  for (let turn = 0; turn < (long ? 20 : 10); turn++) {
    const secure = bed.certificates === null ? [] : urlsOf(bed, 'https', 1, `command-${turn}-tls`);
    const targets = [...urlsOf(bed, 'http', COLD_TARGETS - secure.length, `command-${turn}`), ...secure];
    const witnesses = await witness(bed);
    const { code, output } = await runNode([CLI, 'check', '--json', ...targets], { env: bed.env });
    if (code !== 0) throw new Error(`lookout check ended with ${code}: ${output}`);
    const results = (JSON.parse(output) as readonly (NotedResult & { readonly target: string })[]).map((result) => ({
      ...result,
      url: result.target,
      failed: false,
    }));
    all.push(errorsOf(results, await witnesses.end()));
  }
  return together(all);
}

/** `p50 0.21, p99 0.62, max 2.8 ms` */
function formatErrors(errors: readonly number[]): string {
  if (errors.length === 0) return 'none';
  const at = (share: number) => formatNumber(quantile(errors, share));
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms`;
}

/** Describes how many checks were left out, and their errors. */
function leftOutText({ kept, leftOut }: Errors): string {
  const of = `${formatNumber(leftOut.target.length)} of ${formatNumber(kept.target.length + leftOut.target.length)}`;
  const gaps = leftOut.wire.length > 0 ? leftOut.wire : leftOut.target;
  return gaps.length === 0 ? of : `${of} (${formatErrors(gaps)})`;
}

function warmRows(scheme: Scheme, rate: number, errors: Warm): Row[] {
  const what = `${scheme}, ${formatNumber(rate)}/s`;
  const errorRow = (name: string, gaps: readonly number[], curl: readonly number[]) =>
    row(`${what}: ${name}`, formatErrors(gaps), {
      baseline: curl.length === 0 ? '' : `curl: ${formatErrors(curl)}`,
      ...(rate === 100 ? { aim: 'p99 < 1 ms', reached: quantile(gaps, 0.99) < 1 } : {}),
    });
  return [
    errorRow('error against the target', errors.kept.target, errors.curl.target),
    ...(errors.kept.wire.length === 0
      ? []
      : [
          errorRow('error against the wire', errors.kept.wire, errors.curl.wire),
          row(`${what}: the target itself against the wire`, formatErrors(errors.target)),
        ]),
    row(`${what}: left out as disturbed`, leftOutText(errors)),
    row(`${what}: \`selfMs\``, formatErrors(errors.self)),
  ];
}

function coldRows(what: string, errors: Errors): Row[] {
  const errorRow = (name: string, gaps: readonly number[]) =>
    row(`${what}: ${name}, also of disturbed checks`, formatErrors(gaps), {
      aim: 'max < 10 ms',
      reached: quantile(gaps, 1) < 10,
    });
  const wire = [...errors.kept.wire, ...errors.leftOut.wire];
  return [
    errorRow('error against the target', [...errors.kept.target, ...errors.leftOut.target]),
    ...(wire.length === 0 ? [] : [errorRow('error against the wire', wire)]),
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
      'The error is the difference between the reported duration and the truth, without sign. The truth is measured in two ways. ' +
        'The target, in a process of its own, measures from the accepted connection to the last byte it sent; when its ' +
        'loop is late, for example because of another TLS handshake, that is part of the error, and how large a part is in the ' +
        'row “the target itself against the wire”. The wire is what the ' +
        'kernel saw (tcpdump on loopback): from the first packet of the connection to the last one of the answer. Targets ' +
        `answer after 5 to 44 ms. curl is the comparison: it makes ${CURL_RATE} requests a second, one after the other, ` +
        'at the same time, and its error is that of `time_total`.',
      'A check is left out of statistics as disturbed when `selfMs`, the most that Lookout itself can have added, is more than 3 ms and more than a tenth of ' +
        'the duration; the figures in brackets are the errors of those checks, against the wire if there is tcpdump.',
    ],
    leftOut: [
      ...(why === '' ? [] : [`curl: ${why}`]),
      ...(whyNoWire() === '' ? [] : [`the wire: ${whyNoWire()}`]),
      ...(schemes.includes('https') ? [] : ['https: openssl is missing']),
    ],
  };
}

export const truth: BenchCase = { name: 'truth', title: 'Reported durations against the truth', run };
