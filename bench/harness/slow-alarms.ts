/** Replays latencies through the detection of endpoints that are slower than usual. */
import type { EpochMs, Ms } from '../../src/contract/model/units.ts';
import { usualOf } from '../../src/engine/history/baselines.ts';
import { baselineOf } from '../../src/engine/store/baseline.ts';
import { internLayout } from '../../src/engine/store/layout.ts';
import { emptyRollup, rollUp, type Rollup } from '../../src/engine/store/rollup.ts';
import { isSlowCheck, nextSlowness, NOT_SLOW, rowOf, type UsualLatency } from '../../src/engine/verdict/slowness.ts';

const HOUR_MS = 3_600_000;
const LAYOUT = internLayout({ phases: [], metrics: [], charted: [] });

/** The rollups of hours that a store would have. */
export class HoursOfLatency {
  readonly #hours = new Map<EpochMs, Rollup<never>>();

  add(at: EpochMs, latency: Ms): void {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    const rollup = this.#hours.get(hour) ?? emptyRollup<never>();
    this.#hours.set(hour, rollup);
    rollUp(rollup, {
      at,
      verdict: 'up',
      duration: Math.round(latency * 1000),
      layout: LAYOUT,
      phases: [],
      metrics: [],
      failure: null,
      code: null,
      disturbed: false,
      swallowed: null,
    });
  }

  usual(at: EpochMs): UsualLatency | null {
    return usualOf(
      baselineOf({ from: at, to: at + 1 }, (from) => {
        const rollup = this.#hours.get(from);
        return rollup === undefined ? [] : [{ at: from, rollup }];
      }),
    );
  }
}

export interface Replayed {
  /** The times at which the endpoint became slower than usual. */
  readonly alarms: readonly EpochMs[];
  /** The number of checks for which the baseline was known. */
  readonly judged: number;
}

/** @param change changes a latency, to insert slow times */
export function replay(
  latencies: ArrayLike<number>,
  { from, interval }: { readonly from: EpochMs; readonly interval: Ms },
  change: (at: EpochMs, latency: Ms) => Ms = (_, latency) => latency,
): Replayed {
  const hours = new HoursOfLatency();
  const alarms: EpochMs[] = [];
  let [hour, judged] = [-1, 0];
  let usual: UsualLatency | null = null;
  let slowness = NOT_SLOW;
  for (let index = 0; index < latencies.length; index += 1) {
    const at = from + index * interval;
    if (Math.floor(at / HOUR_MS) !== hour) {
      hour = Math.floor(at / HOUR_MS);
      usual = hours.usual(at);
    }
    const latency = change(at, latencies[index] ?? 0);
    if (usual !== null) {
      judged += 1;
      const { state } = nextSlowness(slowness, isSlowCheck(latency, usual), rowOf(interval, usual));
      if (state.isSlow && !slowness.isSlow) alarms.push(at);
      slowness = state;
    }
    hours.add(at, latency);
  }
  return { alarms, judged };
}
