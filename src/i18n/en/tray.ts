/** The menus of the app's icons in English. */
import type { TrayCode } from '../codes/tray.ts';

export const tray = {
  'tray.tooltip': `{reason, select,
    empty {Lookout: no endpoints yet}
    allUp {{total, plural, one {Lookout: up} other {Lookout: all # up}}}
    allPaused {{total, plural, one {Lookout: paused} other {Lookout: all # paused}}}
    other {Lookout: {counts}}}`,
  'tray.summary': `{reason, select,
    empty {No endpoints yet}
    allUp {{total, plural, one {Up} other {All # up}}}
    allPaused {{total, plural, one {Paused} other {All # paused}}}
    other {{counts}}}`,
  'tray.countDown': '{count, number} down',
  'tray.countDegraded': '{count, number} degraded',
  'tray.countUp': '{count, number} up',
  'tray.countPaused': '{count, number} paused',
  'tray.countUnknown': '{count, number} unknown',
  'tray.isDown': '{name} is down',
  'tray.isDegraded': '{name} is degraded',
  'tray.more': '{count, number} more',
  'tray.acknowledge': 'Acknowledge',
  'tray.silenceHour': 'Silence 1 h',
  'tray.show': 'Open',
  'tray.open': 'Open Lookout',
  'tray.checkAll': 'Check all now',
  'tray.checkAllHelp': 'Checks every endpoint at once',
  'tray.pauseAll': 'Pause all',
  'tray.pauseHour': 'For 1 hour',
  'tray.pauseTomorrow': 'Until tomorrow morning',
  'tray.pauseUntilResumed': 'Until I resume them',
  'tray.resumeAll': 'Resume all',
  'tray.settings': 'Settings…',
  'tray.settingsTask': 'Settings',
  'tray.settingsHelp': 'Opens the settings',
  'tray.quit': 'Quit Lookout',
} as const satisfies Readonly<Record<TrayCode, string>>;
