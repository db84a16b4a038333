/**
 * Tells how late the event loop came to what it does now. Whatever a check waits for, such as the first byte of an answer,
 * is ready in the kernel before JavaScript hears of it; in between, the loop may be busy with something else, and that
 * time would be counted as the endpoint's.
 *
 * There is no way to ask the kernel since when an event was ready. But there is an upper bound: when the loop last waited
 * for events, none was ready. So the event came after that, and the delay is at most the time in which the loop was busy
 * since then. The clock is looked at whenever something happens in any check, which makes the bound tight where it
 * matters: the more there is to do, the more often it is looked at.
 */
import { performance as nodePerformance } from 'node:perf_hooks';
import type { Ms } from '../../contract/model/units.ts';

/** What a loop says about itself. All times are since it started. */
export interface LoopSource {
  now(): Ms;
  /** How long the loop has waited for events so far. */
  idle(): Ms;
  /** How often the loop has gone around so far. */
  turns(): number;
}

/** The loop waits for so long, in milliseconds, only when no event was ready; less is the time that a look takes. */
const WAITED_MS = 0.02;

const { nodeTiming } = nodePerformance;

/** The loop of this thread. */
const nodeLoop: LoopSource = {
  now: () => performance.now(),
  idle() {
    const { idleTime } = nodeTiming;
    if (idleTime > 0) return idleTime;
    // In Electron's main process Node does not drive the loop and measures no idle time. What the thread did not use of a
    // processor is idle, or (rarely) time in which it waited for a processor or a disk.
    const { user, system } = process.threadCpuUsage();
    return performance.now() - (user + system) / 1000;
  },
  turns: () => nodeTiming.uvMetricsInfo.loopCount,
};

export class LoopClock {
  /** The time of the last look, on the clock of `performance`. */
  now: Ms;
  /** How late the loop was at most when it came to what it did at the last look. */
  heldMs: Ms = 0;
  readonly #loop: LoopSource;
  #idle: Ms;
  #turn: number;
  /** The last look before the present turn, and the last before the turn before that. */
  #beforeTurn = -Infinity;
  #beforePrevious = -Infinity;

  constructor(loop: LoopSource = nodeLoop) {
    this.#loop = loop;
    this.now = loop.now();
    this.#idle = loop.idle();
    this.#turn = loop.turns();
  }

  /** Looks at the clock: `now` and `heldMs` are of this moment then. Takes about half a microsecond. */
  look(): void {
    const now = this.#loop.now();
    const idle = this.#loop.idle();
    const turn = this.#loop.turns();
    const waited = idle - this.#idle;
    const busy = Math.max(0, now - this.now - Math.max(0, waited));
    const held = waited > WAITED_MS ? busy : this.heldMs + busy;
    if (turn !== this.#turn) {
      // The loop asks for events once a turn. What it handles in this turn was not there yet when it asked in the turn
      // before, and that was after everything it did in earlier turns.
      this.#beforePrevious = turn - this.#turn > 1 ? this.now : this.#beforeTurn;
      this.#beforeTurn = this.now;
      this.#turn = turn;
    }
    this.heldMs = Math.max(0, Math.min(held, now - this.#beforePrevious));
    this.now = now;
    this.#idle = idle;
  }
}

/** The clock of this thread's loop. It is shared, because every look makes the next one more exact. */
export const loopClock = new LoopClock();
