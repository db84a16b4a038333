/** What can be wrong with a group. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const groupFailures = [
  {
    code: 'group.down',
    cause: 'Members are down',
    text: `{more, plural,
      =0 {{up, number} of {total, number} members are up. Not up: {names}.}
      other {{up, number} of {total, number} members are up. Not up: {names} and # more.}}`,
    params: {
      up: 'how many members are up',
      total: 'how many members count',
      names: 'the members that are down, at most 10',
      more: 'how many more are down',
    },
  },
  {
    code: 'group.degraded',
    cause: 'Members are degraded',
    text: '{more, plural, =0 {Down or degraded: {names}.} other {Down or degraded: {names} and # more.}}',
    params: { names: 'the members that are down or degraded, at most 10', more: 'how many more are' },
  },
  {
    code: 'group.noMember',
    cause: 'Member not found',
    text: 'There is no endpoint {name}.',
    params: { name: 'the member as written in the endpoint' },
  },
  {
    code: 'group.circle',
    cause: 'Group depends on itself',
    text: 'The group depends on itself: {names}.',
    params: { names: 'the endpoints, from the group to the group' },
  },
  {
    code: 'local.members',
    cause: 'No member has a status that counts',
    text: 'No member has a status that counts: all are paused, in maintenance, unknown or not checked yet.',
    params: {},
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const groupFailure = failuresOfKind(groupFailures);
