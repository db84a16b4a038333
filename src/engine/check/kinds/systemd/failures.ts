/** What can be wrong with a unit. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const systemdFailures = [
  {
    code: 'systemd.notFound',
    cause: 'Unit not found',
    text: `{state, select,
      masked {The unit {unit} is masked.}
      error {The file of the unit {unit} cannot be read.}
      other {There is no unit {unit}.}}`,
    params: { unit: 'the unit', state: 'its load state: `not-found`, `masked`, `error` or `bad-setting`' },
  },
  {
    code: 'systemd.state',
    cause: 'Unit not in the expected state',
    text: `{result, select,
      none {The unit {unit} is {state} ({subState}).}
      other {The unit {unit} is {state} ({subState}): {result}, exit status {exitStatus}.}}`,
    params: {
      unit: 'the unit',
      state: 'its state, such as `failed`',
      subState: 'its state in detail, such as `dead`',
      result: 'how its last run ended, such as `exit-code`; none: successfully',
      exitStatus: 'the exit status of its last run',
    },
  },
  {
    code: 'systemd.unavailable',
    cause: 'No answer from systemd',
    text: 'systemd does not answer: {problem}',
    params: { problem: 'the words of systemctl' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const systemdFailure = failuresOfKind(systemdFailures);
