/** Recognizes endpoints that go down and up again and again, so that they cause one alert and not forty. */
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import type { Clock } from '../ports.ts';

/** An endpoint that went down this often within `WITHIN_MS` is flapping. */
export const FLAPPING_DOWNS = 4;
const WITHIN_MS: Ms = 3_600_000;
/** It no longer flaps when its status has not changed for half of that time. */
const CALM_SHARE = 0.5;
/** For an endpoint that is checked rarely, the time is this many intervals. */
const WITHIN_INTERVALS = 20;

/** How long its status must not change before it no longer flaps. @param interval of the endpoint */
export function calmMs(interval: Ms): Ms {
  return withinMs(interval) * CALM_SHARE;
}

function withinMs(interval: Ms): Ms {
  return Math.max(WITHIN_MS, WITHIN_INTERVALS * interval);
}

/** What is known of an endpoint that went down lately. */
interface Track {
  /** When it went down, on the monotonic clock, oldest first. */
  downs: readonly Ms[];
  isDown: boolean;
  /** When it last went down or up. */
  changedAt: Ms;
  /** How often it had gone down when it began to flap; null: it does not flap. */
  flapping: number | null;
}

/**
 * Uses two limits, so that flapping itself does not come and go: going down four times begins it, and half an hour
 * without a change ends it.
 */
export class Flapping {
  readonly #clock: Pick<Clock, 'mono'>;
  /** Only the endpoints that went down within the time. */
  readonly #tracks = new Map<EndpointId, Track>();

  constructor(clock: Pick<Clock, 'mono'>) {
    this.#clock = clock;
  }

  /** A check has ended. @param interval of the endpoint @returns see `of` */
  checked(id: EndpointId, isDown: boolean, interval: Ms): number | null {
    const before = this.#tracks.get(id);
    if (before === undefined && !isDown) return null;
    const now = this.#clock.mono();
    const within = withinMs(interval);
    const track = before ?? { downs: [], isDown: false, changedAt: now, flapping: null };
    if (isDown !== track.isDown) {
      track.isDown = isDown;
      track.changedAt = now;
      if (isDown) track.downs = [...track.downs, now];
    }
    track.downs = track.downs.filter((at) => now - at <= within).slice(-FLAPPING_DOWNS);
    if (track.flapping === null && track.downs.length >= FLAPPING_DOWNS) track.flapping = track.downs.length;
    else if (track.flapping !== null && now - track.changedAt >= calmMs(interval)) {
      track.flapping = null;
      track.downs = [];
    }
    if (track.flapping === null && track.downs.length === 0 && !isDown) this.#tracks.delete(id);
    else this.#tracks.set(id, track);
    return track.flapping;
  }

  /** How often an endpoint had gone down when it began to flap; null: it does not flap. */
  of(id: EndpointId): number | null {
    return this.#tracks.get(id)?.flapping ?? null;
  }

  /** It flapped when Lookout ended. */
  restore(id: EndpointId, downs: number): void {
    this.#tracks.set(id, { downs: [], isDown: true, changedAt: this.#clock.mono(), flapping: downs });
  }

  /** The endpoint was removed, paused or changed. */
  forget(id: EndpointId): void {
    this.#tracks.delete(id);
  }
}
