/** Reads schedules of reports that come from a page or a script. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { REPORT_FORMATS, REPORT_PERIODS, type ReportScheduleConfig } from '../../contract/model/report-schedule.ts';
import { accepts } from '../base/accepts.ts';
import { matchSchema } from '../base/match-schema.ts';
import { timeZoneSchema } from '../base/time-zone-schema.ts';
import { toggleSchema } from '../check/common.ts';
import { readFields, type ReadFields } from './read-fields.ts';

const schema = z.strictObject({
  name: accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100)),
  every: accepts('oneOf', { options: REPORT_PERIODS }, z.enum(REPORT_PERIODS)).default('month'),
  timezone: timeZoneSchema().default(''),
  match: accepts('type', { reason: 'object' }, matchSchema).default({}),
  format: accepts('oneOf', { options: REPORT_FORMATS }, z.enum(REPORT_FORMATS)).default('html'),
  mask: toggleSchema().default(false),
  folder: accepts(
    'folder',
    {},
    z
      .string()
      .max(1000)
      .refine((path) => isAbsolute(path) && !path.includes('\0')),
  ),
});

export function readReportSchedule(input: unknown): ReadFields<ReportScheduleConfig> {
  return readFields(schema, input);
}
