import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import type { Certificate } from '../../../../contract/model/check.ts';
import { cut } from '../../../base/cut.ts';

/** A chain that is longer than this is cut; real ones have two to four. */
const MAX_CHAIN = 10;
/** Certificates read before, by fingerprint: the same few come back with every check. */
const known = new Map<string, Certificate>();
const MAX_KNOWN = 2_000;
/** The most names that are kept of a certificate: a chain may have 100 KB, most of it names. */
const MAX_NAMES = 100;
/** A domain name has 253 characters at most (RFC 1035, 3.1). */
const NAME_CHARACTERS = 260;
const SUBJECT_CHARACTERS = 1_000;

/** From the server's own certificate up, at most 10; empty when the server sent none. */
export function toChain(leaf: PeerCertificate | DetailedPeerCertificate): Certificate[] {
  const chain: Certificate[] = [];
  let current: PeerCertificate | DetailedPeerCertificate | undefined = leaf;
  while (current?.fingerprint256 !== undefined && chain.length < MAX_CHAIN) {
    chain.push(toCertificate(current));
    const issuer: PeerCertificate | undefined = 'issuerCertificate' in current ? current.issuerCertificate : undefined;
    // The top of a chain is signed by itself.
    current = issuer?.fingerprint256 === current.fingerprint256 ? undefined : issuer;
  }
  return chain;
}

function toCertificate(certificate: PeerCertificate): Certificate {
  const fingerprint = certificate.fingerprint256;
  let read = known.get(fingerprint);
  if (read === undefined) {
    read = {
      subject: cut(formatName(certificate.subject), SUBJECT_CHARACTERS),
      issuer: cut(formatName(certificate.issuer), SUBJECT_CHARACTERS),
      names: splitNames(certificate.subjectaltname ?? ''),
      validFrom: Date.parse(certificate.valid_from),
      validTo: Date.parse(certificate.valid_to),
      serial: certificate.serialNumber,
      fingerprint,
    };
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(fingerprint, read);
  }
  return read;
}

/** `CN=example.org, O=Example` */
function formatName(name: Readonly<Record<string, string | string[] | undefined>> | undefined): string {
  return Object.entries(name ?? {})
    .flatMap(([key, values]) => (Array.isArray(values) ? values : [values ?? '']).map((value) => `${key}=${value}`))
    .join(', ');
}

/** `DNS:a.example, IP Address:::1`; Node quotes names that hold a comma as JSON does. */
function splitNames(names: string): readonly string[] {
  const all = names.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/gu)?.map((name) => cut(name.trim(), NAME_CHARACTERS)) ?? [];
  return all.length > MAX_NAMES ? [...all.slice(0, MAX_NAMES), `and ${all.length - MAX_NAMES} more`] : all;
}
