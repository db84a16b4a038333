/** What can be wrong with the fields of an LDAP endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const ldapIssues = [
  {
    code: 'ldap.filter',
    text: '{field} must be a filter in parentheses (RFC 4515), such as (uid=monitor) or (&(objectClass=person)(mail=*)).',
    params: {},
  },
  {
    code: 'ldap.attributes',
    text: '{field} must be a list of at most {max, number} names of attributes, such as cn.',
    params: { max: 'the maximum number of names' },
  },
  { code: 'ldap.attribute', text: '{field} must be the name of an attribute, such as cn.', params: {} },
  {
    code: 'ldap.password',
    text: '{field} must be given with a username: without a password, servers treat any user as anonymous (RFC 4513, 5.1.2).',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];
