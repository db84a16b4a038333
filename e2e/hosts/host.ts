import type { Page } from 'playwright-core';
import type { DesktopControl, Remote } from '../electron-double/control/contract.ts';

export type Desktop = Remote<DesktopControl>;

/**
 * Lookout running somewhere, with its page in a browser. Specs are written against this, so that each of them runs on
 * every host there is.
 */
export interface Host {
  readonly name: 'headless' | 'double' | 'electron';
  /** Where it keeps its data; a new empty folder unless given. */
  readonly dataDir: string;
  readonly page: Page;
  /** What the page wrote to its console as an error, and exceptions nobody caught. */
  readonly problems: readonly string[];
  /** What the person sees and does beyond the page: tray, menus, notifications. Absent: a browser has none of it. */
  readonly desktop?: Desktop;
  /** Stops it as its user would, and starts it again on the same data. The page is a new one. */
  restart(): Promise<void>;
  /** Stops it and closes the page. @returns the exit code */
  stop(): Promise<number | null>;
}

export interface HostOptions {
  readonly dataDir?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** More of the host's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** More arguments for `serve`. */
  readonly args?: readonly string[];
}
