/**
 * What a host provides to the engine. The engine reaches the outside world only through these and through check kinds.
 */
import type { Notification, OfflineReason } from '../contract/model/notices.ts';

/** `now` can jump, because a person sets the clock or the machine sleeps. `mono` never goes back. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since an arbitrary moment, with fractions; for durations and the schedule. */
  mono(): number;
}

export type Timer = { readonly __timer: unique symbol };

export interface Timers {
  /** Calls `callback` once, after `ms` at the earliest. With 0, calls it at the end of this turn of the loop. */
  set(callback: () => void, ms: number): Timer;
  /** Does nothing if the timer has fired or was cleared. */
  clear(timer: Timer): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
/** Writes one line with additional facts. An `Error` in `facts.error` is written with its stack. */
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** Shows a notification to the person. Must return at once and never throw, because alerts must not delay checks. */
export type Notifier = (notification: Notification) => void;

/** Finds out whether this machine has a network. */
export interface Connectivity {
  /**
   * Decides whether `host` (a name or an address) is at fault for not answering, or this machine has no network.
   * Settles within two seconds and never rejects.
   * @returns null: this machine is online
   */
  whyOffline(host: string): Promise<OfflineReason | null>;
  /** Reports that `host` just answered, which proves that this machine is online. */
  answered(host: string): void;
}

/** Keeps secrets unreadable in the store: without the key, a copied database reveals no secret. */
export interface Secrets {
  /**
   * Where the key is. `vault`: in the operating system's vault, for this user. `file`: in a file beside the data, which
   * protects copies of the database but not against this user. `none`: also in such a file, but only because this
   * system has no vault although it should have one, so Lookout asks the person first. May wait for the vault to be
   * unlocked.
   */
  kind(): Promise<'vault' | 'file' | 'none'>;
  /** @throws SecretError when the key is not available */
  seal(plain: string): Promise<string>;
  /**
   * @param sealed what `seal` returned, perhaps long ago and with another kind of key
   * @throws SecretError when it cannot be read, because its key is gone or the vault is locked
   */
  open(sealed: string): Promise<string>;
}

/** A window in which a person does what is recorded. It speaks the Chrome DevTools Protocol. */
export interface RecordingWindow {
  /** @throws Error when the browser refuses the command, or the window is gone */
  send(method: string, params: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** Calls `onEvent` for each event of the page from now on. */
  listen(onEvent: (method: string, params: Readonly<Record<string, unknown>>) => void): void;
  /** Resolves when the window is gone: the person has closed it, or `close` has. */
  readonly closed: Promise<void>;
  /** Never rejects. */
  close(): Promise<void>;
}

export interface RecordingWindowOptions {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** False: every certificate is accepted. */
  readonly verifyTls: boolean;
}

/**
 * Opens an empty window that shares nothing with other windows: no cookies, no storage, and no rights beyond those of a page.
 * @throws FailureError when there can be no window
 */
export type OpenRecordingWindow = (options: RecordingWindowOptions) => Promise<RecordingWindow>;

export interface Ports {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly notifier: Notifier;
  readonly connectivity: Connectivity;
  readonly secrets: Secrets;
  /** Absent: kinds that record open a browser of this machine. */
  readonly openRecordingWindow?: OpenRecordingWindow;
  /** Loads a page without showing it, if there is none, so that it can play a sound. Absent: only people open pages. */
  readonly preparePage?: () => Promise<void>;
}
