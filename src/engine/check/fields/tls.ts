/** The fields of TLS, of every kind whose service may be encrypted: `tls`, `verifyTls` and `trustedCertificates`. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import { toggleSchema } from '../common.ts';
import type { TlsMode } from '../net/connect/open-socket.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from './trusted-certificates.ts';

const LABELS: Readonly<Record<TlsMode, string>> = {
  off: 'None',
  on: 'TLS from the start',
  starttls: 'STARTTLS',
};

/**
 * @param modes the modes that the protocol has
 * @param preset the default
 */
export function tlsSchemas<const Modes extends readonly [TlsMode, ...TlsMode[]]>(modes: Modes, preset: Modes[number]) {
  const schema = z.enum(modes as readonly [Modes[number], ...Modes[number][]]);
  return {
    tls: accepts('oneOf', { options: modes }, schema).default(preset as never),
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
  };
}

/**
 * The same as form fields.
 * @param labels other labels, for a protocol whose command to encrypt has a name of its own
 */
export function tlsFields(
  modes: readonly TlsMode[],
  preset: TlsMode,
  labels: Partial<Record<TlsMode, string>> = {},
): readonly FormField[] {
  return [
    {
      name: 'tls',
      label: 'Encryption',
      type: 'select',
      section: 'request',
      default: preset,
      options: modes.map((mode) => ({ value: mode, label: labels[mode] ?? LABELS[mode] })),
      help: 'Whether the connection is encrypted.',
    },
    verifyTlsField,
    trustedCertificatesField,
  ];
}

export const verifyTlsField: FormField = {
  name: 'verifyTls',
  label: 'Verify certificate',
  type: 'toggle',
  section: 'request',
  advanced: true,
  default: true,
  help: 'If off, any certificate is accepted. The details still show whether it is valid.',
};
