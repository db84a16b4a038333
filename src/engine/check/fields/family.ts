/** The field `family`, of every kind that connects: which kind of address to connect to. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';

/** `any`: whichever answers first (RFC 8305). */
const FAMILIES = ['any', '4', '6'] as const;
export type Family = (typeof FAMILIES)[number];

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
  help: 'Which kind of address to connect to.',
};

/** As resolvers take it: 0 is both. */
export function toFamily(family: Family): 0 | 4 | 6 {
  if (family === 'any') return 0;
  return family === '4' ? 4 : 6;
}
