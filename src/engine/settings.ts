import type { Settings } from '../contract/model.ts';

export const DEFAULT_SETTINGS: Settings = {
  notifications: true,
  theme: 'system',
  maxConcurrent: 500,
  maxPerHost: 20,
  keepResultsDays: 14,
  keepHistoryDays: 730,
  closeToTray: true,
};
