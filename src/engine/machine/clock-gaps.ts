import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { Clock } from '../ports.ts';

/** From one tick to the next. */
export const TICK_MS: Ms = 1000;
/** A gap this long is sleep (or a machine so stalled that it makes no difference). */
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
 * Notices sleep and a late event loop on systems that do not tell: a tick a second, and a look at how much the wall clock
 * and the monotonic clock moved between two. Wall time that monotonic time did not see is sleep (or a clock that was set);
 * a tick that comes late on both clocks is a loop that was held up, or sleep on systems whose monotonic clock counts it.
 */
export interface ClockGaps {
  /** The worst gap that reaches into the time since `mono` on the monotonic clock; null: none. */
  worstSince(mono: Ms): Gap | null;
  /** To be called every `TICK_MS`, as exactly as timers go; with the first call it begins to look. */
  tick(): void;
}

export function createClockGaps(clock: Clock, onAwake: (gap: Gap) => void): ClockGaps {
  const gaps: Gap[] = [];
  /** Both clocks when it last looked. */
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
