/** What can go wrong only with SQLite. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const sqliteFailures = [
  {
    code: 'sqlite.file',
    cause: 'Database file unusable',
    text: `{reason, select,
      missing {There is no such file.}
      forbidden {Lookout may not read the file.}
      notFile {The path is not a file.}
      notDatabase {The file is not an SQLite database.}
      damaged {The database is damaged: {problem}}
      other {The file cannot be read: {problem}}}`,
    params: {
      reason: '`missing`, `forbidden`, `notFile`, `notDatabase`, `damaged` or `unreadable`',
      problem: 'what the system or SQLite says',
    },
  },
] as const satisfies readonly FailureDescriptor[];

export const sqliteFailure = failuresOfKind(sqliteFailures);
