/** What can be wrong with the fields of a Docker endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const dockerIssues = [
  {
    code: 'docker.container',
    text: '{field} must be the name or the ID of a container: letters, digits, "_", "." and "-", at most {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'docker.server',
    text: '{field} must be the address of a Docker API, such as unix:///var/run/docker.sock, tcp://host:2375 or https://host:2376.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
