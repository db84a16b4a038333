/** The fields about connections over HTTP, of every kind that sends requests: family, TLS, versions, proxy, and the way. */
import type { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { ownIssue } from '../../base/accepts.ts';
import { toggleSchema } from '../common.ts';
import { clientTlsFields, clientTlsSchemas, refineClientTls } from '../fields/client-tls.ts';
import type { ClientTlsFields } from '../net/tls/context-options.ts';
import { familyField, familySchema, type Family } from '../fields/family.ts';
import { proxyFields, proxySchemas, type ProxyFields } from '../fields/proxy.ts';
import { routeFields, routeSchemas, type RouteFields } from '../fields/route.ts';
import { verifyTlsField } from '../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../fields/trusted-certificates.ts';

export interface ConnectionFields extends ClientTlsFields, ProxyFields, RouteFields {
  readonly family: Family;
  readonly verifyTls: boolean;
  readonly trustedCertificates: readonly string[];
  readonly http2: boolean;
  readonly requireHttp2: boolean;
}

export function connectionSchemas() {
  return {
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
    ...clientTlsSchemas(),
    http2: toggleSchema().default(true),
    requireHttp2: toggleSchema().default(false),
    family: familySchema(),
    ...routeSchemas(),
    ...proxySchemas(),
  };
}

/** For `superRefine` of the object with these fields. */
export function refineConnection(fields: ConnectionFields, context: z.RefinementCtx): void {
  if (fields.requireHttp2 && !fields.http2) {
    context.addIssue({ ...ownIssue('http.requireHttp2'), path: ['requireHttp2'] });
  }
  refineClientTls(fields, context);
}

export const connectionForm: readonly FormField[] = [
  { ...verifyTlsField, section: 'tls' },
  { ...trustedCertificatesField, section: 'tls' },
  ...clientTlsFields,
  {
    name: 'http2',
    label: 'HTTP/2',
    type: 'toggle',
    section: 'connection',
    advanced: true,
    default: true,
    help: 'Offered to https servers, which select the version. If off, only HTTP/1.1 is used.',
  },
  {
    name: 'requireHttp2',
    label: 'Require HTTP/2',
    type: 'toggle',
    section: 'connection',
    advanced: true,
    default: false,
    help: 'If on, a server that does not select HTTP/2 is a failure. Servers of http URLs are expected to know HTTP/2 (h2c).',
  },
  { ...familyField, section: 'connection' },
  ...routeFields,
  ...proxyFields,
];
