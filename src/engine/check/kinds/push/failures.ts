/** What can be wrong with a heartbeat. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const pushFailures = [
  {
    code: 'push.failed',
    cause: 'Failure reported by the job',
    text: '{message, select, none {The job reported a failure.} other {The job reported a failure: {message}}}',
    params: { message: 'the message of the job' },
  },
  {
    code: 'push.late',
    cause: 'No signal in time',
    text: `{lastAt, select,
      none {No signal has come; one was expected by {dueAt}.}
      other {No signal has come since {lastAt}; one was expected by {dueAt}.}}`,
    params: {
      lastAt: 'when the last signal came; none: none ever came',
      dueAt: 'when one was expected, without the grace',
    },
  },
  {
    code: 'push.tooLong',
    cause: 'Run took too long',
    text: 'The run that started at {startedAt} has not ended within {limitMs}.',
    params: { startedAt: 'when the run started', limitMs: 'how long a run may take' },
  },
  {
    code: 'local.waiting',
    cause: 'No signal yet',
    text: 'No signal has come yet. The first one is expected by {dueAt}.',
    params: { dueAt: 'when it is expected' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const pushFailure = failuresOfKind(pushFailures);
