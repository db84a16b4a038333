/**
 * The field `trustedCertificates`, of every kind that can use TLS: certificates that a person has checked and trusts.
 */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';

const MAX_CERTIFICATES = 20;
/** A SHA-256 fingerprint, with or without a separator between its bytes, as `openssl`, browsers and `curl` write it. */
const FINGERPRINT = /^[0-9a-f]{2}(?:[:\s-]?[0-9a-f]{2}){31}$/iu;

/** A list of SHA-256 fingerprints, each as colon-separated upper-case hexadecimal, which is how `Certificate` has it. */
export function trustedCertificatesSchema() {
  const fingerprint = accepts(
    'fingerprint',
    {},
    z
      .string()
      .max(200)
      .transform((text, context) => {
        const trimmed = text.trim();
        if (FINGERPRINT.test(trimmed)) {
          const digits = trimmed.replaceAll(/[^0-9a-f]/giu, '').toUpperCase();
          return (digits.match(/../gu) ?? []).join(':');
        }
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );
  return accepts('fingerprints', { max: MAX_CERTIFICATES }, z.array(fingerprint).max(MAX_CERTIFICATES)).default([]);
}

export const trustedCertificatesField: FormField = {
  name: 'trustedCertificates',
  label: 'Trusted certificates',
  type: 'list',
  section: 'request',
  advanced: true,
  default: [],
  holds: 'certificateFingerprints',
  help: 'SHA-256 fingerprints of server certificates to accept even if their name or authority cannot be verified. They must not have expired.',
};
