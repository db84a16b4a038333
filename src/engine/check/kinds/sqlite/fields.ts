/** The fields of an SQLite endpoint: their schemas and their form fields. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { queryField, querySchema } from '../../fields/database.ts';
import { lazily } from '../../fields/lazily.ts';

const QUERY = 'SELECT 1';
/** The most characters of a path; longer than systems allow. */
const PATH_CHARACTERS = 4_096;

export const sqliteIssues = [
  {
    code: 'sqlite.file',
    text: '{field} must be the absolute path of a file, such as /var/lib/app/app.db.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];

export const sqliteSchema = lazily(() =>
  z.object({
    file: acceptsOwn(
      'sqlite.file',
      z
        .string()
        .trim()
        .max(PATH_CHARACTERS)
        .refine((path) => isAbsolute(path) && !path.includes('\0')),
    ),
    query: querySchema(QUERY),
  }),
);

export type SqliteFields = z.output<typeof sqliteSchema>;

export const sqliteForm: readonly FormField[] = [
  {
    name: 'file',
    label: 'File',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: '/var/lib/app/app.db',
    help: 'The absolute path of the database on this computer. It is opened for reading only.',
  },
  {
    ...queryField(QUERY),
    help: 'Must succeed, for example PRAGMA quick_check. Conditions can use its rows as [ROWS], and the first value of the first row as [VALUE]. Recursive queries and ATTACH are refused.',
  },
];
