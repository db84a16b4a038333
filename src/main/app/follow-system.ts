import { app, globalShortcut, nativeTheme, powerMonitor } from 'electron';
import { systemTimers } from '../../engine/node-ports.ts';
import type { Log } from '../../engine/ports.ts';
import { createElectronBattery, createLinuxBattery } from '../system/battery.ts';
import { configHome, program, programArguments } from '../system/environment.ts';
import { followPower } from '../system/power.ts';
import { createPushListener } from '../system/push-listener.ts';
import type { ReportRejection } from '../system/report-rejections.ts';
import { createSettingsEffects } from '../system/settings-effects.ts';
import { followSessionEnd } from '../system/session-end.ts';
import { createShortcut } from '../system/shortcut.ts';
import type { EngineWatch } from '../tray/engine-watch.ts';
import type { DesktopParts } from './desktop-parts.ts';

/**
 * Reports the machine's power events to the engine, quits when the session ends, and applies settings to the system:
 * theme, shortcut, heartbeats, start at login.
 * @returns ends it
 */
export function followSystem(
  { engine, windows, open, setNotice }: DesktopParts,
  watch: EngineWatch,
  { log, reportRejection }: { readonly log: Log; readonly reportRejection: ReportRejection },
): () => void {
  const power = followPower({
    powerMonitor,
    createBattery: (onChange) =>
      process.platform === 'linux'
        ? createLinuxBattery({ timers: systemTimers, onChange, log })
        : createElectronBattery({ powerMonitor, onChange }),
    engine,
    slowsOnBattery: () => watch.view().settings.stretchOnBattery,
    quit: () => app.quit(),
    log,
  });
  const endSession = followSessionEnd({ app, windows: () => windows.all(), quit: () => app.quit() });
  const shortcut = createShortcut({ globalShortcut, onPress: () => open(), setNotice });
  const pushListener = createPushListener({ receive: (key, signal) => engine.signal(key, signal), setNotice, log });
  const applySettings = createSettingsEffects({
    nativeTheme,
    power,
    shortcut,
    pushListener,
    login: { app, platform: process.platform, program, programArguments, configHome },
    reportRejection,
  });
  const endWatch = watch.onChange((view, before) => {
    if (view.settings !== before.settings) applySettings(view.settings, before.settings);
  });
  applySettings(watch.view().settings, null);
  return () => {
    endWatch();
    endSession();
    shortcut.dispose();
    pushListener.dispose();
    power.dispose();
  };
}
