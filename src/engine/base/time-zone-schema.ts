import { z } from 'zod';
import { accepts } from './accepts.ts';
import { isTimeZone } from './cron.ts';

/** The name of a time zone, such as `Europe/Berlin`; empty: that of this machine. */
export function timeZoneSchema() {
  return accepts(
    'timezone',
    {},
    z
      .string()
      .max(100)
      .refine((name) => name === '' || isTimeZone(name)),
  );
}
