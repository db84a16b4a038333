import type { Settings } from '../model/settings.ts';

/** The request that changes settings. */
export interface SettingsRequests {
  'settings.update': { args: { settings: Partial<Settings> }; answer: Settings };
}

/** One sentence per request, for `docs/api.md`. */
export const SETTINGS_CHANNELS = {
  'settings.update': 'Changes the given settings and answers with all settings.',
} as const satisfies Record<keyof SettingsRequests, string>;
