/** Finds endpoints that are slower than usual, for those that want it (`slowerThanUsual`). */
import type { Baseline } from '../../contract/model/baseline.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { isDisturbed } from '../../shared/latency.ts';
import { failureOf } from '../base/failure.ts';
import type { Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { isSlowCheck, nextSlowness, NOT_SLOW, rowOf, type Slowness, type UsualLatency } from '../verdict/slowness.ts';

const HOUR_MS: Ms = 3_600_000;

interface Known {
  /** The hour of `usual`, counted since 1970. */
  readonly hour: number;
  /** Null: it is being read, or too little is known. */
  usual: UsualLatency | null;
  slowness: Slowness;
}

export interface BaselinesOptions {
  readonly store: Pick<Store, 'baseline'>;
  readonly log: Log;
}

export class Baselines {
  readonly #options: BaselinesOptions;
  readonly #known = new Map<EndpointId, Known>();

  constructor(options: BaselinesOptions) {
    this.#options = options;
  }

  /**
   * Judges a check of an endpoint. The usual latency is read when an hour begins, and the check does not wait for it.
   * @returns why the check is degraded; null: it is not slower than usual, or `slowerThanUsual` is off
   */
  judge(id: EndpointId, config: CommonConfig, at: EpochMs, outcome: CheckOutcome): Failure | null {
    if (config.slowerThanUsual !== true) {
      this.#known.delete(id);
      return null;
    }
    const known = this.#knownAt(id, at);
    const { usual } = known;
    // A check that failed or was not timed well says nothing about latency.
    if (usual === null || outcome.failure !== null || isDisturbed(outcome)) return null;
    const slowCheck = isSlowCheck(outcome.durationMs, usual);
    const { state, slow } = nextSlowness(known.slowness, slowCheck, rowOf(config.interval, usual));
    known.slowness = state;
    if (!slow) return null;
    return failureOf('latency.unusual', { usualMs: rounded(usual.median), basis: usual.basis });
  }

  /** The endpoint was changed or removed. */
  forget(id: EndpointId): void {
    this.#known.delete(id);
  }

  #knownAt(id: EndpointId, at: EpochMs): Known {
    const hour = Math.floor(at / HOUR_MS);
    const before = this.#known.get(id);
    if (before?.hour === hour) return before;
    // Until the new value is read, that of the hour before is better than none.
    const known: Known = { hour, usual: before?.usual ?? null, slowness: before?.slowness ?? NOT_SLOW };
    this.#known.set(id, known);
    // It never rejects.
    void this.#read(id, known);
    return known;
  }

  async #read(id: EndpointId, known: Known): Promise<void> {
    const from = known.hour * HOUR_MS;
    try {
      known.usual = usualOf(await this.#options.store.baseline(id, { from, to: from + 1 }));
    } catch (error) {
      this.#options.log('warn', 'The usual latency of an endpoint cannot be read', { id, error });
    }
  }
}

/** The usual latency in the first hour of a baseline; null: too little is known. */
export function usualOf({ basis, median, mad, slowShare, dayMedian, dayMad }: Baseline): UsualLatency | null {
  const [[base], [middle], [spread], [share]] = [basis, median, mad, slowShare];
  if (base === undefined || middle === undefined || spread === undefined || share === undefined) return null;
  return {
    basis: base,
    median: middle,
    mad: spread,
    slowShare: share,
    dayMedian: dayMedian[0] ?? null,
    dayMad: dayMad[0] ?? null,
  };
}

/** Rounded to two digits: the store keeps each different value as a separate finding. */
function rounded(ms: Ms): Ms {
  return Number(ms.toPrecision(2));
}
