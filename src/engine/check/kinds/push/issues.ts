/** What can be wrong with the fields of a heartbeat. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const pushIssues = [
  {
    code: 'push.cron',
    text: `{reason, select,
      never {{field} never fires.}
      other {{field} must be a cron expression, such as 0 2 * * 1-5 (at 2:00 on weekdays), or empty.}}`,
    params: { reason: '`syntax` or `never`' },
  },
  {
    code: 'push.timezone',
    text: '{field} must be the name of a time zone, such as Europe/Berlin, or empty.',
    params: {},
  },
  {
    code: 'push.key',
    text: '{field} must be {min, number} to {max, number} letters, digits, "-" and "_" that nobody can guess, or empty.',
    params: { min: 'the minimum number of characters', max: 'the maximum number of characters' },
  },
] as const satisfies readonly IssueDescriptor[];
