/** What can be wrong with the fields of a group. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const groupIssues = [
  {
    code: 'group.members',
    text: '{field} must be a list of 1 to {max, number} names of endpoints, or tag:NAME or group:NAME.',
    params: { max: 'the maximum number of members' },
  },
  {
    code: 'group.member',
    text: '{field} must be the name of an endpoint, or tag:NAME or group:NAME.',
    params: {},
  },
  {
    code: 'group.weights',
    text: '{field} must be pairs of a member, as written in the members, and a number from 0 to {max, number}.',
    params: { max: 'the maximum weight' },
  },
] as const satisfies readonly IssueDescriptor[];
