/** Stores the history of endpoints that an import adds. They must have none of their own yet. */
import type { CheckResult } from '../../contract/model/check.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import { failureOf } from '../base/failure.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import { PastReplay, type Checked } from '../history/past-timeline.ts';
import type { CountedHistory, CountedPeriod } from '../store/counted-history.ts';
import { WIDTH_MS } from '../store/rollup.ts';
import type { Store } from '../store/store.ts';
import type { PastCheck, PastKey, PastPart } from './past.ts';

export interface PastProgress {
  /** Checks that were read, also those of which only the status is kept. */
  readonly done: number;
  readonly all: number;
}

export interface RecordPastOptions {
  readonly store: Pick<Store, 'saveCounted' | 'recordResult' | 'recordSpan' | 'recordIncident' | 'flush'>;
  readonly endpointOf: (key: PastKey) => Endpoint | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PastProgress) => void;
}

/**
 * Other work runs in between: a history has millions of checks.
 * @returns how many checks there were
 * @throws the signal's reason
 */
export async function recordPast(parts: AsyncIterable<PastPart>, options: RecordPastOptions): Promise<number> {
  const { store, endpointOf, signal, onProgress } = options;
  /** Of the endpoint whose parts come now. */
  let replay: PastReplay | null = null;
  let count = 0;
  for await (const part of parts) {
    signal.throwIfAborted();
    const endpoint = endpointOf(part);
    if (endpoint !== undefined) {
      const { config } = endpoint;
      const checked = part.counted === null ? [] : checkedIn(part.counted);
      if (part.counted !== null && part.isMeasured && checked.length > 0) {
        await store.saveCounted(endpoint.id, part.counted);
        signal.throwIfAborted();
      }
      const current = (replay ??= new PastReplay({ config, checked, newIncidentId: () => crypto.randomUUID() }));
      const record = (check: PastCheck): void => {
        const result = resultOf(endpoint, check);
        current.add({ status: check.status, isAlone: check.isAlone, result });
        const isCheck = !check.isAlone && check.status !== 'maintenance';
        if (part.isMeasured && isCheck) store.recordResult(result);
      };
      await inTimeSlices(part.checks, record, signal);
      count += part.checks.length;
      if (part.isLast) {
        const { spans, incidents } = current.end();
        await inTimeSlices(spans, (span) => store.recordSpan(span), signal);
        await inTimeSlices(incidents, (incident) => store.recordIncident(incident), signal);
        replay = null;
      }
    }
    // The store keeps only a limited number of waiting results.
    await store.flush();
    signal.throwIfAborted();
    onProgress({ done: part.done, all: part.all });
  }
  return count;
}

const NOT_JUDGED = { verdict: 'unknown', failure: null } as const;

function resultOf({ id }: Endpoint, { at, status, durationMs, problem }: PastCheck): CheckResult {
  const judged =
    status === 'maintenance'
      ? NOT_JUDGED
      : status === 'up'
        ? ({ verdict: 'up', failure: null } as const)
        : ({
            verdict: 'down',
            failure: failureOf('imported.failed', { problem: problem === '' ? undefined : problem }),
          } as const);
  return {
    endpointId: id,
    at,
    durationMs,
    ...judged,
    phases: {},
    metrics: {},
    details: {},
    selfMs: 0,
    queuedMs: 0,
    lateMs: 0,
    disturbed: false,
    swallowed: null,
  };
}

/** The times in which there were checks: the days before the first hour, and the hours. */
function checkedIn({ hours, days }: CountedHistory): readonly Checked[] {
  const first = hours[0]?.at ?? Infinity;
  const before = timesOf(days, WIDTH_MS.day).map(({ from, to }) => ({ from, to: Math.min(to, first) }));
  return joined([...before.filter(({ from, to }) => from < to), ...timesOf(hours, WIDTH_MS.hour)]);
}

function timesOf(periods: readonly CountedPeriod[], width: number): Checked[] {
  return periods.filter(({ up, down }) => up + down > 0).map(({ at }) => ({ from: at, to: at + width }));
}

function joined(times: readonly Checked[]): readonly Checked[] {
  const all: Checked[] = [];
  for (const time of times) {
    const last = all.at(-1);
    if (last !== undefined && last.to >= time.from) all[all.length - 1] = { from: last.from, to: time.to };
    else all.push(time);
  }
  return all;
}
