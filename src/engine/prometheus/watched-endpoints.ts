/**
 * The endpoints that Prometheus checks: the last result of each vantage point, and when these results become a check.
 */
import type { CheckOutcome, TlsDetails } from '../../contract/model/check.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { EndpointVantages, VantageState, VantageStates } from '../../contract/model/vantage.ts';
import { NEAR_MS } from '../check/blackbox-plans.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import { toleranceOf } from '../verdict/timeline.ts';
import { EMPTY_ROUND, takeReading, type Folded, type VantageReading, type VantageRound } from '../verdict/vantages.ts';
import { WAY_BACK_MS } from './prober.ts';
import type { EndpointReading } from './readings.ts';
import { deadlineOf } from './target-groups.ts';
import { HURRY_MS, type TargetsFile } from './targets-file.ts';

export interface WatchedEndpointsOptions {
  readonly targets: Pick<TargetsFile, 'vantages' | 'vantagesOf' | 'limitsOf' | 'isHurried' | 'calmed'>;
  /** A check has ended; `at` is later than that of the check before. */
  readonly onChecked: (monitor: Monitor, at: EpochMs, outcome: CheckOutcome) => void;
}

/** The known state of one endpoint, until the endpoint is edited. */
interface Watched {
  readonly monitor: Monitor;
  round: VantageRound;
  /** The time of the last sample that was read, by vantage point. */
  readonly seen: Map<string, EpochMs>;
  /** Samples up to this time are ignored. */
  readonly takenTo: EpochMs;
  /** The time of the last result. */
  lastAt: EpochMs;
}

export class WatchedEndpoints {
  readonly #options: WatchedEndpointsOptions;
  readonly #watched = new Map<EndpointId, Watched>();

  constructor(options: WatchedEndpointsOptions) {
    this.#options = options;
  }

  /** The endpoints that Prometheus checks. Paused ones are not among them. */
  get monitors(): readonly Monitor[] {
    return [...this.#watched.values()].map(({ monitor }) => monitor);
  }

  /** @param after samples up to this time belong to another config */
  put(monitor: Monitor, after: EpochMs): void {
    const lastAt = monitor.recentChecks.at.at(-1) ?? 0;
    const takenTo = Math.max(after, lastAt);
    this.#watched.set(monitor.endpoint.id, { monitor, round: EMPTY_ROUND, seen: new Map(), takenTo, lastAt });
  }

  delete(id: EndpointId): void {
    this.#watched.delete(id);
  }

  monitorOf(id: EndpointId): Monitor | undefined {
    return this.#watched.get(id)?.monitor;
  }

  /** When the next check of an endpoint is due; null: it is not known yet, or Prometheus does not check it. */
  nextAt(id: EndpointId): EpochMs | null {
    const watched = this.#watched.get(id);
    if (watched === undefined || watched.lastAt === 0) return null;
    return watched.lastAt + watched.monitor.endpoint.config.interval;
  }

  /** When the newest result of all is from; 0: there is none. */
  lastAt(): EpochMs {
    return Math.max(0, ...[...this.#watched.values()].map(({ lastAt }) => lastAt));
  }

  longest(field: 'interval' | 'timeout'): Ms {
    return Math.max(0, ...this.monitors.map(({ endpoint }) => endpoint.config[field]));
  }

  /** The vantage points, and their last results for these endpoints. */
  states(monitors: readonly Monitor[]): VantageStates {
    const { targets } = this.#options;
    const endpoints = monitors.map((monitor): EndpointVantages => {
      const { id } = monitor.endpoint;
      const { latest } = this.#watched.get(id)?.round ?? EMPTY_ROUND;
      const readings = this.vantagesOf(monitor).flatMap((name) => latest.get(name) ?? []);
      const states = readings.map(stateOf);
      const limits = targets.limitsOf(monitor);
      return limits.length === 0 ? { id, states } : { id, states, limits };
    });
    return { vantages: targets.vantages.map(({ name }) => name), endpoints };
  }

  /** The names of the vantage points that check an endpoint. */
  vantagesOf(monitor: Monitor): readonly string[] {
    return this.#options.targets.vantagesOf(monitor).map(({ name }) => name);
  }

  /** @returns false: it was read before, or the endpoint is unknown */
  take({ id, reading }: EndpointReading): boolean {
    const { targets, onChecked } = this.#options;
    const watched = this.#watched.get(id);
    if (watched === undefined || reading.at <= (watched.seen.get(reading.vantage) ?? watched.takenTo)) return false;
    const { config } = watched.monitor.endpoint;
    const vantages = this.vantagesOf(watched.monitor);
    if (!vantages.includes(reading.vantage)) return false;
    watched.seen.set(reading.vantage, reading.at);
    // While Prometheus scrapes an endpoint more often, it gives a check less time than the endpoint does.
    if (targets.isHurried(id) && wasCutShort(reading, deadlineOf(config))) {
      targets.calmed(id);
      return true;
    }
    const rules = { vantages, needed: config.vantagesDown ?? null, staleAfterMs: toleranceOf(config) };
    const { round, folded } = takeReading(watched.round, reading, rules);
    watched.round = round;
    if (folded === null) return true;
    targets.calmed(id);
    watched.lastAt = Math.max(reading.at, watched.lastAt + 1);
    onChecked(watched.monitor, watched.lastAt, outcomeOf(folded, reading.at - rules.staleAfterMs));
    return true;
  }
}

function stateOf({ vantage, verdict, at, durationMs, failure }: VantageReading): VantageState {
  return { vantage, verdict, at, durationMs, failure: failure?.code ?? null };
}

/** Whether the probe ended at the deadline of a hurried one, before the endpoint's own. */
function wasCutShort({ verdict, durationMs }: VantageReading, deadlineMs: Ms): boolean {
  return verdict === 'down' && durationMs >= HURRY_MS - WAY_BACK_MS - NEAR_MS && durationMs < deadlineMs - NEAR_MS;
}

/** The results of the vantage points, combined into one check. @param since certificates that were found before do not count */
function outcomeOf({ verdict, failure, by, readings }: Folded, since: EpochMs): CheckOutcome {
  const table = readings.map(({ vantage, verdict: found, durationMs, failure: own }) => ({
    vantage,
    verdict: found,
    durationMs: found === 'unknown' ? null : durationMs,
    failure: own?.code ?? null,
  }));
  const tls = firstToExpire(readings.filter((reading) => reading.verdict === verdict && reading.at >= since));
  return {
    durationMs: by.durationMs,
    selfMs: 0,
    phases: by.phases,
    metrics: by.metrics,
    failure,
    ...(failure === null && by.warning !== null ? { warning: by.warning } : {}),
    details: { ...(readings.length > 1 ? { vantages: table } : {}), ...(tls === undefined ? {} : { tls }) },
  };
}

/** What the vantage points found about TLS. If they found different certificates, the one that expires first counts. */
function firstToExpire(readings: readonly VantageReading[]): TlsDetails | undefined {
  const endOf = ({ chain: [certificate] }: TlsDetails) => certificate?.validTo ?? Infinity;
  return readings.flatMap(({ tls }) => tls ?? []).toSorted((a, b) => endOf(a) - endOf(b))[0];
}
