/**
 * Measures how late the event loop handles an event. Whatever a check waits for, such as the first byte of an answer, is
 * ready in the kernel before JavaScript can handle it. In between, the loop may be busy with something else, or the system
 * may let other threads run on the CPU. Without this clock, that time would be counted as the endpoint's.
 *
 * There is no way to ask the kernel since when an event was ready. But much is known. When the loop asks for events, it gets
 * all that are ready, and handles one after the other. If it had to wait, nothing was ready before, and Linux counts for
 * how long the thread then waited for a CPU: so `arrivedAt` is exact. If it did not wait, the event came at some time
 * after the loop had asked the last time, while it was busy with what it got then: that is `unseenMs`.
 *
 * This is exact only if the clock was looked at when the turn before ended. Otherwise there is an upper bound, `heldMs`: the
 * time in which the loop was busy since it last waited. The clock is looked at whenever something happens in any check,
 * which makes the bound tight where it matters: the more there is to do, the more often it is looked at.
 */
import { openSync, readSync } from 'node:fs';
import { performance as nodePerformance } from 'node:perf_hooks';
import type { Ms } from '../../contract/model/units.ts';

/** What a loop says about itself. All times are since it started. */
export interface LoopSource {
  now(): Ms;
  /** How long the loop has waited for events so far, including the time until the thread then got a CPU. */
  idle(): Ms;
  /** How often the loop has asked for events so far. */
  turns(): number;
  /** For how long the thread was ready to run so far, but had to wait for a CPU; always 0 where the system does not say. */
  queued(): Ms;
  /** Calls back once, when the events that the loop has got are handled. */
  afterEvents(callback: () => void): void;
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
    // In Electron's main process Node does not drive the loop and measures no idle time. The time in which
    // the thread did not use the CPU is idle time, or (rarely) time in which it waited for the CPU or a disk.
    const { user, system } = process.threadCpuUsage();
    return performance.now() - (user + system) / 1000;
  },
  turns: () => nodeTiming.uvMetricsInfo.loopCount,
  queued: process.platform === 'linux' ? queuedReader() : () => 0,
  afterEvents: (callback) => void setImmediate(callback),
};

/** Reads what Linux counts for this thread. It takes 2 µs. */
function queuedReader(): () => Ms {
  const buffer = Buffer.alloc(80);
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r');
    // Nanoseconds on a CPU, nanoseconds queued, and how often.
    const read = () => secondNumber(buffer, readSync(file, buffer, 0, buffer.length, 0)) / 1e6;
    return Number.isFinite(read()) ? read : () => 0;
  } catch {
    // A kernel without these figures, or no /proc.
    return () => 0;
  }
}

const ZERO = 48;
const SPACE = 32;

/** The second of the numbers in the first `length` bytes; NaN: there is none. Makes no texts, because a check reads several. */
function secondNumber(bytes: Uint8Array, length: number): number {
  let value = 0;
  for (let index = bytes.indexOf(SPACE) + 1; index > 0 && index < length; index += 1) {
    const digit = (bytes[index] ?? SPACE) - ZERO;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
  return Number.NaN;
}

export class LoopClock {
  /** The time of the last look, on the clock of `performance`. */
  now: Ms;
  /** How late the loop was at most when it came to what it did at the last look. */
  heldMs: Ms = 0;
  /** When what the loop does now was ready, as far as is known: `now` or before. On the clock of `performance`. */
  arrivedAt: Ms;
  /** For how long it may have been ready before `arrivedAt`. */
  unseenMs: Ms = 0;
  readonly #loop: LoopSource;
  #idle: Ms;
  #queued: Ms;
  #turn: number;
  /** The last turn whose end was looked at. */
  #endedTurn = -1;
  #awaitsEnd = false;
  /** Whether the last look was at the end of a turn, and not at a timer after it: then nothing came in between. */
  #wasEnd = false;
  /** When the loop asked for the events of the present turn, or some time before. */
  #askedAt: Ms;
  /** The last look before the present turn, and the last before the turn before that. */
  #beforeTurn = -Infinity;
  #beforePrevious = -Infinity;

  constructor(loop: LoopSource = nodeLoop) {
    this.#loop = loop;
    this.now = loop.now();
    this.arrivedAt = this.now;
    this.#askedAt = this.now;
    this.#idle = loop.idle();
    this.#queued = loop.queued();
    this.#turn = loop.turns();
  }

  /** Looks at the clock: all figures are of this moment then. Takes about half a microsecond, the first in a turn two more. */
  look(): void {
    this.#look();
    if (this.#awaitsEnd) return;
    this.#awaitsEnd = true;
    this.#loop.afterEvents(() => {
      this.#awaitsEnd = false;
      this.#look();
      this.#queued = this.#loop.queued();
      this.#endedTurn = this.#turn;
      this.#wasEnd = true;
    });
  }

  #look(): void {
    const now = this.#loop.now();
    const idle = this.#loop.idle();
    const turn = this.#loop.turns();
    const isNewTurn = turn !== this.#turn;
    const idled = Math.max(0, idle - this.#idle);
    const queued = isNewTurn ? this.#queuedSince(idled) : 0;
    const hasWaited = idled - queued > WAITED_MS;
    const late = Math.max(0, now - this.now - idled) + queued;
    const held = hasWaited ? late : this.heldMs + late;
    const before = { turn: this.#turn, at: this.now, wasEnd: this.#wasEnd };
    if (isNewTurn) {
      // What it handles in this turn was not there yet when it asked in the turn before, and that was after everything it
      // did in earlier turns.
      this.#beforePrevious = turn - this.#turn > 1 ? this.now : this.#beforeTurn;
      this.#beforeTurn = this.now;
      this.#turn = turn;
    }
    this.heldMs = Math.max(0, Math.min(held, now - this.#beforePrevious));
    if (isNewTurn && turn - before.turn === 1 && before.wasEnd) {
      // Without a wait, it came while the loop handled the events of the turn before.
      this.unseenMs = hasWaited ? 0 : before.at - this.#askedAt;
      this.arrivedAt = now - late;
      this.#askedAt = this.arrivedAt;
    } else if (isNewTurn) {
      this.unseenMs = this.heldMs;
      this.arrivedAt = now;
      this.#askedAt = before.at;
    } else if (this.#endedTurn === turn) {
      // The events are handled: this is a timer.
      this.unseenMs = 0;
      this.arrivedAt = now;
    }
    this.#wasEnd = false;
    this.now = now;
    this.#idle = idle;
  }

  /** How much of the idle time since the last look the loop had something to do, but waited for a CPU. */
  #queuedSince(idled: Ms): Ms {
    const before = this.#queued;
    this.#queued = this.#loop.queued();
    return Math.min(idled, this.#queued - before);
  }
}

/** The clock of this thread's loop. It is shared, because every look makes the next one more exact. */
export const loopClock = new LoopClock();
