/** What can be wrong with the answer of an SNMP agent. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const snmpFailures = [
  { code: 'snmp.noObject', text: 'The agent has no object {oid}.', params: { oid: 'the object identifier' } },
  {
    code: 'snmp.refused',
    text: 'The agent refuses the request: {problem}',
    params: { problem: 'the error of the agent' },
  },
  {
    code: 'snmp.value',
    text: 'The value is "{found}" (expected: "{expected}").',
    params: { found: 'the value', expected: 'the value that the endpoint expects' },
  },
  {
    code: 'snmp.encryption',
    text: 'This machine cannot encrypt in this way: {problem}',
    params: { problem: 'what went wrong' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const snmpFailure = failuresOfKind(snmpFailures);
