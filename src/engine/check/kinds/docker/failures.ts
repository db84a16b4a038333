/** What can be wrong with a container. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { httpFailures } from '../../http/failures.ts';

const own = [
  {
    code: 'docker.noContainer',
    cause: 'No such container',
    text: 'There is no container {container}.',
    params: { container: 'its name or ID' },
  },
  {
    code: 'docker.notRunning',
    cause: 'Container not running',
    text: `{problem, select,
      none {The container is {state}; its last exit code is {exitCode}.}
      other {The container is {state}; its last exit code is {exitCode}: {problem}}}`,
    params: {
      state: 'its state, such as `exited` or `paused`',
      exitCode: 'the exit code of its last run',
      problem: "Docker's words, if it could not be started",
    },
  },
  {
    code: 'docker.unhealthy',
    cause: 'Container not healthy',
    text: `{health, select,
      unhealthy {{failures, plural,
        one {The container is unhealthy: its health check failed # time in a row.}
        other {The container is unhealthy: its health check failed # times in a row.}}}
      none {The container has no health check.}
      other {The container is not healthy yet: its health check says {health}.}}`,
    params: {
      health: 'what the health check says, such as `unhealthy` or `starting`; none: there is no health check',
      failures: 'how often the health check failed in a row',
    },
  },
  {
    code: 'docker.socket',
    cause: 'Docker socket unusable',
    text: `{reason, select,
      ENOENT {There is no Docker socket at {path}.}
      EACCES {The user that runs Lookout may not use the Docker socket at {path}.}
      other {Nothing answers at the Docker socket {path}.}}`,
    params: { reason: "the system's error code", path: 'the path of the socket' },
  },
  {
    code: 'docker.api',
    cause: 'Refused by the Docker API',
    text: `{problem, select,
      none {The Docker API answers with status {status}.}
      other {The Docker API answers with status {status}: {problem}}}`,
    params: { status: 'the HTTP status', problem: "Docker's words" },
  },
  { code: 'docker.answer', text: 'The answer is not a valid answer of the Docker API.', params: {} },
] as const satisfies readonly FailureDescriptor[];

export const dockerFailures: readonly FailureDescriptor[] = [
  ...own,
  ...httpFailures.filter(({ code }) => code === 'protocol.error'),
];

/** Makes a failure that only this kind has. */
export const dockerFailure = failuresOfKind(own);
