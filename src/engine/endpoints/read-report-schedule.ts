/** Reads schedules of reports that come from a page or a script. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Issue } from '../../contract/model/issue.ts';
import { REPORT_FORMATS, REPORT_PERIODS, type ReportScheduleConfig } from '../../contract/model/report-schedule.ts';
import { isRecord } from '../../shared/is-record.ts';
import { accepts } from '../base/accepts.ts';
import { isTimeZone } from '../base/cron.ts';
import { issueOf } from '../base/issues.ts';
import { matchSchema } from '../base/match-schema.ts';
import { toggleSchema } from '../check/common.ts';
import { issuesOfFields } from './read-maintenance.ts';

const shape = {
  name: accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100)),
  every: accepts('oneOf', { options: REPORT_PERIODS }, z.enum(REPORT_PERIODS)).default('month'),
  timezone: accepts(
    'timezone',
    {},
    z
      .string()
      .max(100)
      .refine((name) => name === '' || isTimeZone(name)),
  ).default(''),
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
};
const schema = z.strictObject(shape);

export type ReadReportSchedule =
  | { readonly ok: true; readonly config: ReportScheduleConfig }
  /** The paths are within the schedule. */
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function readReportSchedule(input: unknown): ReadReportSchedule {
  if (!isRecord(input)) {
    return { ok: false, issues: [issueOf('type', '', { reason: 'object' }, { given: input ?? undefined })] };
  }
  const read = schema.safeParse(input);
  if (read.success) return { ok: true, config: read.data };
  return { ok: false, issues: issuesOfFields(read.error, shape, input) };
}
