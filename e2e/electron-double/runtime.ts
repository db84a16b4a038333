/** What the double's parts share: where the app is, whether it is ready, and the Chromium of its windows. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startChromium, type Chromium } from './chromium.ts';
import { reportProblem } from './strict.ts';

/** What a spec sets before the app starts: `LOOKOUT_DOUBLE_SETTINGS`, as JSON. */
export interface DoubleSettings {
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  /** False: there is no notification daemon. */
  readonly notifications?: boolean;
  /** False: the system has no vault for secrets. */
  readonly vault?: boolean;
  /** False: the desktop has no tray. */
  readonly tray?: boolean;
}

export const settings = JSON.parse(process.env['LOOKOUT_DOUBLE_SETTINGS'] ?? '{}') as DoubleSettings;

/** The version of Electron that the double stands in for. */
export const ELECTRON_VERSION = process.env['LOOKOUT_DOUBLE_ELECTRON_VERSION'] ?? '0.0.0';

export const state = { ready: false, exiting: false };

/** @throws Error in Electron's words when the app is not ready yet */
export function needReady(sentence: string): void {
  if (!state.ready) throw new Error(sentence);
}

/** An error out of a listener of the app's has nobody to catch it: it is the process's uncaught exception. */
export function owned(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    if (!state.exiting)
      reportProblem(`The double itself failed: ${error instanceof Error ? error.stack : String(error)}`);
  });
}

let starting: Promise<Chromium> | null = null;

/** The Chromium of this app, started when it is first asked for. */
export function chromium(userData: string): Promise<Chromium> {
  const profile = join(userData, 'Chromium');
  mkdirSync(profile, { recursive: true });
  starting ??= startChromium(profile).then((started) => {
    for (const listener of listeners) listener(started);
    return started;
  });
  return starting;
}

const listeners = new Set<(started: Chromium) => void>();
/** Calls back when it has started. */
export function onChromium(listener: (started: Chromium) => void): void {
  listeners.add(listener);
}

/** Null when there is none. */
export function startedChromium(): Promise<Chromium> | null {
  return starting;
}
