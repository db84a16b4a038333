/** Applies settings to the system: theme, shortcut, heartbeats, start at login. */
import type { NativeTheme } from 'electron';
import type { Settings } from '../../contract/model/settings.ts';
import type { PushListener } from './push-listener.ts';
import type { ReportRejection } from './report-rejections.ts';
import type { Power } from './power.ts';
import type { Shortcut } from './shortcut.ts';
import { setStartAtLogin } from './start-at-login.ts';
import type { StartAtLoginOptions } from './start-at-login.ts';

export interface SettingsEffectsOptions {
  readonly nativeTheme: Pick<NativeTheme, 'themeSource'>;
  readonly power: Pick<Power, 'refresh'>;
  readonly shortcut: Pick<Shortcut, 'set'>;
  readonly pushListener: Pick<PushListener, 'set'>;
  readonly login: StartAtLoginOptions;
  readonly reportRejection: ReportRejection;
}

/** @returns applies what has changed since the settings `before`; null: at the start */
export function createSettingsEffects(
  options: SettingsEffectsOptions,
): (settings: Settings, before: Settings | null) => void {
  const { nativeTheme, power, shortcut, pushListener, login, reportRejection } = options;
  return (settings, before) => {
    if (settings.theme !== before?.theme) nativeTheme.themeSource = settings.theme;
    power.refresh();
    if (settings.globalShortcut !== before?.globalShortcut) shortcut.set(settings.globalShortcut);
    pushListener.set(settings);
    // If it is off at the start, nothing is removed: the entry may belong to another Lookout.
    if (settings.startAtLogin !== (before?.startAtLogin ?? false)) {
      reportRejection('Starting at login could not be set', setStartAtLogin(settings.startAtLogin, login));
    }
  };
}
