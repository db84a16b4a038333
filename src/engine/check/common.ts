/**
 * The fields that every kind of endpoint has: their schemas and defaults. `CommonConfig` documents the ranges, and
 * `common-fields.ts` has the form.
 */
import { z } from 'zod';
import type { DetailDescriptor, PlaceholderDescriptor } from '../../contract/descriptor.ts';
import { DIALECTS } from '../../contract/model/condition.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { Ms } from '../../contract/model/units.ts';
import { exampleDuration, parseDuration } from '../../shared/duration.ts';
import { MAX_CONDITION_LENGTH } from '../conditions/parse.ts';
import { accepts } from '../base/accepts.ts';

/** The defaults of the common fields. `name` is made from the target. */
export const COMMON_DEFAULTS = {
  interval: 30_000,
  timeout: 10_000,
  retries: 2,
  retryInterval: 5_000,
  degradedAbove: null,
  slowerThanUsual: false,
  conditions: [],
  dialect: 'lookout',
  group: '',
  tags: [],
  note: '',
} as const satisfies Omit<CommonConfig, 'name' | 'kind'>;

const DAY = 86_400_000;
/** The defaults of the objective of an endpoint: none. */
export const OBJECTIVE_DEFAULTS = { objective: null, objectiveWindow: 30 * DAY } as const;
/** The most endpoints that an endpoint can depend on. */
export const MAX_PARENTS = 50;
const MAX_VANTAGES = 50;
/** The length of the window of an objective. */
export const OBJECTIVE_WINDOW = [DAY, 366 * DAY] as const;
/** The range of an objective, as a percentage of uptime. */
export const TARGETS = [1, 99.9999] as const;

const MAX_CONDITIONS = 50;
/** The results of the endpoint's conditions. */
export const conditionsDetail: DetailDescriptor = { name: 'conditions', label: 'Conditions', format: 'conditions' };

/** The tracked details that changed since the previous check. */
export const changesDetail: DetailDescriptor = { name: 'changes', label: 'Changes', format: 'changes' };

/** Every kind that tracks a detail has it among its placeholders. */
export const changedPlaceholder: PlaceholderDescriptor = {
  name: 'CHANGED',
  meaning: 'whether a detail differs from the previous check, such as [CHANGED].answers',
  parts: 'names',
};

/** Ranges of the durations in milliseconds, including both ends. */
export const RANGES = {
  interval: [500, DAY],
  timeout: [100, 600_000],
  retryInterval: [500, DAY],
  degradedAbove: [1, 600_000],
  downFor: [1_000, DAY],
} as const satisfies Record<string, readonly [Ms, Ms]>;

/** The schemas of durations and their ranges, for the JSON Schema. */
export const durations = z.registry<{ min: Ms; max: Ms }>();

/**
 * A duration from `min` to `max` milliseconds, including both, given as text or in milliseconds. Parses to
 * milliseconds.
 */
export function durationSchema([min, max]: readonly [Ms, Ms]): z.ZodType<Ms, string | number> {
  const written = z.union([z.string(), z.number()]);
  durations.add(written, { min, max });
  return accepts(
    'duration',
    { minMs: min, maxMs: max, exampleMs: exampleDuration([min, max]) },
    written.transform((value, context) => {
      const ms = parseDuration(value);
      if (ms !== null && ms >= min && ms <= max) return ms;
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }),
  );
}

/** A percentage of uptime. */
export function targetSchema(): z.ZodNumber {
  const [min, max] = TARGETS;
  return accepts('target', { min, max }, z.number().min(min).max(max));
}

/** A text of at most `max` characters. */
export function textSchema(max: number): z.ZodString {
  return accepts('text', { max }, z.string().max(max));
}

/** A whole number from `min` to `max`, including both. */
export function wholeNumberSchema(min: number, max: number): z.ZodNumber {
  return accepts('wholeNumber', { min, max }, z.number().int().min(min).max(max));
}

export function toggleSchema(): z.ZodBoolean {
  return accepts('toggle', {}, z.boolean());
}

/**
 * The schemas of the common fields. The registry checks `kind` before.
 * @param defaults a kind's own defaults, which override `COMMON_DEFAULTS`
 */
export function commonSchema(defaults: Partial<CommonConfig> = {}) {
  const preset = { ...COMMON_DEFAULTS, ...defaults };
  return z.object({
    // When it is empty, the registry makes a name.
    name: accepts('text', { max: 200 }, z.string().trim().max(200)).default(''),
    interval: durationSchema(RANGES.interval).default(preset.interval),
    timeout: durationSchema(RANGES.timeout).default(preset.timeout),
    retries: wholeNumberSchema(0, 100).default(preset.retries),
    retryInterval: durationSchema(RANGES.retryInterval).default(preset.retryInterval),
    degradedAbove: durationSchema(RANGES.degradedAbove).nullable().default(preset.degradedAbove),
    slowerThanUsual: toggleSchema().default(preset.slowerThanUsual),
    conditions: accepts(
      'conditions',
      { max: MAX_CONDITIONS },
      z.array(accepts('text', { max: MAX_CONDITION_LENGTH }, z.string().max(MAX_CONDITION_LENGTH))).max(MAX_CONDITIONS),
    ).default([...preset.conditions]),
    dialect: accepts('oneOf', { options: DIALECTS }, z.enum(DIALECTS)).default(preset.dialect),
    group: textSchema(200).default(preset.group),
    tags: accepts(
      'tags',
      { max: 50 },
      z.array(accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100))).max(50),
    ).default([...preset.tags]),
    note: textSchema(10_000).default(preset.note),
    sourceId: textSchema(500).optional(),
    dependsOn: accepts(
      'namesOf',
      { reason: 'endpoints', max: MAX_PARENTS },
      z.array(accepts('textBetween', { min: 1, max: 200 }, z.string().trim().min(1).max(200))).max(MAX_PARENTS),
    ).default([]),
    downFor: durationSchema(RANGES.downFor).nullable().default(null),
    vantages: accepts(
      'namesOf',
      { reason: 'vantages', max: MAX_VANTAGES },
      z.array(accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100))).max(MAX_VANTAGES),
    ).default([]),
    vantagesDown: wholeNumberSchema(1, MAX_VANTAGES).nullable().default(null),
    objective: targetSchema().nullable().default(OBJECTIVE_DEFAULTS.objective),
    objectiveWindow: durationSchema(OBJECTIVE_WINDOW).default(OBJECTIVE_DEFAULTS.objectiveWindow),
  });
}
