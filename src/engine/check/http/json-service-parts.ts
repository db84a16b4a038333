/** What the descriptors of kinds with an API over HTTP share. Loaded at start, so without anything that speaks HTTP. */
import type { DetailDescriptor, FailureDescriptor, PhaseDescriptor } from '../../../contract/descriptor.ts';
import { failuresOfKind } from '../../base/failure.ts';
import { connectPhase, dnsPhase, tlsPhase, transferPhase, waitPhase } from '../net/probe/phases.ts';
import { httpFailures } from './failures.ts';

export const servicePhases = [
  dnsPhase,
  connectPhase,
  tlsPhase,
  waitPhase,
  transferPhase,
] as const satisfies readonly PhaseDescriptor[];

/** The details of the exchange over HTTP. */
export const serviceDetails = [
  { name: 'status', label: 'HTTP status', format: 'number' },
  { name: 'httpVersion', label: 'HTTP version', format: 'text' },
  { name: 'bytes', label: 'Size', format: 'bytes' },
  { name: 'truncated', label: 'Stopped at max response size', format: 'boolean' },
  { name: 'snippet', label: 'Response', format: 'code' },
] as const satisfies readonly DetailDescriptor[];

const own = [
  {
    code: 'service.status',
    cause: 'Status not accepted',
    text: `{problem, select,
      none {The server answers with status {status}.}
      other {The server answers with status {status}: {problem}}}`,
    params: { status: 'the HTTP status', problem: "the server's words" },
  },
  { code: 'service.answer', text: 'The answer is not a valid answer of this API.', params: {} },
] as const satisfies readonly FailureDescriptor[];

export const serviceFailures: readonly FailureDescriptor[] = [
  ...own,
  ...httpFailures.filter(({ code }) => code === 'protocol.error'),
];

export const serviceFailure = failuresOfKind(own);
