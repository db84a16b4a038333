/** What can be wrong with the answer of an SNMP agent. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const snmpFailures = [
  {
    code: 'snmp.noObject',
    cause: 'No such object',
    text: 'The agent has no object {oid}.',
    params: { oid: 'the object identifier' },
  },
  {
    code: 'snmp.refused',
    cause: 'Refused by the agent',
    text: 'The agent refuses the request: {problem}',
    params: { problem: 'the error of the agent' },
  },
  {
    code: 'snmp.value',
    cause: 'Unexpected value',
    text: 'The value is "{found}" (expected: "{expected}").',
    params: { found: 'the value', expected: 'the value that the endpoint expects' },
  },
  {
    code: 'snmp.encryption',
    cause: 'Encryption not available',
    text: 'This machine does not support the chosen encryption: {problem}',
    params: { problem: 'what went wrong' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const snmpFailure = failuresOfKind(snmpFailures);
