/** The fields of a disk endpoint: their schemas and their form fields. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { parseAmount } from './amount.ts';
import { lazily } from '../../fields/lazily.ts';

export const diskSchema = lazily(() =>
  z.object({
    path: acceptsOwn(
      'disk.path',
      z
        .string()
        .trim()
        .max(4_000)
        .refine((path) => isAbsolute(path) && !path.includes('\0')),
    ),
    minFree: acceptsOwn(
      'disk.space',
      z
        .string()
        .max(100)
        .refine((text) => text === '' || parseAmount(text) !== null),
    ).default('10%'),
    minFreeInodes: acceptsOwn(
      'disk.inodes',
      z
        .string()
        .max(100)
        .refine((text) => text === '' || (parseAmount(text) !== null && /^\s*\d+\s*%?\s*$/u.test(text))),
    ).default('5%'),
  }),
);

export type DiskFields = z.output<typeof diskSchema>;

export const diskForm: readonly FormField[] = [
  {
    name: 'path',
    label: 'Path',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: '/var',
    help: 'A folder or a file on the file system to check.',
  },
  {
    name: 'minFree',
    label: 'Min free space',
    type: 'text',
    section: 'expect',
    default: '10%',
    placeholder: '5 GB',
    help: 'Less free space is a failure. A percentage, or a size such as 500 MB or 2 GiB. If empty, space is not checked.',
  },
  {
    name: 'minFreeInodes',
    label: 'Min free inodes',
    type: 'text',
    section: 'expect',
    advanced: true,
    default: '5%',
    placeholder: '10000',
    help: 'Fewer free inodes are a failure. A percentage or a number. If empty, or without inodes, they are not checked.',
  },
];
