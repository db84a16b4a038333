/** What can be wrong with the fields of a systemd endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const systemdIssues = [
  {
    code: 'systemd.unit',
    text: '{field} must be the name of a unit, such as nginx.service or backup.timer.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
