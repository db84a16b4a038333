import type { SettingsRequests } from '../../../contract/channels/settings.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import type { HandlersOf } from './handler.ts';

export interface SettingsHandlerParts {
  readonly updateSettings: (settings: Partial<Settings>) => Promise<Settings>;
}

export function settingsHandlers({ updateSettings }: SettingsHandlerParts): HandlersOf<keyof SettingsRequests> {
  return { 'settings.update': ({ settings }) => updateSettings(settings) };
}
