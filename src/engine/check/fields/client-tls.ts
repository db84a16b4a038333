/** The fields of a TLS client that goes beyond the usual: own authorities, a client certificate, versions and the server name. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts, ownIssue } from '../../base/accepts.ts';
import { TLS_VERSIONS, type ClientTlsFields } from '../net/tls/context-options.ts';
import { textSchema } from '../common.ts';
import { STAND_IN } from '../secret-fields.ts';
import { hostSchema } from './host.ts';

/** In characters. A whole endpoint has at most 32 KB. */
const MAX_PEM = 24_000;

export function clientTlsSchemas() {
  return {
    caCertificates: certificatesSchema(),
    clientCertificate: certificatesSchema(),
    clientKey: pemSchema('privateKey', isPrivateKey),
    clientPkcs12: accepts(
      'pkcs12',
      {},
      z
        .string()
        .max(MAX_PEM)
        .transform((text) => text.replaceAll(/\s/gu, ''))
        // The outermost part of the file is a SEQUENCE (RFC 7292, 4).
        .refine((text) => text === '' || text === STAND_IN || /^MI[A-Za-z0-9+/]+={0,2}$/u.test(text), { abort: true }),
    ).default(''),
    clientPassphrase: textSchema(1_000).default(''),
    tlsMin: versionSchema('1.2'),
    tlsMax: versionSchema('1.3'),
    serverName: accepts('host', {}, z.union([z.literal(''), hostSchema()])).default(''),
  };
}

/** For `superRefine` of the object with these fields: checks what needs more than one of them. */
export function refineClientTls(fields: ClientTlsFields, context: z.RefinementCtx): void {
  const refuse = (path: keyof ClientTlsFields, issue: ReturnType<typeof ownIssue>) =>
    context.addIssue({ ...issue, path: [path] });
  if (fields.tlsMin > fields.tlsMax) return refuse('tlsMax', ownIssue('tlsVersions'));
  const { clientCertificate, clientKey, clientPkcs12, clientPassphrase } = fields;
  if (clientKey !== '' && clientCertificate === '') return refuse('clientCertificate', ownIssue('certificates'));
  if (clientCertificate !== '' && clientKey === '') return refuse('clientKey', ownIssue('privateKey'));
  // The value of a secret that stays as stored is not known here.
  if ([clientKey, clientPkcs12, clientPassphrase].includes(STAND_IN)) return;
  if (clientCertificate === '' && clientPkcs12 === '') return;
  try {
    // Loaded only here: most endpoints have no certificate.
    process.getBuiltinModule('node:tls').createSecureContext({
      ...(clientCertificate === '' ? {} : { cert: clientCertificate, key: clientKey }),
      ...(clientPkcs12 === '' ? {} : { pfx: Buffer.from(clientPkcs12, 'base64') }),
      ...(clientPassphrase === '' ? {} : { passphrase: clientPassphrase }),
    });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    refuse(clientPkcs12 === '' ? 'clientKey' : 'clientPkcs12', ownIssue('clientCertificate', { problem }, SECRET));
  }
}

const SECRET = { secret: true } as const;

function versionSchema(preset: (typeof TLS_VERSIONS)[number]) {
  return accepts('oneOf', { options: TLS_VERSIONS }, z.enum(TLS_VERSIONS)).default(preset);
}

function certificatesSchema() {
  return pemSchema('certificates', (blocks) => {
    return blocks.every((block) => new X509Certificate(block).serialNumber !== '');
  });
}

const BLOCK = /-----BEGIN (?<label>[A-Z0-9 ]{1,40})-----(?<content>[^-]*)-----END \k<label>-----/gu;

/** @param isRight may throw, when the blocks are not right */
function pemSchema(code: 'certificates' | 'privateKey', isRight: (blocks: readonly string[]) => boolean) {
  return accepts(
    code,
    {},
    z
      .string()
      .max(MAX_PEM)
      .transform((text, context) => {
        if (text.trim() === '' || text === STAND_IN) return text.trim();
        const blocks = [...text.matchAll(BLOCK)].map(({ groups = {} }) => toBlock(groups));
        try {
          if (blocks.length > 0 && isRight(blocks)) return blocks.join('');
        } catch {
          // An error of OpenSSL, whose text would not help people.
        }
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  ).default('');
}

/** A one-line input has removed the line breaks, without which OpenSSL reads no block. */
function toBlock({ label = '', content = '' }: Readonly<Record<string, string>>): string {
  // The headers of an encrypted key of the old kind (RFC 1421) need their lines as they are.
  const lines = content.includes(':')
    ? content.trim()
    : content.replaceAll(/\s/gu, '').replaceAll(/.{64}(?=.)/gu, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function isPrivateKey([block = '']: readonly string[]): boolean {
  if (!/^-----BEGIN (?:[A-Z0-9]+ )?(?:ENCRYPTED )?PRIVATE KEY-----/u.test(block)) return false;
  // Only the passphrase, another field, tells whether an encrypted key is right.
  if (block.includes('ENCRYPTED')) return true;
  createPrivateKey(block);
  return true;
}

const common = { section: 'tls', advanced: true, default: '' } as const;

export const clientTlsFields: readonly FormField[] = [
  {
    ...common,
    name: 'caCertificates',
    label: 'Custom CA certificates',
    type: 'multiline',
    placeholder: '-----BEGIN CERTIFICATE-----',
    help: 'Certificates in PEM format to trust besides those of this computer.',
  },
  {
    ...common,
    name: 'serverName',
    label: 'Server name (SNI)',
    type: 'text',
    help: 'The name to ask for and to expect in the certificate. If empty, the host.',
  },
  {
    ...common,
    name: 'tlsMin',
    label: 'Lowest TLS version',
    type: 'select',
    default: '1.2',
    options: TLS_VERSIONS.map((version) => ({ value: version, label: `TLS ${version}` })),
    help: 'A server that offers only older versions is a failure.',
  },
  {
    ...common,
    name: 'tlsMax',
    label: 'Highest TLS version',
    type: 'select',
    default: '1.3',
    options: TLS_VERSIONS.map((version) => ({ value: version, label: `TLS ${version}` })),
    help: 'Newer versions are not offered.',
  },
  {
    ...common,
    name: 'clientCertificate',
    label: 'Client certificate',
    type: 'multiline',
    placeholder: '-----BEGIN CERTIFICATE-----',
    help: 'For servers that ask for one: the certificate and its chain in PEM format. Other origins never get it.',
  },
  {
    ...common,
    name: 'clientKey',
    label: 'Client key',
    type: 'multiline',
    secret: true,
    placeholder: '-----BEGIN PRIVATE KEY-----',
    help: 'The private key of the client certificate in PEM format. Stored encrypted and never shown.',
  },
  {
    ...common,
    name: 'clientPkcs12',
    label: 'Client certificate as PKCS#12',
    type: 'multiline',
    secret: true,
    help: 'A .p12 or .pfx file in base64, instead of the client certificate and key. Stored encrypted and never shown.',
  },
  {
    ...common,
    name: 'clientPassphrase',
    label: 'Client key passphrase',
    type: 'text',
    secret: true,
    help: 'The passphrase of the client key or the PKCS#12 file. Stored encrypted and never shown.',
  },
];
