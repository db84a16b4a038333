/** What can be wrong with the fields of an SNMP endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const snmpIssues = [
  {
    code: 'snmp.oid',
    text: '{field} must be an object identifier in numbers, such as 1.3.6.1.2.1.1.3.0.',
    params: {},
  },
  {
    code: 'snmp.password',
    text: '{field} must have at least {min, number} characters, as RFC 3414 requires, or be empty.',
    params: { min: 'the minimum number of characters' },
  },
  {
    code: 'snmp.encryption',
    text: '{field} must be none, because SNMP encrypts only what it authenticates.',
    params: {},
  },
  { code: 'snmp.username', text: '{field} must be given for SNMPv3.', params: {} },
  { code: 'snmp.needed', text: '{field} must be given for the chosen protocol.', params: {} },
] as const satisfies readonly IssueDescriptor[];
