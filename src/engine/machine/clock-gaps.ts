import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { Clock } from '../ports.ts';

/** The time between two ticks. */
export const TICK_MS: Ms = 1000;
/** A gap of at least this length counts as sleep, also if the machine only stalled for so long. */
const SLEEP_MS = 5000;
const KEPT = 100;

/** A time in which this process did not run when it should have. */
export interface Gap {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** `asleep`: the machine slept, or its clock was set. `late`: the event loop was blocked or starved. */
  readonly kind: 'asleep' | 'late';
  /** How long nothing ran. */
  readonly ms: Ms;
  /** When it was noticed, on the monotonic clock; unlike `to`, it never goes back. */
  readonly noticedAt: Ms;
}

/**
 * Detects sleep and a late event loop on systems that do not report them. Once a second, it compares how far the wall clock and
 * the monotonic clock have moved. If only the wall clock moved, the machine slept or its clock was set. If both moved too far,
 * the loop was blocked, or the machine slept and its monotonic clock counts sleep.
 */
export interface ClockGaps {
  /** The worst gap since `mono` on the monotonic clock; null: there was none. */
  worstSince(mono: Ms): Gap | null;
  /** Call it every `TICK_MS`. Detection begins with the first call. */
  tick(): void;
}

export function createClockGaps(clock: Clock, onAwake: (gap: Gap) => void): ClockGaps {
  const gaps: Gap[] = [];
  /** Both clocks at the last tick. */
  let last: { readonly wall: EpochMs; readonly mono: Ms } | null = null;

  function tick(): void {
    const now = clock.now();
    const monoNow = clock.mono();
    const { wall, mono } = last ?? { wall: now, mono: monoNow };
    last = { wall: now, mono: monoNow };
    const ran = monoNow - mono;
    const unseen = Math.abs(now - wall - ran);
    const late = Math.max(0, ran - TICK_MS);
    const asleep = unseen >= SLEEP_MS || late >= SLEEP_MS;
    if (asleep || late >= 50) {
      const gap: Gap = {
        from: Math.min(wall, now),
        to: Math.max(wall, now),
        kind: asleep ? 'asleep' : 'late',
        ms: Math.max(unseen, late),
        noticedAt: monoNow,
      };
      gaps.push(gap);
      if (gaps.length > KEPT) gaps.shift();
      if (asleep) onAwake(gap);
    }
  }

  return {
    worstSince(since) {
      // A socket's event can run before the tick that was due during the gap.
      if (last !== null && (clock.mono() - last.mono > TICK_MS || Math.abs(clock.now() - last.wall) > SLEEP_MS)) tick();
      let worst: Gap | null = null;
      for (const gap of gaps) {
        if (gap.noticedAt < since) continue;
        if (worst === null || (gap.kind === 'asleep') > (worst.kind === 'asleep') || gap.ms > worst.ms) worst = gap;
      }
      return worst;
    },
    tick,
  };
}
