import { z } from 'zod';
import type { Settings } from '../../contract/model/settings.ts';
import { accepts } from '../base/accepts.ts';
import { RANGES } from '../check/common.ts';

const days = (max: number) => z.number().int().min(1).max(max);
const duration = ([min, max]: readonly [number, number]) => z.number().int().min(min).max(max);
const places = z.number().int().min(1).max(10_000);

/** An `http:` or `https:` address, or nothing. */
export function aliveUrlSchema() {
  return accepts(
    'httpUrl',
    {},
    z
      .string()
      .trim()
      .max(2_000)
      .refine((text) => text === '' || /^https?:$/u.test(URL.parse(text)?.protocol ?? '')),
  );
}

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
  aliveUrl: aliveUrlSchema(),
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
