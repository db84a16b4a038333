/** What can go wrong with a journey, besides the failures of its requests. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { GRPC_PROTOCOL_PARAMS, GRPC_PROTOCOL_REASONS, grpcFailures } from '../../grpc/failures.ts';
import { HTTP_PROTOCOL_PARAMS, HTTP_PROTOCOL_REASONS, httpFailures } from '../../http/failures.ts';

export const stepsFailures = [
  {
    code: 'steps.failed',
    cause: 'A step failed',
    text: 'Step {number}, {step}: {problem}',
    params: { number: 'the step, from 1', step: 'its name', problem: 'why it failed' },
    network: true,
  },
  {
    code: 'steps.notExtracted',
    cause: 'Value not found',
    text: `{of, select,
      journey {{name} was not found: the journey has no {source}.}
      other {{name} was not found: the response has no {source}.}}`,
    params: { name: 'the value', source: 'where it is taken from', of: '`journey` or `response`' },
  },
  {
    code: 'steps.queryFailed',
    cause: 'Value not extracted',
    text: '{name} could not be extracted with {source}: {problem}',
    params: { name: 'the value', source: 'where it is taken from', problem: 'why the query failed' },
  },
  {
    code: 'steps.badUrl',
    cause: 'Not an HTTP URL',
    text: '"{url}" is not an http or https URL.',
    params: { url: 'the URL with its values' },
  },
  {
    code: 'steps.otherOrigin',
    cause: 'Value leads to another origin',
    text: 'A value leads to another origin ({url}) that no step names. Lookout sends nothing there.',
    params: { url: 'the origin' },
  },
  {
    code: 'steps.badValue',
    cause: 'Value cannot be sent',
    text: 'The value for {part} has line breaks or characters that cannot be sent there.',
    params: { part: 'the header' },
  },
  {
    code: 'steps.noJourney',
    cause: 'Journey not found',
    text: `{reason, select,
      several {There are several journeys with the name "{name}".}
      other {There is no journey with the name "{name}".}}`,
    params: { name: 'the name in the step', reason: '`none` or `several`' },
  },
  {
    code: 'steps.circle',
    cause: 'Journey contains itself',
    text: 'The journey contains itself: {names}.',
    params: { names: 'from one to itself' },
  },
  {
    code: 'steps.tooMany',
    cause: 'Too many requests in a journey',
    text: 'The journey and those in it have more than {max, number} requests.',
    params: { max: 'the maximum number of requests' },
  },
  ...httpFailures.filter((one) => one.code !== 'protocol.error'),
  ...grpcFailures.filter((one) => one.code !== 'protocol.error'),
  {
    code: 'protocol.error',
    text: `{reason, select,
      ${GRPC_PROTOCOL_REASONS}
      ${HTTP_PROTOCOL_REASONS}
      other {The body of the answer cannot be decoded: it is not {coding}.}}`,
    params: {
      reason: 'why; see the kinds `http` and `grpc`',
      ...GRPC_PROTOCOL_PARAMS,
      ...HTTP_PROTOCOL_PARAMS,
      limitBytes: 'the maximum size of a header or an answer',
    },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure of a journey. */
export const stepsFailure = failuresOfKind(stepsFailures);
