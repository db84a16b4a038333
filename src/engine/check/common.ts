/** The fields that every kind of endpoint has: their schemas and their form fields. Ranges: `CommonConfig`. */
import { z } from 'zod';
import type { FormField } from '../../contract/descriptor.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { Ms } from '../../contract/model/units.ts';
import { formatDuration, parseDuration } from '../../shared/duration.ts';
import { accepts } from '../base/issues.ts';

/** What the common fields are when nothing is said; `name` is made from the target. */
export const COMMON_DEFAULTS = {
  interval: 30_000,
  timeout: 10_000,
  retries: 2,
  retryInterval: 5_000,
  degradedAbove: null,
  group: '',
  tags: [],
  note: '',
} as const satisfies Omit<CommonConfig, 'name' | 'kind'>;

const DAY = 86_400_000;
/** Ranges of the durations, in milliseconds, both ends included. */
export const RANGES = {
  interval: [500, DAY],
  timeout: [100, 600_000],
  retryInterval: [500, DAY],
  degradedAbove: [1, 600_000],
} as const satisfies Record<string, readonly [Ms, Ms]>;

/** The schemas of durations with their ranges, for the JSON Schema. */
export const durations = z.registry<{ min: Ms; max: Ms }>();

/** A duration from `min` to `max` milliseconds, both included, as text or as milliseconds; gives milliseconds. */
export function durationSchema([min, max]: readonly [Ms, Ms]): z.ZodType<Ms, string | number> {
  const written = z.union([z.string(), z.number()]);
  durations.add(written, { min, max });
  return accepts(
    `a duration from ${formatDuration(min)} to ${formatDuration(max)}, such as 30s, 1m30s or 500ms`,
    written.transform((value, context) => {
      const ms = parseDuration(value);
      if (ms !== null && ms >= min && ms <= max) return ms;
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }),
  );
}

/** A text of at most `max` characters. */
export function textSchema(max: number): z.ZodString {
  return accepts(`a text of at most ${max} characters`, z.string().max(max));
}

/** A whole number from `min` to `max`, both included. */
export function wholeNumberSchema(min: number, max: number): z.ZodNumber {
  return accepts(`a whole number from ${min} to ${max}`, z.number().int().min(min).max(max));
}

/** A yes or no. */
export function toggleSchema(): z.ZodBoolean {
  return accepts('true or false', z.boolean());
}

/**
 * The common fields' schemas; `kind` is looked at by the registry before.
 * @param defaults a kind's own, over `COMMON_DEFAULTS`
 */
export function commonSchema(defaults: Partial<CommonConfig> = {}) {
  const preset = { ...COMMON_DEFAULTS, ...defaults };
  return z.object({
    // Empty: the registry makes one.
    name: accepts('a text of at most 200 characters', z.string().trim().max(200)).default(''),
    interval: durationSchema(RANGES.interval).default(preset.interval),
    timeout: durationSchema(RANGES.timeout).default(preset.timeout),
    retries: wholeNumberSchema(0, 100).default(preset.retries),
    retryInterval: durationSchema(RANGES.retryInterval).default(preset.retryInterval),
    degradedAbove: durationSchema(RANGES.degradedAbove).nullable().default(preset.degradedAbove),
    group: textSchema(200).default(preset.group),
    tags: accepts(
      'a list of at most 50 tags',
      z.array(accepts('a text of 1 to 100 characters', z.string().trim().min(1).max(100))).max(50),
    ).default([...preset.tags]),
    note: textSchema(10_000).default(preset.note),
  });
}

/** The common fields for people; the registry puts the kind's own between `about` and `schedule`. */
export function commonFields(defaults: Partial<CommonConfig> = {}): readonly FormField[] {
  const preset = { ...COMMON_DEFAULTS, ...defaults };
  const duration = (name: keyof typeof RANGES) =>
    ({ name, type: 'duration', min: RANGES[name][0], max: RANGES[name][1], default: preset[name] }) as const;
  /** A kind that has its own default knows better than a setting for all kinds. */
  const fromSetting = (name: keyof CommonConfig, setting: NonNullable<FormField['setting']>) =>
    defaults[name] === undefined ? { setting } : {};
  return [
    {
      name: 'name',
      label: 'Name',
      type: 'text',
      section: 'about',
      default: '',
      help: 'Shown in the list, at most 200 characters. Empty: made from the target.',
    },
    {
      name: 'group',
      label: 'Group',
      type: 'text',
      section: 'about',
      default: preset.group,
      help: 'Endpoints of one group stand together in the list. Empty: in no group.',
    },
    {
      name: 'tags',
      label: 'Tags',
      type: 'list',
      section: 'about',
      advanced: true,
      default: preset.tags,
      help: 'Short words to find it by. Empty: none.',
    },
    {
      name: 'note',
      label: 'Note',
      type: 'multiline',
      section: 'about',
      advanced: true,
      default: preset.note,
      help: 'For the people who look after it: what it is, whom to call. Empty: none.',
    },
    {
      ...duration('interval'),
      ...fromSetting('interval', 'defaultInterval'),
      label: 'Interval',
      section: 'schedule',
      help: 'From the start of one check to the start of the next, 500ms to 24h.',
    },
    {
      ...duration('timeout'),
      ...fromSetting('timeout', 'defaultTimeout'),
      label: 'Time-out',
      section: 'schedule',
      help: 'How long a check may take, from DNS to the last byte, 100ms to 10m.',
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
      help: 'How many further checks must fail, after the first, before it counts as down, 0 to 100.',
    },
    {
      ...duration('retryInterval'),
      label: 'Retry after',
      section: 'schedule',
      help: 'From the end of a failed check to its retry, 500ms to 24h.',
    },
    {
      ...duration('degradedAbove'),
      label: 'Degraded above',
      section: 'schedule',
      help: 'A good check that takes longer counts as degraded. Empty: none does.',
    },
  ];
}
