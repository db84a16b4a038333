/** Reads rules. */
import { z } from 'zod';
import { RULE_EVENTS, type RuleConfig } from '../../contract/model/alert-rule.ts';
import { WEEKDAYS } from '../../contract/model/weekday.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { accepts, toIssues } from '../base/accepts.ts';
import { issueOf } from '../base/issues.ts';
import { isTimeZone } from '../base/cron.ts';
import { matchSchema } from '../base/match-schema.ts';
import { durationSchema, toggleSchema } from '../check/common.ts';
import { parsePattern } from './check-pattern.ts';
import { parseTimeOfDay } from './rule-hours.ts';
import { templateFields } from './template/templates.ts';

/** In days, longest first. */
export const EXPIRES_WITHIN = [14, 7, 1] as const;
const MAX_DAYS_BEFORE = 365;
const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;
/** The shortest and the longest duration of each field. `stepAfter`: `after` of a step. */
export const RULE_DURATIONS = { after: [0, WEEK], repeat: [MINUTE, WEEK], stepAfter: [MINUTE, WEEK] } as const;

const shortText = (max: number) => accepts('textBetween', { min: 1, max }, z.string().trim().min(1).max(max));
const channelNames = () => accepts('namesOf', { reason: 'channels', max: 50 }, z.array(shortText(100)).max(50));
const timeOfDay = () =>
  accepts(
    'timeOfDay',
    {},
    z.string().refine((text) => parseTimeOfDay(text) !== null),
  );

const hoursSchema = z.strictObject({
  days: accepts('someOf', { options: WEEKDAYS }, z.array(z.enum(WEEKDAYS)).min(1)).default([...WEEKDAYS]),
  from: timeOfDay().default('00:00'),
  to: timeOfDay().default('00:00'),
  timezone: accepts(
    'timezone',
    {},
    z.string().refine((name) => name === '' || isTimeZone(name)),
  ).default(''),
});

function daysBefore<Schema extends z.ZodType>(schema: Schema): Schema {
  return accepts('daysBefore', { max: MAX_DAYS_BEFORE }, schema);
}

export const ruleSchema = z.strictObject({
  name: shortText(100),
  enabled: toggleSchema().default(true),
  match: matchSchema.default({}),
  events: accepts('someOf', { options: RULE_EVENTS }, z.array(z.enum(RULE_EVENTS)).min(1)).default(['down', 'up']),
  channels: channelNames(),
  after: durationSchema(RULE_DURATIONS.after).default(0),
  repeat: durationSchema(RULE_DURATIONS.repeat).nullable().default(null),
  steps: z
    .array(z.strictObject({ after: durationSchema(RULE_DURATIONS.stepAfter), channels: channelNames() }))
    .max(10)
    .default([])
    .transform((steps) => steps.toSorted((a, b) => a.after - b.after)),
  hours: hoursSchema.nullable().default(null),
  expiresWithin: daysBefore(
    z
      .array(daysBefore(z.number().int().min(1).max(MAX_DAYS_BEFORE)))
      .min(1)
      .max(10),
  )
    .default([...EXPIRES_WITHIN])
    .transform((days) => [...new Set(days)].toSorted((a, b) => b - a)),
  pattern: accepts(
    'checkPattern',
    {},
    z
      .string()
      .trim()
      .max(500)
      .refine((text) => text === '' || parsePattern(text) !== null),
  ).default(''),
  ...templateFields(),
});

/** Leaves out the optional fields of a match that are not set, so that two matches of the same endpoints are equal. */
function matchOf(match: z.infer<typeof matchSchema>): EndpointMatch {
  return Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined));
}

/** Reads a rule. The caller checks whether its channels exist. */
export function readRule(
  input: unknown,
): { readonly ok: true; readonly config: RuleConfig } | { readonly ok: false; readonly issues: readonly Issue[] } {
  const read = ruleSchema.safeParse(input);
  if (read.success && read.data.events.includes('pattern') && read.data.pattern === '') {
    return { ok: false, issues: [issueOf('checkPattern', 'pattern', {}, { kind: 'rule', given: '' })] };
  }
  if (read.success) return { ok: true, config: { ...read.data, match: matchOf(read.data.match) } };
  return { ok: false, issues: toIssues(read.error, { shape: ruleSchema.shape, input, kind: 'rule' }) };
}
