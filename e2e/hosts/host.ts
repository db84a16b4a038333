import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { DesktopControl, Remote } from '../electron-double/control/contract.ts';

/** How long a page may take for what a spec waits for. Playwright's default of 30 s is too short for a machine that is very busy. */
export const PAGE_TIMEOUT_MS = 60_000;

/**
 * `SLOW_PAGES=6` makes each page that many times slower, and each of its requests wait up to 100 ms for each of them. It finds specs
 * that depend on a fast machine.
 */
export const SLOWDOWN = Number(process.env['SLOW_PAGES'] ?? 1);

/** Slows down a page, if it should be. */
export async function slowDown(page: Page): Promise<void> {
  if (SLOWDOWN <= 1) return;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}

/** Delays the requests that a page sends over HTTP, if it should be slow. They may arrive in another order. */
export async function delayRequests(page: Page): Promise<void> {
  if (SLOWDOWN <= 1) return;
  await page.route('**/api/**', async (route) => {
    await delay(Math.random() * 100 * SLOWDOWN);
    // The page may be gone.
    await route.continue().catch(() => {});
  });
}

export type Desktop = Remote<DesktopControl>;

/**
 * A running Lookout with its page in a browser. Specs use only this interface, so that each spec runs on every host.
 */
export interface Host {
  readonly name: 'headless' | 'double' | 'electron';
  /** The data folder; unless it was given, a new empty one that `stop` removes. */
  readonly dataDir: string;
  readonly page: Page;
  /** Errors that the page wrote to its console, and uncaught exceptions. */
  readonly problems: readonly string[];
  /** What users see and do outside the page: tray, menus, notifications. Absent in a browser. */
  readonly desktop?: Desktop;
  /** Stops it as its user would, and starts it again with the same data. `page` is then a new one. */
  restart(): Promise<void>;
  /** Stops it and closes the page. @returns the exit code */
  stop(): Promise<number | null>;
}

export interface HostOptions {
  readonly dataDir?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** Additional environment variables of the host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Additional arguments for `serve`. */
  readonly args?: readonly string[];
}
