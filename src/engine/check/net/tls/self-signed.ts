/**
 * A certificate that is signed by itself, created without any program (RFC 5280). It is for servers of our own on
 * loopback, so that the source contains no private key.
 */
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { EpochMs } from '../../../../contract/model/units.ts';

export interface SelfSignedOptions {
  /** Common name and the only DNS name. ASCII, at most 64 characters. */
  readonly name: string;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs;
}

export interface SelfSigned {
  /** Both as PEM. */
  readonly key: string;
  readonly cert: string;
}

/** With an ECDSA key on P-256. Takes about a millisecond. */
export function createSelfSigned({ name, validFrom, validTo }: SelfSignedOptions): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(set(sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from(name)))));
  const serial = randomBytes(16);
  // Positive, and without a leading zero byte.
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const alternativeNames = sequence(der(0x82, Buffer.from(name)));
  const content = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(serial),
    ECDSA_SHA256,
    subject,
    sequence(time(validFrom), time(validTo)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid(2, 5, 29, 17), der(0x04, alternativeNames)))),
  );
  const signature = createSign('SHA256').update(content).sign(privateKey);
  const certificate = sequence(content, ECDSA_SHA256, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

/** A value in DER (ITU-T X.690): a tag, a length and the content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  const { length } = bytes;
  const prefix = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...prefix), bytes]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content);
}

function set(...content: readonly Buffer[]): Buffer {
  return der(0x31, ...content);
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((part) => {
    const digits = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(0x06, Buffer.of(first * 40 + second, ...bytes));
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
function time(at: EpochMs): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/gu, '');
  return new Date(at).getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}

const ECDSA_SHA256 = sequence(oid(1, 2, 840, 10_045, 4, 3, 2));
