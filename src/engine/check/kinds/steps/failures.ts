/** What can go wrong with a journey, besides what can go wrong with its requests. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { httpFailures } from '../../http/failures.ts';

export const stepsFailures = [
  {
    code: 'steps.failed',
    text: 'Step {number}, {step}: {problem}',
    params: { number: 'the step, from 1', step: 'its name', problem: 'why it failed' },
    network: true,
  },
  {
    code: 'steps.notExtracted',
    text: '{name} was not found: the response has no {source}.',
    params: { name: 'the value', source: 'where it is taken from' },
  },
  {
    code: 'steps.queryFailed',
    text: '{name} could not be extracted with {source}: {problem}',
    params: { name: 'the value', source: 'where it is taken from', problem: 'why the query failed' },
  },
  {
    code: 'steps.badUrl',
    text: '"{url}" is not an http or https URL.',
    params: { url: 'the URL with its values' },
  },
  {
    code: 'steps.otherOrigin',
    text: 'A value leads to another origin ({url}) that no step names. Lookout sends nothing there.',
    params: { url: 'the origin' },
  },
  {
    code: 'steps.badValue',
    text: 'The value for {part} has line breaks or characters that cannot be sent there.',
    params: { part: 'the header' },
  },
  ...httpFailures,
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure of a journey. */
export const stepsFailure = failuresOfKind(stepsFailures);
