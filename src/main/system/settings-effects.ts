/** What settings change in the system around the app. */
import type { NativeTheme } from 'electron';
import type { Settings } from '../../contract/model/settings.ts';
import type { Owned } from './report-rejections.ts';
import type { Power } from './power.ts';
import type { Shortcut } from './shortcut.ts';
import { setStartAtLogin } from './start-at-login.ts';
import type { StartAtLoginOptions } from './start-at-login.ts';

export interface SettingsEffectsOptions {
  readonly nativeTheme: Pick<NativeTheme, 'themeSource'>;
  readonly power: Pick<Power, 'refresh'>;
  readonly shortcut: Pick<Shortcut, 'set'>;
  readonly login: StartAtLoginOptions;
  readonly owned: Owned;
}

/** @returns carries out what differs from the settings before; null: at the start */
export function createSettingsEffects(
  options: SettingsEffectsOptions,
): (settings: Settings, before: Settings | null) => void {
  const { nativeTheme, power, shortcut, login, owned } = options;
  return (settings, before) => {
    if (settings.theme !== before?.theme) nativeTheme.themeSource = settings.theme;
    power.refresh();
    if (settings.globalShortcut !== before?.globalShortcut) shortcut.set(settings.globalShortcut);
    // Off at the start is left alone: an entry that is there may be another Lookout's.
    if (settings.startAtLogin !== (before?.startAtLogin ?? false)) {
      owned('Starting at login could not be set', setStartAtLogin(settings.startAtLogin, login));
    }
  };
}
