/** What can be wrong with the fields of a process endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const processIssues = [
  {
    code: 'process.text',
    text: '{field} must be text with 1 to {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'process.name',
    text: '{field} must be the name of a program without its folder, such as nginx.',
    params: {},
  },
  {
    code: 'process.pidFile',
    text: '{field} must be the absolute path of a pid file, such as /run/nginx.pid.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
