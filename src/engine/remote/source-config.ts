/** Reads remote Lookouts that come from a page, a script or the store. */
import { z } from 'zod';
import type { FormField } from '../../contract/descriptor.ts';
import type { SourceConfig } from '../../contract/model/source.ts';
import { accepts } from '../base/accepts.ts';
import { toggleSchema } from '../check/common.ts';
import { trustedCertificatesSchema } from '../check/fields/trusted-certificates.ts';
import type { SecretForm } from '../check/secret-fields.ts';
import { readFields, type ReadFields } from '../endpoints/read-fields.ts';
import { readAddress } from './remote-address.ts';

/** The config with the token: sealed as stored, or in clear as given. */
export interface StoredSource extends SourceConfig {
  readonly token: string | { readonly $sealed: string };
  readonly [field: string]: string | boolean | { readonly $sealed: string };
}

/** Empty, or one fingerprint, in the format that endpoints use. */
const fingerprint = accepts(
  'fingerprint',
  {},
  z.string().transform((text, context) => {
    if (text.trim() === '') return '';
    const read = trustedCertificatesSchema().safeParse([text]);
    if (read.success) return read.data[0] ?? '';
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }),
);

const schema = z.strictObject({
  name: accepts('textBetween', { min: 1, max: 60 }, z.string().trim().min(1).max(60)),
  address: accepts(
    'httpUrl',
    {},
    z
      .string()
      .max(1_000)
      .transform((text, context) => {
        const url = readAddress(text);
        if (url !== null) return url.href;
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  ),
  // The characters that a header and the protocols of a WebSocket can contain.
  token: accepts(
    'sourceToken',
    {},
    z
      .string()
      .trim()
      .regex(/^[\w.~-]{1,1000}$/u),
  ),
  fingerprint: fingerprint.default(''),
  notifications: toggleSchema().default(true),
});

/** The token is in clear. */
export function readSource(input: unknown): ReadFields<SourceConfig & { readonly token: string }> {
  return readFields(schema, input);
}

/** A stored source, whose token is sealed. */
export function readStoredSource(input: Readonly<Record<string, unknown>>): StoredSource | null {
  const { token } = input;
  const sealed = typeof token === 'object' && token !== null && '$sealed' in token ? token.$sealed : undefined;
  if (typeof sealed !== 'string') return null;
  const read = readSource({ ...input, token: 'sealed' });
  return read.ok ? { ...read.config, token: { $sealed: sealed } } : null;
}

/** Tells the vault which field is secret. */
export const SOURCE_FORM: SecretForm = {
  form: [{ name: 'token', label: 'Token', type: 'text', section: 'auth', secret: true } satisfies FormField],
};

/** The source as pages see it: without the token. */
export function bareConfig({ name, address, fingerprint, notifications }: SourceConfig): SourceConfig {
  return { name, address, fingerprint, notifications };
}
