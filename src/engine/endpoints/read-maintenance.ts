/** Reads maintenance windows that come from a page, a script or lookout.yaml. */
import { z } from 'zod';
import type { MaintenanceConfig } from '../../contract/model/maintenance.ts';
import { WEEKDAYS, type Weekday } from '../../contract/model/weekday.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { accepts, ownIssue, readOwnIssue, toIssues } from '../base/accepts.ts';
import { firesEver, instantOf, isCron, isTimeZone } from '../base/cron.ts';
import { formatPath, issueOf, makeIssue } from '../base/issues.ts';
import { matchSchema } from '../base/match-schema.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { durationSchema } from '../check/common.ts';

/** From a minute to 31 days. */
export const MAINTENANCE_DURATION = [60_000, 31 * 86_400_000] as const;
const LAST_TIME: EpochMs = 8_640_000_000_000_000;
/** `2026-12-01 22:00`, with or without seconds and an offset. */
const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?$/u;

const LONG_NAMES: Readonly<Record<Weekday, string>> = {
  sun: 'sunday',
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
};

const time = accepts(
  'dateTime',
  {},
  z.union([z.number().int().min(0).max(LAST_TIME), z.string().regex(WRITTEN).refine(isDateTime)]),
);

/** `sun`, `Sun` or `Sunday`. */
const weekday = accepts(
  'weekdays',
  { options: [...WEEKDAYS] },
  z
    .string()
    .transform((text) => WEEKDAYS.find((day) => LONG_NAMES[day] === text.toLowerCase() || day === text.toLowerCase()))
    .pipe(z.enum(WEEKDAYS)),
);

const shape = {
  name: accepts('textBetween', { min: 1, max: 200 }, z.string().trim().min(1).max(200)),
  match: accepts('type', { reason: 'object' }, matchSchema).default({}),
  from: time.optional(),
  to: time.optional(),
  weekdays: accepts('weekdays', { options: [...WEEKDAYS] }, z.array(weekday).min(1).max(7)).optional(),
  monthDays: accepts(
    'monthDays',
    {},
    z
      .array(accepts('monthDays', {}, z.union([z.number().int().min(1).max(31), z.literal('last')])))
      .min(1)
      .max(31),
  ).optional(),
  at: accepts('timeOfDay', {}, z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u)).optional(),
  cron: accepts('cron', {}, z.string().max(200).refine(isCron)).optional(),
  duration: durationSchema(MAINTENANCE_DURATION).optional(),
  timezone: accepts(
    'timezone',
    {},
    z
      .string()
      .max(100)
      .refine((name) => name === '' || isTimeZone(name)),
  ).default(''),
};

/** The fields of a window, for the JSON Schema of lookout.yaml. */
export const maintenanceShape = shape;
const schema = z.strictObject(shape).superRefine((window, context) => {
  const add = (path: string, issue: ReturnType<typeof ownIssue>) => context.addIssue({ ...issue, path: [path] });
  const kinds = (['from', 'weekdays', 'monthDays', 'cron'] as const).filter((name) => window[name] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    add(kinds[1] ?? 'from', ownIssue('schedule'));
    return;
  }
  if (kind === 'from') {
    if ((window.to === undefined) === (window.duration === undefined)) add('to', ownIssue('endOrDuration'));
    return;
  }
  if (window.to !== undefined) add('to', ownIssue('alone', { other: 'from' }));
  if (window.duration === undefined) add('duration', ownIssue('required'));
  if (kind !== 'cron' && window.at === undefined) add('at', ownIssue('required'));
  if (kind === 'cron' && window.at !== undefined) add('at', ownIssue('inCron'));
  const { cron = '' } = window;
  if (isCron(cron) && !firesEver(cron)) add('cron', ownIssue('cronNever'));
});

export type ReadMaintenance =
  | { readonly ok: true; readonly config: MaintenanceConfig }
  /** The paths are within the window. */
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Validates a window. It may be over. */
export function readMaintenance(input: unknown): ReadMaintenance {
  if (!isRecord(input)) {
    return { ok: false, issues: [issueOf('type', '', { reason: 'object' }, { given: input ?? undefined })] };
  }
  const read = schema.safeParse(input);
  if (!read.success) return { ok: false, issues: issuesOfFields(read.error, shape, input) };
  const { from: givenFrom, to: givenTo, duration, weekdays, monthDays, ...rest } = read.data;
  const instant = (given: EpochMs | string) => instantIn(given, rest.timezone);
  if (givenFrom === undefined) {
    return { ok: true, config: defined({ ...rest, weekdays, monthDays, duration }) };
  }
  const from = instant(givenFrom);
  const to = givenTo === undefined ? from + (duration ?? 0) : instant(givenTo);
  if (to <= from) return { ok: false, issues: [issueOf('notAfter', 'to', { other: 'from' }, { given: givenTo })] };
  const { name, match, timezone } = rest;
  return { ok: true, config: { name, match, from, to, timezone } };
}

/** What zod found, with paths within the object. @param fields the schemas of the object's fields */
export function issuesOfFields(
  error: z.ZodError,
  fields: Readonly<Record<string, z.ZodType>>,
  input: unknown,
): readonly Issue[] {
  return error.issues.flatMap((found) => {
    // The value may be missing, which is what is wrong.
    const own = readOwnIssue(found);
    if (own !== null) return [makeIssue(own.issue.code, formatPath(found.path), own.issue.params ?? {})];
    if (found.code !== 'unrecognized_keys') {
      return toIssues(new z.ZodError([found]), { shape: fields, input, kind: '' }).map(
        ({ kind: _kind, ...issue }) => issue,
      );
    }
    const known = found.path.length === 0 ? Object.keys(fields) : Object.keys(matchSchema.shape);
    return found.keys.map((name) => issueOf('unknownField', [...found.path, name].join('.'), { name, known }));
  });
}

function instantIn(given: EpochMs | string, timezone: string): EpochMs {
  if (typeof given === 'number') return given;
  const [, date = '', clock = '', offset] = WRITTEN.exec(given) ?? [];
  if (offset !== undefined) return Date.parse(`${date}T${clock}${offset}`);
  return instantOf(Date.parse(`${date}T${clock}Z`), timezone);
}

function isDateTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text.replace(' ', 'T')));
}

/** Without fields that are not set. The name, the match and the time zone always are. */
function defined(config: {
  readonly [K in keyof MaintenanceConfig]: MaintenanceConfig[K] | undefined;
}): MaintenanceConfig {
  const set = Object.entries(config).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as unknown as MaintenanceConfig;
}
