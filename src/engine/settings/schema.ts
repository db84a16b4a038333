import { z } from 'zod';
import type { Settings } from '../../contract/model/settings.ts';
import { RANGES } from '../check/common.ts';

const days = (max: number) => z.number().int().min(1).max(max);
const duration = ([min, max]: readonly [number, number]) => z.number().int().min(min).max(max);
const places = z.number().int().min(1).max(10_000);

/** What each setting accepts. */
export const settingsSchema = z.strictObject({
  notifications: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  maxConcurrent: places,
  maxPerHost: places,
  keepResultsDays: days(365),
  keepFailuresDays: days(3650),
  keepMinutesDays: days(3650),
  keepHistoryDays: days(3650),
  keepDailyDays: days(36_500),
  keepIncidentsDays: days(36_500),
  defaultInterval: duration(RANGES.interval),
  defaultTimeout: duration(RANGES.timeout),
  defaultRetries: z.number().int().min(0).max(100),
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  notificationSound: z.boolean(),
  stretchOnBattery: z.boolean(),
  // Only the desktop app knows whether a shortcut exists and is free.
  globalShortcut: z.string().max(100),
  pushListener: z.boolean(),
  pushFromNetwork: z.boolean(),
  // Lower ports are for the system's own services.
  pushPort: z.number().int().min(1024).max(65_535),
  secretsWithoutVault: z.enum(['ask', 'keep', 'refuse']),
}) satisfies z.ZodType<Settings>;
