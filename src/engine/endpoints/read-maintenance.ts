/** Reads maintenance windows that come from a page, a script or lookout.yaml. Silences are planned in the same way. */
import { z } from 'zod';
import type { MaintenanceConfig, MaintenanceInput } from '../../contract/model/maintenance.ts';
import { WEEKDAYS, type Weekday } from '../../contract/model/weekday.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { accepts, ownIssue } from '../base/accepts.ts';
import { firesEver, instantOf, isCron } from '../base/cron.ts';
import { issueOf, issuesWithin } from '../base/issues.ts';
import { matchSchema } from '../base/match-schema.ts';
import { invalid } from '../base/request-error.ts';
import { timeZoneSchema } from '../base/time-zone-schema.ts';
import { neverPauses } from '../verdict/maintenance.ts';
import { durationSchema } from '../check/common.ts';
import { readFields, type ReadFields } from './read-fields.ts';

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

/** When something takes place, and for which endpoints. */
const plannedShape = {
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
  timezone: timeZoneSchema().default(''),
};

/** The fields of a window, for the JSON Schema of lookout.yaml. */
export const maintenanceShape = {
  name: accepts('textBetween', { min: 1, max: 200 }, z.string().trim().min(1).max(200)),
  ...plannedShape,
};

type Planned = z.output<z.ZodObject<typeof plannedShape>>;

/** Refuses a schedule that is not one of the four kinds, or has fields of several. */
function checkSchedule(window: Planned, context: z.RefinementCtx): void {
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
  else if (isCron(cron) && neverPauses(cron, window.duration ?? 0)) add('duration', ownIssue('neverPauses'));
}

/** Makes a function that validates a window or a silence, which may be over. @param name the schema of its name */
export function plannedReader(name: z.ZodType<string>): (input: unknown) => ReadFields<MaintenanceConfig> {
  const schema = z.strictObject({ name, ...plannedShape }).superRefine(checkSchedule);
  return (input) => {
    const read = readFields(schema, input);
    return read.ok ? configOf(read.config) : read;
  };
}

/** Validates a window. It may be over. */
export const readMaintenance = plannedReader(maintenanceShape.name);

/**
 * The config of a window or a silence that a person saves.
 * @param path of the input in the request, such as `window`
 * @throws RequestError `invalid` with the issues of the input, or because it is over
 */
export function requireUpcoming(
  read: ReadFields<MaintenanceConfig>,
  input: MaintenanceInput,
  path: string,
  now: EpochMs,
): MaintenanceConfig {
  if (!read.ok) throw invalid(issuesWithin(path, read.issues));
  const { to } = read.config;
  if (to !== undefined && to <= now) {
    const field = input.to === undefined ? 'duration' : 'to';
    throw invalid([issueOf('inPast', `${path}.${field}`, {}, { given: input.to })]);
  }
  return read.config;
}

function configOf({
  from: givenFrom,
  to: givenTo,
  duration,
  weekdays,
  monthDays,
  ...rest
}: Planned & { readonly name: string }): ReadFields<MaintenanceConfig> {
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
