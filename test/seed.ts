/**
 * Fills a data folder with endpoints and history, for screenshots and for trying things out. Uses the same verdicts and
 * the same store as real checks.
 *
 *   node test/seed.ts DATABASE < endpoints.json
 *
 * The JSON is a list of `Seed`.
 */
import { text } from 'node:stream/consumers';
import { chartedMetrics, durationMetrics } from '../src/engine/check/kind.ts';
import { findKind, parseEndpoint } from '../src/engine/check/registry.ts';
import { createSqliteStore } from '../src/engine/store/sqlite-store.ts';
import { judge } from '../src/engine/verdict/judge.ts';
import { emptyHistory } from '../src/engine/endpoints/endpoint-history.ts';
import { Monitor } from '../src/engine/endpoints/monitor.ts';
import type { CheckOutcome, CheckResult, Phases } from '../src/contract/model/check.ts';
import type { Endpoint, EndpointInput } from '../src/contract/model/endpoint.ts';
import { seededRandom } from '../src/shared/testing/seeded-random.ts';

export interface Seed {
  readonly endpoint: EndpointInput;
  /** The usual duration of a check in milliseconds. */
  readonly usualMs: number;
  readonly secure: boolean;
  /** Outages: how many hours ago they began, and how many minutes they lasted. */
  readonly outages: readonly (readonly [hoursAgo: number, minutes: number])[];
  /** Metrics: each goes from one value to the other over the whole history. */
  readonly metrics?: Readonly<Record<string, readonly [first: number, last: number]>>;
  /** The hours of history; nothing is known about the time before. */
  readonly hours: number;
}

/** Realistic latency: a slow rise and fall over the day, noise, and a long tail. */
function phasesAt(at: number, seed: Seed, next: () => number): Phases {
  const swell = 1 + 0.25 * Math.sin((at / 86_400_000) * 2 * Math.PI);
  const tail = next() < 0.02 ? 2 + 3 * next() : 1;
  const noise = () => 0.8 + 0.4 * next();
  const wait = seed.usualMs * swell * tail * noise();
  const connect = seed.usualMs * 0.12 * noise();
  const tls = seed.secure ? { tls: seed.usualMs * 0.22 * noise() } : {};
  return { dns: 2 + 3 * next(), connect, ...tls, wait, transfer: seed.usualMs * 0.06 * noise() };
}

function metricsAt(hoursAgo: number, { metrics = {}, hours }: Seed, next: () => number): Record<string, number> {
  const done = 1 - hoursAgo / hours;
  const entries = Object.entries(metrics).map(([name, [first, last]]) => {
    const swing = 0.03 * Math.abs(last - first) * (next() - 0.5);
    return [name, first + (last - first) * done + swing] as const;
  });
  return Object.fromEntries(entries);
}

function outcomeAt(at: number, now: number, seed: Seed, next: () => number): CheckOutcome {
  const hoursAgo = (now - at) / 3_600_000;
  const down = seed.outages.some(([ago, minutes]) => hoursAgo <= ago && hoursAgo > ago - minutes / 60);
  const phases = phasesAt(at, seed, next);
  if (down && seed.endpoint.kind === 'tcp') {
    const failure = {
      code: 'connect.refused',
      message: 'Nothing listens on the port: the connection was refused.',
    } as const;
    return { durationMs: 3, selfMs: 0, phases: { dns: 2, connect: 1 }, metrics: {}, failure, details: {} };
  }
  if (down) {
    const message = 'Status 503 Service Unavailable is not accepted (accepted: 200-299).';
    const failure = { code: 'http.status', message, raw: 'HTTP/1.1 503 Service Unavailable' } as const;
    const details = { status: 503, httpVersion: '1.1' };
    return { durationMs: total(phases), selfMs: 0.4, phases, metrics: {}, failure, details };
  }
  return {
    durationMs: total(phases),
    selfMs: 0.4,
    phases,
    metrics: metricsAt(hoursAgo, seed, next),
    failure: null,
    details: { status: 200, httpVersion: '1.1', bytes: 1834 },
  };
}

const total = (phases: Phases): number => Object.values(phases).reduce((sum, ms) => sum + ms, 0);

async function main(file: string): Promise<void> {
  const seeds = JSON.parse(await text(process.stdin)) as readonly Seed[];
  const now = Date.now();
  const store = createSqliteStore({
    file,
    workerUrl: new URL('../src/engine/store/sqlite-worker.ts', import.meta.url),
    log: (level, message, facts) => process.stderr.write(`${level} ${message} ${JSON.stringify(facts ?? {})}\n`),
  });
  await store.open(now);
  for (const [number, seed] of seeds.entries()) {
    const parsed = parseEndpoint(seed.endpoint);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { config, target, host } = parsed;
    const kind = findKind(config.kind);
    if (kind === undefined) throw new Error(`No kind ${config.kind}`);
    const createdAt = now - seed.hours * 3_600_000;
    const id = crypto.randomUUID();
    const endpoint: Endpoint = { id, config, target, paused: false, pausedUntil: null, source: 'hand', createdAt };
    await store.saveEndpoints([endpoint]);
    const monitor = new Monitor({ stored: endpoint, kind, host }, emptyHistory(createdAt), createdAt);
    const next = seededRandom(number + 1);
    for (let at = createdAt; at < now - config.interval; at += config.interval) {
      const outcome = outcomeAt(at, now, seed, next);
      const result: CheckResult = {
        ...outcome,
        endpointId: id,
        at: Math.round(at),
        verdict: judge(outcome, config),
        queuedMs: 0,
        lateMs: 0,
        disturbed: false,
        swallowed: null,
      };
      const { transition, changed } = monitor.take(result, result.at);
      store.recordResult(result, { charted: chartedMetrics(kind), durations: durationMetrics(kind) });
      for (const span of changed) store.recordSpan(span);
      if (transition.incident !== null) store.recordIncident(transition.incident);
    }
    await store.flush();
  }
  await store.close();
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: node test/seed.ts DATABASE');
await main(file);
