/** The field `family`, of every kind that connects: which kind of address to connect to. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import { FAMILIES } from '../net/address/family.ts';

export { toFamily, type Family } from '../net/address/family.ts';

export function familySchema() {
  return accepts('oneOf', { options: FAMILIES }, z.enum(FAMILIES)).default('any');
}

export const familyField: FormField = {
  name: 'family',
  label: 'Addresses',
  type: 'select',
  section: 'request',
  advanced: true,
  default: 'any',
  options: [
    { value: 'any', label: 'IPv4 or IPv6' },
    { value: '4', label: 'IPv4 only' },
    { value: '6', label: 'IPv6 only' },
  ],
  help: 'The IP version to connect with.',
};
