/** What can be wrong with the fields of a disk endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const diskIssues = [
  {
    code: 'disk.path',
    text: '{field} must be the absolute path of a folder or a file, such as /var.',
    params: {},
  },
  {
    code: 'disk.space',
    text: '{field} must be a percentage such as 10%, or a size such as 5 GB, or empty.',
    params: {},
  },
  {
    code: 'disk.inodes',
    text: '{field} must be a percentage such as 5%, or a whole number such as 10000, or empty.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
