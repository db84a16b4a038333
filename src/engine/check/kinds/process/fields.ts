/** The fields of a process endpoint: their schemas and their form fields. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { wholeNumberSchema } from '../../common.ts';
import { lazily } from '../../fields/lazily.ts';

const MAX_TEXT = 1_000;
const MAX_COUNT = 100_000;
const MATCHES = ['name', 'command', 'pidFile'] as const;
/** How a process is found. */
export type ProcessMatch = (typeof MATCHES)[number];

export const processSchema = lazily(() =>
  z
    .object({
      process: acceptsOwn(
        'process.text',
        z
          .string()
          .trim()
          .min(1)
          .max(MAX_TEXT)
          .refine((text) => !text.includes('\0')),
        { max: MAX_TEXT },
      ),
      match: accepts('oneOf', { options: MATCHES }, z.enum(MATCHES)).default('name'),
      minCount: wholeNumberSchema(1, MAX_COUNT).default(1),
    })
    .superRefine(({ process, match }, context) => {
      if (match === 'name' && /[/\\]/u.test(process))
        context.addIssue({ ...ownIssue('process.name'), path: ['process'] });
      if (match === 'pidFile' && !isAbsolute(process)) {
        context.addIssue({ ...ownIssue('process.pidFile'), path: ['process'] });
      }
    }),
);

export type ProcessFields = z.output<typeof processSchema>;

export const processForm: readonly FormField[] = [
  {
    name: 'process',
    label: 'Process',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'nginx',
    help: 'The name of the program, a part of its command line, or the path of its pid file.',
  },
  {
    name: 'match',
    label: 'Find by',
    type: 'select',
    section: 'target',
    default: 'name',
    options: [
      { value: 'name', label: 'Name of the program' },
      { value: 'command', label: 'Part of the command line' },
      { value: 'pidFile', label: 'Pid file' },
    ],
    help: 'What the field Process contains. Names and command lines are case-sensitive, except on Windows.',
  },
  {
    name: 'minCount',
    label: 'Min processes',
    type: 'number',
    section: 'expect',
    min: 1,
    max: MAX_COUNT,
    default: 1,
    help: 'How many such processes must run at least; 1 to 100,000.',
  },
];
