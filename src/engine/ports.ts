/** What a host hands to the engine. The engine reaches the outside world only through these and through check kinds. */
import type { Notification } from '../contract/model/notices.ts';

/** Time. `now` can jump (a person sets the clock, the machine sleeps); `mono` never goes back. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since some moment, with fractions; for durations and the schedule. */
  mono(): number;
  /**
   * Starts to measure how busy the event loop is.
   * @returns what gives the milliseconds since then in which the loop had work
   */
  measureBusy(): () => number;
}

export type Timer = { readonly __timer: unique symbol };

export interface Timers {
  /** Calls back once, not before `ms` have passed; with 0 when this turn of the loop is over. */
  set(callback: () => void, ms: number): Timer;
  /** Does nothing when it has fired or was cleared. */
  clear(timer: Timer): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
/** One line, with facts beside it. An `Error` in `facts.error` is written with its stack. */
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** Shows a notification to the person. Must return at once and never throw: alerts cannot hold up checks. */
export type Notifier = (notification: Notification) => void;

/** Asks whether this machine has a network. */
export interface Connectivity {
  /**
   * Whether `host` (a name or an address) can be blamed for not answering, or this machine has no way out.
   * Settles within two seconds and never rejects.
   * @returns an empty string when this machine is online, or a sentence that says why it is not.
   */
  whyOffline(host: string): Promise<string>;
  /** Tells that `host` answered just now: proof of being online. */
  answered(host: string): void;
}

/** Keeps secrets unreadable where they are stored: a database that is copied says nothing without the key. */
export interface Secrets {
  /**
   * Where the key is. `vault`: with the operating system, for this user. `file`: in a file beside the data, which protects
   * copies of the database, not against this user. `none`: in such a file too, but this system should have a vault and
   * has none, so that a person is asked first. May wait for the vault to be unlocked.
   */
  kind(): Promise<'vault' | 'file' | 'none'>;
  /** @throws SecretError when the key cannot be had */
  seal(plain: string): Promise<string>;
  /**
   * @param sealed what `seal` gave, maybe long ago and under another kind
   * @throws SecretError when it cannot be read: its key is gone, or the vault is shut
   */
  open(sealed: string): Promise<string>;
}

export interface Ports {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly notifier: Notifier;
  readonly connectivity: Connectivity;
  readonly secrets: Secrets;
}
