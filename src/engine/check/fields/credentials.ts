/** The fields `username` and `password`, of every kind that signs in. */
import type { FormField } from '../../../contract/descriptor.ts';
import { textSchema } from '../common.ts';

export function usernameSchema() {
  return textSchema(500).default('');
}

export const usernameField: FormField = {
  name: 'username',
  label: 'Username',
  type: 'text',
  section: 'request',
  default: '',
  help: 'The user to sign in as. If empty, the check does not sign in.',
};

export function passwordSchema() {
  return textSchema(2_000).default('');
}

export const passwordField: FormField = {
  name: 'password',
  label: 'Password',
  type: 'text',
  section: 'request',
  default: '',
  secret: true,
  help: 'Stored encrypted and never shown. If empty, no password is sent.',
};

/** The value of the header `Authorization` for a user and a password (RFC 7617); null: the endpoint has neither. */
export function basicAuthorization({
  username,
  password,
}: {
  readonly username: string;
  readonly password: string;
}): string | null {
  return username === '' && password === '' ? null : basic(username, password);
}

/** The value of the header `Authorization` for a user and a password (RFC 7617). */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
