/** Shared by the parts of the double: settings, state, and the Chromium of the app's windows. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startChromium, type Chromium } from './chromium.ts';
import { reportProblem } from './strict.ts';

/** Settings of a spec, in `LOOKOUT_DOUBLE_SETTINGS` as JSON. */
export interface DoubleSettings {
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  /** False: the system has no notifications. `refused`: it refuses them, as macOS does for unsigned apps. */
  readonly notifications?: false | 'refused';
  /** False: the system has no vault for secrets. */
  readonly vault?: boolean;
  /** False: Electron creates no tray icon. `hidden`: it creates one, but the desktop does not show it (`bin/gdbus`). */
  readonly tray?: false | 'hidden';
  /** False: `ready-to-show` never comes, as on some Wayland desktops. */
  readonly readyToShow?: false;
  /** Each answer to a page waits up to 100 ms for each of these, so that answers may come in another order than the requests. */
  readonly slowdown?: number;
}

export const settings = JSON.parse(process.env['LOOKOUT_DOUBLE_SETTINGS'] ?? '{}') as DoubleSettings;

/** The version of Electron that the double imitates. */
export const ELECTRON_VERSION = process.env['LOOKOUT_DOUBLE_ELECTRON_VERSION'] ?? '0.0.0';

export const state = { ready: false, exiting: false, autoplay: false };

/** @throws Error with Electron's message when the app is not ready yet */
export function needReady(sentence: string): void {
  if (!state.ready) throw new Error(sentence);
}

/** Reports a rejection of the double's own work as a problem. */
export function reportRejection(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    if (!state.exiting)
      reportProblem(`The double itself failed: ${error instanceof Error ? error.stack : String(error)}`);
  });
}

let starting: Promise<Chromium> | null = null;

/** The Chromium of this app, which starts at the first call. */
export function chromium(userData: string): Promise<Chromium> {
  const profile = join(userData, 'Chromium');
  mkdirSync(profile, { recursive: true });
  starting ??= startChromium(profile, state.autoplay).then((started) => {
    for (const listener of listeners) listener(started);
    return started;
  });
  return starting;
}

const listeners = new Set<(started: Chromium) => void>();
/** Calls back when Chromium has started. */
export function onChromium(listener: (started: Chromium) => void): void {
  listeners.add(listener);
}

/** Null when Chromium was not started. */
export function startedChromium(): Promise<Chromium> | null {
  return starting;
}
