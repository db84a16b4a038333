/** The fields of a group: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn } from '../../../base/accepts.ts';
import { textSchema, toggleSchema, wholeNumberSchema } from '../../common.ts';
import { lazily } from '../../fields/lazily.ts';

const MAX_MEMBERS = 500;
const MAX_WEIGHT = 1_000;
const RULES = ['all', 'any', 'atLeast', 'weighted'] as const;

/** @returns null when the text is not a weight */
export function parseWeight(text: string): number | null {
  const weight = /^\s*\d{1,4}(?:\.\d{1,3})?\s*$/u.test(text) ? Number(text) : Number.NaN;
  return weight <= MAX_WEIGHT ? weight : null;
}

export const groupSchema = lazily(() =>
  z.object({
    members: acceptsOwn(
      'group.members',
      z
        .array(
          acceptsOwn(
            'group.member',
            z
              .string()
              .trim()
              .max(210)
              .regex(/^(?:(?:tag|group):)?[^\s:].*$|^[^:]+:.+$/u),
          ),
        )
        .min(1)
        .max(MAX_MEMBERS),
      { max: MAX_MEMBERS },
    ),
    rule: accepts('oneOf', { options: RULES }, z.enum(RULES)).default('all'),
    minUp: wholeNumberSchema(1, MAX_MEMBERS).default(1),
    weights: acceptsOwn(
      'group.weights',
      z
        .record(z.string(), textSchema(20))
        .refine((pairs) => Object.values(pairs).every((text) => parseWeight(text) !== null)),
      { max: MAX_WEIGHT },
    ).default({}),
    minPercent: wholeNumberSchema(1, 100).default(50),
    warn: toggleSchema().default(true),
  }),
);

export type GroupFields = z.output<typeof groupSchema>;

/** The members and their weights after endpoints were renamed. @param follow what a reference becomes */
export function renamedMembers(
  { members, weights }: GroupFields,
  follow: (reference: string) => readonly string[],
): Pick<GroupFields, 'members' | 'weights'> {
  return {
    members: [...new Set(members.flatMap(follow))].slice(0, MAX_MEMBERS),
    weights: Object.fromEntries(
      Object.entries(weights).flatMap(([reference, weight]) => follow(reference).map((name) => [name, weight])),
    ),
  };
}

export const groupForm: readonly FormField[] = [
  {
    name: 'members',
    label: 'Members',
    type: 'list',
    section: 'target',
    required: true,
    holds: 'endpoints',
    help: 'Names of endpoints, tag:NAME for all with a tag, or group:NAME for all of a group in the list.',
  },
  {
    name: 'rule',
    label: 'Up when',
    type: 'select',
    section: 'expect',
    default: 'all',
    options: [
      { value: 'all', label: 'All members are up' },
      { value: 'any', label: 'Any member is up' },
      { value: 'atLeast', label: 'Enough members are up' },
      { value: 'weighted', label: 'Enough weight is up' },
    ],
    help: 'Degraded members count as up. Members that are paused, in maintenance or unknown do not count.',
  },
  {
    name: 'minUp',
    label: 'Min members up',
    type: 'number',
    section: 'expect',
    min: 1,
    max: MAX_MEMBERS,
    default: 1,
    help: 'For enough members: how many must be up; 1 to 500.',
  },
  {
    name: 'weights',
    label: 'Weights',
    type: 'pairs',
    section: 'expect',
    advanced: true,
    default: {},
    help: 'For enough weight: a member as written above, and its weight from 0 to 1000. Other members weigh 1.',
  },
  {
    name: 'minPercent',
    label: 'Min weight up',
    type: 'number',
    section: 'expect',
    advanced: true,
    min: 1,
    max: 100,
    default: 50,
    help: 'For enough weight: how many percent of all weight must be up; 1 to 100.',
  },
  {
    name: 'warn',
    label: 'Degraded when a member is down',
    type: 'toggle',
    section: 'expect',
    advanced: true,
    default: true,
    help: 'If off, a group that has enough members is up, whatever the others are.',
  },
];
