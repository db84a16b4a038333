/** Fields with an email address. */
import { z } from 'zod';
import type { IssueDescriptor } from '../../../contract/descriptor.ts';
import { acceptsOwn } from '../../base/accepts.ts';

/** For the descriptors of kinds that have such a field. */
export const mailAddressIssues = [
  {
    code: 'mail.address',
    text: '{field} must be an email address in ASCII, such as me@example.org, without a name or angle brackets.',
    params: {},
  },
] as const satisfies readonly IssueDescriptor[];

/** Visible ASCII without spaces and angle brackets: nothing in it can end the command that contains it. */
const ADDRESS = /^[!-;=?-~]{1,64}@[!-;=?A-~]{1,255}$/u;

/** An address; required. */
export function mailAddressSchema() {
  return acceptsOwn('mail.address', z.string().trim().regex(ADDRESS));
}

/** An address, or empty. */
export function optionalMailAddressSchema() {
  const schema = z
    .string()
    .trim()
    .refine((text) => text === '' || ADDRESS.test(text));
  return acceptsOwn('mail.address', schema).default('');
}
