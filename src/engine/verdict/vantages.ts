/** Combines the results of several vantage points into a verdict about an endpoint. Pure. */
import type { Metrics, Phases, TlsDetails } from '../../contract/model/check.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { failureOf } from '../base/failure.ts';

/** The result of one check from one vantage point. */
export interface VantageReading {
  readonly vantage: string;
  readonly at: EpochMs;
  readonly durationMs: Ms;
  /** `unknown`: the vantage point could not judge, so it has no vote. */
  readonly verdict: 'up' | 'down' | 'unknown';
  /** Null only when it is up. */
  readonly failure: Failure | null;
  /** Why the endpoint is degraded, although it is up; null: it is not. */
  readonly warning: Failure | null;
  readonly phases: Phases;
  readonly metrics: Metrics;
  /** Absent: it used no TLS, or did not get that far. */
  readonly tls?: TlsDetails;
}

/** The last readings of an endpoint, by vantage point, since its last result. */
export interface VantageRound {
  readonly latest: ReadonlyMap<string, VantageReading>;
  /** The vantage points that reported since the last result. */
  readonly reported: ReadonlySet<string>;
  /** The verdict of the last result; null: there was none. */
  readonly verdict: VantageReading['verdict'] | null;
}

export interface VantageRules {
  /** The vantage points of the endpoint, at least one. */
  readonly vantages: readonly string[];
  /** How many of them must say that the endpoint is down; null: more than half of them. */
  readonly needed: number | null;
  /** An older reading does not count. */
  readonly staleAfterMs: Ms;
}

/** The combined verdict of the readings. */
export interface Folded {
  readonly verdict: VantageReading['verdict'];
  /** Null only when the endpoint is up. */
  readonly failure: Failure | null;
  /** The reading that stands for all: of those that are up, the one with the median duration. */
  readonly by: VantageReading;
  /** In the order of the vantage points. */
  readonly readings: readonly VantageReading[];
}

export const EMPTY_ROUND: VantageRound = { latest: new Map(), reported: new Set(), verdict: null };

/**
 * Takes a reading. A result follows when each vantage point has reported since the last one, when one of them reports
 * for the second time because another one is silent, and when the verdict changes.
 * @returns `folded` is null: no result yet
 */
export function takeReading(
  round: VantageRound,
  reading: VantageReading,
  rules: VantageRules,
): { readonly round: VantageRound; readonly folded: Folded | null } {
  const latest = new Map(round.latest).set(reading.vantage, reading);
  const isOver = round.reported.has(reading.vantage);
  const reported = new Set(round.reported).add(reading.vantage);
  const folded = foldReadings(latest, reading.at, rules);
  const haveAll = rules.vantages.every((vantage) => reported.has(vantage));
  // The first result waits for all of them: one that is down says little before the others have reported.
  const hasChanged = round.verdict !== null && folded.verdict !== round.verdict;
  if (!haveAll && !isOver && !hasChanged) return { round: { ...round, latest, reported }, folded: null };
  // The vantage point that has begun the next round has reported in it.
  const next = isOver && !haveAll ? new Set([reading.vantage]) : new Set<string>();
  return { round: { latest, reported: next, verdict: folded.verdict }, folded };
}

/**
 * The endpoint is down when the required number of vantage points say so. Unknown readings have no vote. When fewer
 * vantage points can judge than must agree, and all of them say that the endpoint is down, it is unknown.
 */
function foldReadings(
  latest: ReadonlyMap<string, VantageReading>,
  now: EpochMs,
  { vantages, needed, staleAfterMs }: VantageRules,
): Folded {
  const readings = vantages.flatMap((vantage) => latest.get(vantage) ?? []);
  const known = readings.filter(({ verdict, at }) => verdict !== 'unknown' && now - at <= staleAfterMs);
  const down = known.filter(({ verdict }) => verdict === 'down');
  const up = known.filter(({ verdict }) => verdict === 'up');
  const enough = neededOf(vantages.length, needed);
  if (down.length >= enough) {
    const by = mostCommon(down);
    return { verdict: 'down', failure: by.failure, by, readings };
  }
  const median = up.toSorted((a, b) => a.durationMs - b.durationMs)[Math.floor((up.length - 1) / 2)];
  if (median !== undefined) return { verdict: 'up', failure: null, by: median, readings };
  const by = down[0] ?? readings.find(({ verdict }) => verdict === 'unknown') ?? first(readings);
  const failure =
    down.length === 0 && by.failure !== null
      ? by.failure
      : failureOf('local.vantages', { count: down.length, needed: enough });
  return { verdict: 'unknown', failure, by, readings };
}

/** How many of the vantage points must agree. */
export function neededOf(count: number, needed: number | null): number {
  return Math.min(count, needed ?? Math.floor(count / 2) + 1);
}

/** The first reading with the failure that most of them have. */
function mostCommon(readings: readonly VantageReading[]): VantageReading {
  const groups = [...Map.groupBy(readings, ({ failure }) => failure?.code ?? '').values()];
  return first(groups.toSorted((a, b) => b.length - a.length)[0] ?? []);
}

function first(readings: readonly VantageReading[]): VantageReading {
  const [reading] = readings;
  if (reading === undefined) throw new TypeError('Expected at least one reading, got none');
  return reading;
}
