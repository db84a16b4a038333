/** Where updates come from: the repository that released this build, if one did. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../engine/ports.ts';
import type { Updater } from './update-steps.ts';

export interface InstalledApp {
  readonly isPackaged: boolean;
  /** `process.resourcesPath`. */
  readonly resources: string;
}

/** Whether this is an installed release. Packaging adds the address of later releases (`scripts/electron-builder.config.ts`). */
export function hasUpdates({ isPackaged, resources }: InstalledApp): boolean {
  return isPackaged && existsSync(join(resources, 'app-update.yml'));
}

/** @returns null: this build checks for no updates, and does not load electron-updater */
export async function findUpdater(installed: InstalledApp, log: Log): Promise<Updater | null> {
  if (!hasUpdates(installed)) return null;
  const { autoUpdater } = await import('electron-updater');
  const logAs =
    (level: 'debug' | 'warn') =>
    (message?: unknown): void =>
      log(level, `Updates: ${String(message).split('\n', 1)[0]}`);
  // Its errors are only warnings, because being offline is not an error of Lookout.
  autoUpdater.logger = { debug: logAs('debug'), info: logAs('debug'), warn: logAs('warn'), error: logAs('warn') };
  return autoUpdater;
}
