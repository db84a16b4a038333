/** Where updates come from: the repository that made this release, when one did. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../engine/ports.ts';
import type { Updater } from './updates.ts';

export interface InstalledApp {
  readonly isPackaged: boolean;
  /** `process.resourcesPath`. */
  readonly resources: string;
}

/** Whether this is an installed release: its packer wrote where the next ones will be (`electron-builder.config.ts`). */
export function hasUpdates({ isPackaged, resources }: InstalledApp): boolean {
  return isPackaged && existsSync(join(resources, 'app-update.yml'));
}

/** @returns null: this build looks for no updates; electron-updater is not even loaded then */
export async function findUpdater(installed: InstalledApp, log: Log): Promise<Updater | null> {
  if (!hasUpdates(installed)) return null;
  const { autoUpdater } = await import('electron-updater');
  const tell =
    (level: 'debug' | 'warn') =>
    (message?: unknown): void =>
      log(level, `Updates: ${String(message).split('\n', 1)[0]}`);
  // Its errors are warnings here: offline is nothing that is wrong with Lookout.
  autoUpdater.logger = { debug: tell('debug'), info: tell('debug'), warn: tell('warn'), error: tell('warn') };
  return autoUpdater;
}
