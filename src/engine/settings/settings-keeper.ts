import type { Settings } from '../../contract/model/settings.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { settingsSchema } from './schema.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { Store } from '../store/store.ts';

export interface SettingsKeeperOptions {
  readonly store: Pick<Store, 'saveSettings'>;
  /** The settings were loaded or changed. */
  readonly onSet: (settings: Settings) => void;
}

/** Keeps the current settings: the defaults, until the stored settings are loaded. */
export interface SettingsKeeper {
  get(): Settings;
  /**
   * Applies the stored settings over the defaults. Skips invalid settings (from a damaged file or a newer Lookout), so
   * that they cannot stop the checks.
   * @returns the names of the skipped settings; settings that this version does not know are not among them
   */
  load(stored: Readonly<Record<string, unknown>>): readonly string[];
  /** Changes settings. Calls run one after another, because each waits for the store. */
  update(change: Partial<Settings>): Promise<Settings>;
}

export function createSettingsKeeper({ store, onSet }: SettingsKeeperOptions): SettingsKeeper {
  const serially = createSerialQueue();
  let settings: Settings = DEFAULT_SETTINGS;

  function set(next: Settings): void {
    settings = next;
    onSet(settings);
  }

  return {
    get: () => settings,
    load(stored) {
      const damaged: string[] = [];
      const valid: Record<string, unknown> = {};
      for (const [name, schema] of Object.entries(settingsSchema.shape)) {
        if (!Object.hasOwn(stored, name)) continue;
        const read = schema.safeParse(stored[name]);
        if (read.success) valid[name] = read.data;
        else damaged.push(name);
      }
      set({ ...DEFAULT_SETTINGS, ...valid });
      return damaged;
    },
    update: (change) =>
      serially(async () => {
        const next = { ...settings, ...change };
        await store.saveSettings(next);
        set(next);
        return next;
      }),
  };
}
