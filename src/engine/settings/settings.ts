import type { Settings } from '../../contract/model/settings.ts';
import { COMMON_DEFAULTS } from '../check/common.ts';

export const DEFAULT_SETTINGS: Settings = {
  notifications: true,
  theme: 'system',
  density: 'comfortable',
  maxConcurrent: 500,
  maxPerHost: 20,
  keepResultsDays: 14,
  keepFailuresDays: 90,
  keepMinutesDays: 42,
  keepHistoryDays: 730,
  keepDailyDays: 3650,
  keepIncidentsDays: 730,
  defaultInterval: COMMON_DEFAULTS.interval,
  defaultTimeout: COMMON_DEFAULTS.timeout,
  defaultRetries: COMMON_DEFAULTS.retries,
  aliveUrl: '',
  closeToTray: true,
  startAtLogin: false,
  notificationSound: true,
  stretchOnBattery: false,
  globalShortcut: '',
  pushListener: false,
  pushFromNetwork: false,
  pushPort: 4478,
  secretsWithoutVault: 'ask',
};
