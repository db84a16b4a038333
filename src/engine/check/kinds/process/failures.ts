/** What can be wrong with a process. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const processFailures = [
  {
    code: 'process.missing',
    cause: 'Too few processes running',
    text: `{found, plural,
      =0 {No {process} process is running.}
      one {Only # {process} process is running; at least {wanted, number} must be.}
      other {Only # {process} processes are running; at least {wanted, number} must be.}}`,
    params: { process: 'the name or the text that was looked for', found: 'how many run', wanted: 'how many must run' },
  },
  {
    code: 'process.pidFile',
    cause: 'No process for the pid file',
    text: `{reason, select,
      stale {The process {pid} of the pid file {path} is not running.}
      invalid {The pid file {path} does not contain a process ID.}
      ENOENT {There is no pid file {path}.}
      EACCES {The user that runs Lookout may not read the pid file {path}.}
      other {The pid file {path} cannot be read ({reason}).}}`,
    params: {
      reason: "`stale`, `invalid`, or the system's error code",
      path: 'the path of the file',
      pid: 'the ID that it contains',
    },
  },
  {
    code: 'process.list',
    text: 'The processes of this machine cannot be listed.',
    params: {},
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const processFailure = failuresOfKind(processFailures);
