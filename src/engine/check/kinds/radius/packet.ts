/**
 * Packets of RADIUS (RFC 2865), always with a Message-Authenticator (RFC 2869, 5.14): without it, an attacker on the
 * path can turn a refusal into an acceptance (CVE-2024-3596, BlastRADIUS).
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const CODES = {
  'Access-Request': 1,
  'Access-Accept': 2,
  'Access-Reject': 3,
  'Access-Challenge': 11,
  /** RFC 5997: asks whether the server works, without a user. */
  'Status-Server': 12,
} as const;

const ATTRIBUTES = {
  userName: 1,
  userPassword: 2,
  chapPassword: 3,
  replyMessage: 18,
  calledStationId: 30,
  callingStationId: 31,
  nasIdentifier: 32,
  chapChallenge: 60,
  messageAuthenticator: 80,
} as const;

const HEADER_BYTES = 20;
const MAX_BYTES = 4_096;
const DIGEST_BYTES = 16;

export interface RequestOptions {
  /** `status` asks without a user. */
  readonly method: 'pap' | 'chap' | 'status';
  readonly secret: string;
  readonly username: string;
  readonly password: string;
  readonly nasIdentifier: string;
  /** Empty: not sent. */
  readonly calledStationId: string;
  /** Empty: not sent. */
  readonly callingStationId: string;
}

export interface Request {
  readonly bytes: Buffer;
  readonly id: number;
  readonly authenticator: Buffer;
}

/** Makes a request with random parts of its own. */
export function makeRequest(options: RequestOptions): Request {
  const [id = 0] = randomBytes(1);
  const authenticator = randomBytes(DIGEST_BYTES);
  const secret = Buffer.from(options.secret);
  const code = options.method === 'status' ? CODES['Status-Server'] : CODES['Access-Request'];
  // It comes first, so that an attacker cannot put a collision before it.
  const attributes = [attribute('messageAuthenticator', Buffer.alloc(DIGEST_BYTES))];
  const add = (name: keyof typeof ATTRIBUTES, text: string) => {
    if (text !== '') attributes.push(attribute(name, Buffer.from(text)));
  };
  if (options.method !== 'status') add('userName', options.username);
  if (options.method === 'pap') {
    attributes.push(attribute('userPassword', hidePassword(Buffer.from(options.password), secret, authenticator)));
  } else if (options.method === 'chap') {
    const challenge = randomBytes(DIGEST_BYTES);
    const response = md5(Buffer.from([id]), Buffer.from(options.password), challenge);
    attributes.push(attribute('chapPassword', Buffer.from([id]), response), attribute('chapChallenge', challenge));
  }
  add('nasIdentifier', options.nasIdentifier);
  add('calledStationId', options.calledStationId);
  add('callingStationId', options.callingStationId);
  const body = Buffer.concat(attributes);
  const bytes = Buffer.concat([header(code, id, HEADER_BYTES + body.length), authenticator, body]);
  createHmac('md5', secret)
    .update(bytes)
    .digest()
    .copy(bytes, HEADER_BYTES + 2);
  return { bytes, id, authenticator };
}

/** RFC 2865, 5.2. */
export function hidePassword(password: Buffer, secret: Buffer, authenticator: Buffer): Buffer {
  const padded = Buffer.alloc(Math.max(1, Math.ceil(password.length / DIGEST_BYTES)) * DIGEST_BYTES);
  password.copy(padded);
  let before = authenticator;
  for (let from = 0; from < padded.length; from += DIGEST_BYTES) {
    const mask = md5(secret, before);
    for (let index = 0; index < DIGEST_BYTES; index++)
      padded[from + index] = (padded[from + index] ?? 0) ^ (mask[index] ?? 0);
    before = padded.subarray(from, from + DIGEST_BYTES);
  }
  return padded;
}

export type Answer =
  | {
      readonly problem: null;
      /** Such as `Access-Accept`; for a code that a client does not get, its number. */
      readonly code: string;
      /** The server's message to the user; may be empty. */
      readonly message: string;
    }
  /**
   * `format`: it is not a packet, or not the answer to the request. `signature`: it was not made with the secret.
   * `unsigned`: it has no Message-Authenticator.
   */
  | { readonly problem: 'format' | 'signature' | 'unsigned' };

/** The rules for accepting an answer. */
export interface Trust {
  readonly secret: string;
  /** False: an answer without a Message-Authenticator is accepted too. */
  readonly requireSignature: boolean;
}

/** Reads an answer and checks who made it. */
export function readAnswer(datagram: Buffer, request: Request, trust: Trust): Answer {
  const secret = Buffer.from(trust.secret);
  const length = datagram.length < HEADER_BYTES ? 0 : datagram.readUInt16BE(2);
  // Bytes beyond the length are padding (RFC 2865, 3).
  if (length < HEADER_BYTES || length > datagram.length || length > MAX_BYTES) return { problem: 'format' };
  const bytes = datagram.subarray(0, length);
  const attributes = readAttributes(bytes);
  if (attributes === null || bytes[1] !== request.id) return { problem: 'format' };

  // Both digests are made with the request's authenticator in place of the answer's.
  const signed = Buffer.from(bytes);
  request.authenticator.copy(signed, 4);
  if (!timingSafeEqual(md5(signed, secret), bytes.subarray(4, HEADER_BYTES))) return { problem: 'signature' };
  const signature = attributes.find(({ type }) => type === ATTRIBUTES.messageAuthenticator);
  if (signature === undefined && trust.requireSignature) return { problem: 'unsigned' };
  if (signature !== undefined) {
    if (signature.value.length !== DIGEST_BYTES) return { problem: 'format' };
    signed.fill(0, signature.at, signature.at + DIGEST_BYTES);
    const expected = createHmac('md5', secret).update(signed).digest();
    if (!timingSafeEqual(expected, signature.value)) return { problem: 'signature' };
  }

  const code = Object.entries(CODES).find(([, number]) => number === bytes[0])?.[0] ?? String(bytes[0]);
  const messages = attributes.filter(({ type }) => type === ATTRIBUTES.replyMessage);
  return { problem: null, code, message: messages.map(({ value }) => value.toString('utf8')).join('\n') };
}

interface Attribute {
  readonly type: number;
  readonly value: Buffer;
  /** Where the value begins. */
  readonly at: number;
}

/** @returns null when the lengths are wrong */
function readAttributes(bytes: Buffer): readonly Attribute[] | null {
  const found: Attribute[] = [];
  for (let at = HEADER_BYTES; at < bytes.length;) {
    const [type = 0, length = 0] = bytes.subarray(at, at + 2);
    if (length < 2 || at + length > bytes.length) return null;
    found.push({ type, value: bytes.subarray(at + 2, at + length), at: at + 2 });
    at += length;
  }
  return found;
}

function attribute(name: keyof typeof ATTRIBUTES, ...values: readonly Buffer[]): Buffer {
  const value = Buffer.concat(values);
  return Buffer.concat([Buffer.from([ATTRIBUTES[name], value.length + 2]), value]);
}

function header(code: number, id: number, length: number): Buffer {
  const bytes = Buffer.from([code, id, 0, 0]);
  bytes.writeUInt16BE(length, 2);
  return bytes;
}

function md5(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
