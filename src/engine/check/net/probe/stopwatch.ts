import type { Phases } from '../../../../contract/model/check.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { tenths } from '../../../../shared/tenths.ts';
import { loopClock } from '../../../base/loop-clock.ts';
import { OwnWork } from './own-work.ts';

/** When something happened, and how late the loop noticed it at most. */
interface Moment {
  readonly at: Ms;
  readonly lateMs: Ms;
}

/** Of all checks of this process. */
const ownWork = new OwnWork();

/**
 * Measures a check and its phases. A phase that is entered again (after a redirect) adds up; one that a failure cut
 * short counts up to the failure. Phases are in the order in which they were first entered.
 */
export class Stopwatch {
  #startedAt: Ms;
  readonly #spent: Record<string, Ms> = {};
  #phase: string | undefined;
  #since = 0;
  /** When what began the phase under way arrived, as the loop's clock said; undefined: nothing arrived. */
  #beganOnArrival: Ms | undefined;
  #pausedAt: number | undefined;
  #selfMs: Ms = 0;

  constructor() {
    loopClock.look();
    this.#startedAt = loopClock.now;
    this.#since = loopClock.now;
  }

  /** The phase that is under way, or was last. */
  get phase(): string | undefined {
    return this.#phase;
  }

  /**
   * Ends the phase under way and begins another. The first phase begins the check; everything before it was
   * preparation.
   */
  enter(phase: string): void {
    loopClock.look();
    this.#enter(phase, { at: loopClock.now, lateMs: loopClock.heldMs });
  }

  /**
   * The same, for a phase that begins with the arrival of something, such as the first byte: it begins when that
   * arrived.
   */
  enterOnArrival(phase: string): void {
    this.#enter(phase, this.#arrival());
    this.#beganOnArrival = loopClock.arrivedAt;
  }

  /** The phase under way begins now; everything since it was entered was preparation. */
  begin(): void {
    loopClock.look();
    this.#startedAt += loopClock.now - this.#since;
    this.#since = loopClock.now;
  }

  /**
   * Ends the phase under way: the last byte is there. Unless another phase is entered, the check ends when that byte
   * arrived, which was before the loop handled it.
   */
  pause(): void {
    if (this.#pausedAt !== undefined) return;
    const end = this.#arrival();
    this.#close(end);
    this.#pausedAt = end.at;
  }

  /** Subtracts time that this machine took during the phase under way, because it is not the endpoint's. */
  exclude(ms: Ms): void {
    this.#since += ms;
    this.#startedAt += ms;
  }

  /** How long each phase has taken so far, without the one under way. */
  phases(): Phases {
    return { ...this.#spent };
  }

  /** Ends the phase under way and the measurement. Call it once. */
  stop(): { durationMs: Ms; selfMs: Ms; phases: Phases } {
    this.pause();
    const end = this.#pausedAt ?? this.#startedAt;
    const phases: Record<string, Ms> = {};
    for (const [phase, spent] of Object.entries(this.#spent)) phases[phase] = toMicroseconds(spent);
    return { durationMs: toMicroseconds(end - this.#startedAt), selfMs: tenths(this.#selfMs), phases };
  }

  #enter(phase: string, begin: Moment): void {
    this.#close(begin);
    if (this.#phase === undefined) this.#startedAt = begin.at;
    this.#phase = phase;
    this.#since = begin.at;
    this.#beganOnArrival = undefined;
    this.#pausedAt = undefined;
  }

  /** Ends the phase under way, if there is one. */
  #close({ at, lateMs }: Moment): void {
    // Before the first phase there is nothing to wait for.
    if (this.#pausedAt !== undefined || this.#phase === undefined) return;
    const spent = at - this.#since;
    this.#selfMs += ownWork.beyond(this.#phase, Math.min(spent, lateMs), at);
    this.#spent[this.#phase] = (this.#spent[this.#phase] ?? 0) + spent;
  }

  /**
   * When what the loop handles now arrived. While the loop was busy, that can have been at any time since it last asked, but
   * not before the phase began: the middle is then wrong by half of that time at most, and as often too early as too late.
   */
  #arrival(): Moment {
    loopClock.look();
    const { now, heldMs, arrivedAt, unseenMs } = loopClock;
    // It also began the phase.
    if (arrivedAt === this.#beganOnArrival) return { at: this.#since, lateMs: unseenMs };
    // The data arrived before the phase began, so the phase is our own work.
    if (arrivedAt <= this.#since) return { at: now, lateMs: heldMs };
    const earliest = Math.max(this.#since, arrivedAt - unseenMs);
    return { at: (earliest + arrivedAt) / 2, lateMs: unseenMs };
  }
}

/** Digits beyond these are noise, and they are stored millions of times. */
function toMicroseconds(ms: Ms): Ms {
  return Math.round(ms * 1000) / 1000;
}
