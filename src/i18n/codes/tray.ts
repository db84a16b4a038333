/** The texts of the menus of the app's icons: their codes and parameters. */
import type { CodeDocs } from '../../contract/model/text.ts';

const OVERALL = {
  reason: '`empty`, `allUp`, `allPaused` or `mixed`',
  total: 'how many endpoints there are',
  counts: 'how many have each status, the worst first',
} as const;
const COUNT = { count: 'how many' } as const;
const ENDPOINT = { name: "the endpoint's name" } as const;

export const TRAY = {
  'tray.tooltip': { meaning: 'The tooltip of the tray icon.', params: OVERALL },
  'tray.summary': { meaning: 'The status of all endpoints, in the menu.', params: OVERALL },
  'tray.countDown': { meaning: 'How many endpoints are down.', params: COUNT },
  'tray.countDegraded': { meaning: 'How many endpoints are degraded.', params: COUNT },
  'tray.countUp': { meaning: 'How many endpoints are up.', params: COUNT },
  'tray.countPaused': { meaning: 'How many endpoints are paused.', params: COUNT },
  'tray.countUnknown': { meaning: 'How many endpoints have no verdict.', params: COUNT },
  'tray.isDown': { meaning: 'An endpoint is down.', params: ENDPOINT },
  'tray.isDegraded': { meaning: 'An endpoint is degraded.', params: ENDPOINT },
  'tray.more': { meaning: 'How many more endpoints are down or degraded.', params: COUNT },
  'tray.acknowledge': {
    meaning: 'Acknowledges the trouble of all endpoints, or of the one of a notification.',
    params: {},
  },
  'tray.silenceHour': { meaning: 'Silences their alerts for an hour.', params: {} },
  'tray.show': { meaning: 'Opens the endpoint of a notification.', params: {} },
  'tray.open': { meaning: 'Opens the window.', params: {} },
  'tray.checkAll': { meaning: 'Checks all endpoints.', params: {} },
  'tray.checkAllHelp': { meaning: 'What that command does, in the jump list.', params: {} },
  'tray.pauseAll': { meaning: 'Pauses all endpoints.', params: {} },
  'tray.pauseHour': { meaning: 'For an hour.', params: {} },
  'tray.pauseTomorrow': { meaning: 'Until the next morning.', params: {} },
  'tray.pauseUntilResumed': { meaning: 'Without an end.', params: {} },
  'tray.resumeAll': { meaning: 'Resumes all endpoints.', params: {} },
  'tray.settings': { meaning: 'Opens the settings, in a menu.', params: {} },
  'tray.settingsTask': { meaning: 'Opens the settings, in the jump list.', params: {} },
  'tray.settingsHelp': { meaning: 'What that command does, in the jump list.', params: {} },
  'tray.quit': { meaning: 'Ends the app.', params: {} },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type TrayCode = keyof typeof TRAY;
