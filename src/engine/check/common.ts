/**
 * The fields that every kind of endpoint has: their schemas and their form fields. `CommonConfig` documents the ranges.
 */
import { z } from 'zod';
import type { DetailDescriptor, FormField, PlaceholderDescriptor } from '../../contract/descriptor.ts';
import { DIALECTS } from '../../contract/model/condition.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { Ms } from '../../contract/model/units.ts';
import { parseDuration } from '../../shared/duration.ts';
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
const MAX_PARENTS = 50;
/** The length of the window of an objective. */
export const OBJECTIVE_WINDOW = [DAY, 366 * DAY] as const;
const TARGETS = [1, 99.9999] as const;

const MAX_CONDITIONS = 50;
/** What the conditions of an endpoint found. */
export const conditionsDetail: DetailDescriptor = { name: 'conditions', label: 'Conditions', format: 'conditions' };

/** What changed since the check before, of kinds that track something. */
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
    { minMs: min, maxMs: max },
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
    objective: targetSchema().nullable().default(OBJECTIVE_DEFAULTS.objective),
    objectiveWindow: durationSchema(OBJECTIVE_WINDOW).default(OBJECTIVE_DEFAULTS.objectiveWindow),
  });
}

/** The common fields as form fields. The registry puts the kind's own fields between `about` and `schedule`. */
export function commonFields(defaults: Partial<CommonConfig> = {}): readonly FormField[] {
  const preset = { ...COMMON_DEFAULTS, ...defaults };
  const duration = (name: keyof typeof RANGES) =>
    ({ name, type: 'duration', min: RANGES[name][0], max: RANGES[name][1], default: preset[name] }) as const;
  /** A kind's own default takes precedence over a setting for all kinds. */
  const fromSetting = (name: keyof CommonConfig, setting: NonNullable<FormField['setting']>) =>
    defaults[name] === undefined ? { setting } : {};
  return [
    {
      name: 'name',
      label: 'Name',
      type: 'text',
      section: 'about',
      default: '',
      help: 'Shown in the list; at most 200 characters. If empty, Lookout uses the target.',
    },
    {
      name: 'group',
      label: 'Group',
      type: 'text',
      section: 'about',
      default: preset.group,
      help: 'The list shows the endpoints of a group together. If empty, the endpoint has no group.',
    },
    {
      name: 'tags',
      label: 'Tags',
      type: 'list',
      section: 'about',
      advanced: true,
      default: preset.tags,
      help: 'Short words to filter by.',
    },
    {
      name: 'note',
      label: 'Note',
      type: 'multiline',
      section: 'about',
      advanced: true,
      default: preset.note,
      help: 'For the people responsible: what this endpoint is, and whom to call.',
    },
    {
      name: 'dependsOn',
      label: 'Depends on',
      type: 'list',
      section: 'about',
      advanced: true,
      default: [],
      holds: 'endpoints',
      placeholder: 'Router, Switch 2',
      help: 'Endpoints on the way to this one, by name, tag:NAME or group:NAME. While one of them is down, nobody is alerted about this one.',
    },
    {
      name: 'conditions',
      label: 'Conditions',
      type: 'list',
      section: 'expect',
      default: preset.conditions,
      holds: 'conditions',
      expressions: true,
      placeholder: '[RESPONSE_TIME] < 500',
      help: 'All must hold, or the check fails. After "warn:", the endpoint is only degraded.',
    },
    {
      name: 'dialect',
      label: 'Language of conditions',
      type: 'select',
      section: 'expect',
      advanced: true,
      default: preset.dialect,
      options: [
        { value: 'lookout', label: 'Lookout' },
        { value: 'gatus', label: 'Gatus' },
      ],
      help: 'With Gatus, conditions mean exactly what they mean in Gatus, and only they decide the verdict.',
    },
    {
      name: 'sourceId',
      label: 'Imported from',
      type: 'text',
      section: 'about',
      advanced: true,
      default: '',
      help: 'What this endpoint is in the file that it was imported from. Importing the file again updates it.',
    },
    {
      ...duration('interval'),
      ...fromSetting('interval', 'defaultInterval'),
      label: 'Interval',
      section: 'schedule',
      help: 'Time from the start of one check to the start of the next; 500 ms to 24 h.',
    },
    {
      ...duration('timeout'),
      ...fromSetting('timeout', 'defaultTimeout'),
      label: 'Timeout',
      section: 'schedule',
      help: 'How long a check may take, from DNS to the last byte; 100 ms to 10 min.',
    },
    {
      name: 'retries',
      label: 'Retries',
      type: 'number',
      section: 'schedule',
      min: 0,
      max: 100,
      default: preset.retries,
      ...fromSetting('retries', 'defaultRetries'),
      help: 'How many more checks must fail in a row, after the first, before the endpoint is down; 0 to 100.',
    },
    {
      ...duration('retryInterval'),
      label: 'Retry interval',
      section: 'schedule',
      help: 'Time from the end of a failed check to its retry; 500 ms to 24 h.',
    },
    {
      ...duration('degradedAbove'),
      label: 'Degraded above',
      section: 'schedule',
      help: 'A successful check that takes longer is degraded. If empty, no check is degraded.',
    },
    {
      name: 'slowerThanUsual',
      label: 'Degraded when slower than usual',
      type: 'toggle',
      section: 'schedule',
      advanced: true,
      default: preset.slowerThanUsual,
      help: 'Lookout learns how long checks take at each hour of the week. If several in a row take much longer, the endpoint is degraded.',
    },
    {
      name: 'objective',
      label: 'Uptime objective',
      type: 'number',
      section: 'expect',
      advanced: true,
      min: TARGETS[0],
      max: TARGETS[1],
      default: OBJECTIVE_DEFAULTS.objective,
      placeholder: '99.9',
      help: 'The percentage of time that the endpoint should be up. If empty, it has no objective.',
    },
    {
      name: 'objectiveWindow',
      label: 'Objective window',
      type: 'duration',
      section: 'expect',
      advanced: true,
      min: OBJECTIVE_WINDOW[0],
      max: OBJECTIVE_WINDOW[1],
      default: OBJECTIVE_DEFAULTS.objectiveWindow,
      help: 'The period up to now that the objective covers; 1 d to 366 d.',
    },
  ];
}
