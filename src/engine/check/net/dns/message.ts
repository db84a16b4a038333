/** DNS messages (RFC 1035, 4): a question for the addresses of a name, and the answer to it. */
import type { Address } from '../../kind.ts';

/** The record types that hold addresses: A (RFC 1035) and AAAA (RFC 3596). */
export type RecordType = 'A' | 'AAAA';

export interface Question {
  readonly name: string;
  readonly type: RecordType;
}

/** What a server says about a question. */
export interface Message {
  /** Matches the answer to its question; 0 to 65,535. */
  readonly id: number;
  /** RFC 1035, 4.1.1: 0 no error, 1 FORMERR, 2 SERVFAIL, 3 NXDOMAIN, 4 NOTIMP, 5 REFUSED. */
  readonly rcode: number;
  /** The answer did not fit into the datagram. */
  readonly truncated: boolean;
  /** Lower case, without a dot at the end; null: the server did not repeat the question. */
  readonly question: Question | null;
  /** The addresses of the type asked for, in the order of the answer; CNAMEs are already followed by the server. */
  readonly addresses: readonly Address[];
}

/** Thrown for bytes that are no DNS message. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
}

const TYPES = { A: 1, AAAA: 28 } as const satisfies Record<RecordType, number>;
const CLASS_IN = 1;
const HEADER_BYTES = 12;
const FLAG_RESPONSE = 0x8000;
const FLAG_TRUNCATED = 0x0200;
const FLAG_RECURSION_DESIRED = 0x0100;
/** A name has at most 255 bytes in a message, each of its labels 63 (RFC 1035, 2.3.4). */
const MAX_NAME_BYTES = 255;
const MAX_LABEL_BYTES = 63;

/** Whether a name fits into a DNS message. A dot at the end is allowed. */
export function isDnsName(name: string): boolean {
  const sizes = name
    .replace(/\.$/u, '')
    .split('.')
    .map((label) => Buffer.byteLength(label));
  // Each label follows its length, and the root ends the name.
  const total = sizes.reduce((sum, size) => sum + 1 + size, 1);
  return total <= MAX_NAME_BYTES && sizes.every((size) => size > 0 && size <= MAX_LABEL_BYTES);
}

/**
 * A query with one question.
 * @param name for which `isDnsName` is true
 * @param recursive whether the server should ask others; multicast DNS has no such thing
 */
export function encodeQuery(id: number, { name, type }: Question, recursive: boolean): Buffer {
  const parts: Buffer[] = [Buffer.alloc(HEADER_BYTES)];
  for (const label of name.replace(/\.$/u, '').split('.')) {
    const bytes = Buffer.from(label);
    parts.push(Buffer.from([bytes.length]), bytes);
  }
  parts.push(Buffer.from([0, 0, TYPES[type], 0, CLASS_IN]));
  const message = Buffer.concat(parts);
  message.writeUInt16BE(id, 0);
  message.writeUInt16BE(recursive ? FLAG_RECURSION_DESIRED : 0, 2);
  message.writeUInt16BE(1, 4);
  return message;
}

/**
 * Reads an answer. Records of other types, and the sections after the answers, are skipped.
 * @throws MessageError when it is no DNS answer; a truncated one is read as far as it goes
 */
export function decodeAnswer(bytes: Buffer): Message {
  if (bytes.length < HEADER_BYTES) throw new MessageError('Shorter than a DNS header');
  const flags = bytes.readUInt16BE(2);
  if ((flags & FLAG_RESPONSE) === 0) throw new MessageError('A question, not an answer');
  const truncated = (flags & FLAG_TRUNCATED) !== 0;
  const reader = new Reader(bytes);
  let question: Question | null = null;
  const addresses: Address[] = [];
  try {
    for (let left = bytes.readUInt16BE(4); left > 0; left--) question = reader.question() ?? question;
    for (let left = bytes.readUInt16BE(6); left > 0; left--) {
      const address = reader.record();
      if (address !== null && (question === null || address.type === question.type)) addresses.push(address.address);
    }
  } catch (error) {
    if (!(error instanceof MessageError) || !truncated) throw error;
  }
  return { id: bytes.readUInt16BE(0), rcode: flags & 0xf, truncated, question, addresses };
}

/** Reads a message from its header on. Every step moves forward, so hostile messages end soon. */
class Reader {
  readonly #bytes: Buffer;
  #offset = HEADER_BYTES;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Null: a question of another type. */
  question(): Question | null {
    const name = this.#name();
    const type = typeOf(this.#number());
    this.#take(2);
    return type === null ? null : { name, type };
  }

  /** Null: no address. */
  record(): { readonly type: RecordType; readonly address: Address } | null {
    this.#name();
    const type = typeOf(this.#number());
    // The top bit is multicast DNS' "cache flush" (RFC 6762, 10.2).
    const isInternet = (this.#number() & 0x7fff) === CLASS_IN;
    // The time to live: nothing is cached.
    this.#take(4);
    const data = this.#take(this.#number());
    if (!isInternet || type === null) return null;
    if (data.length !== (type === 'A' ? 4 : 16)) throw new MessageError(`An ${type} record of ${data.length} bytes`);
    return { type, address: type === 'A' ? ipv4(data) : ipv6(data) };
  }

  #take(length: number): Buffer {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw new MessageError('Ends too early');
    const taken = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }

  #number(): number {
    return this.#take(2).readUInt16BE(0);
  }

  /** A name, maybe with a pointer to an earlier one (RFC 1035, 4.1.4). Each pointer must lead further back. */
  #name(): string {
    const bytes = this.#bytes;
    const labels: string[] = [];
    let at = this.#offset;
    let end: number | null = null;
    let earliest = at;
    let size = 0;
    for (;;) {
      const length = bytes[at];
      if (length === undefined) throw new MessageError('A name ends too early');
      if (length === 0) {
        this.#offset = end ?? at + 1;
        return labels.join('.').toLowerCase();
      }
      if (length >= 0xc0) {
        const low = bytes[at + 1];
        if (low === undefined) throw new MessageError('A name ends too early');
        end ??= at + 2;
        const target = ((length & 0x3f) << 8) | low;
        if (target >= earliest) throw new MessageError('A name points forward');
        earliest = target;
        at = target;
        continue;
      }
      size += length + 1;
      const next = at + 1 + length;
      if (length > MAX_LABEL_BYTES || size > MAX_NAME_BYTES || next > bytes.length) {
        throw new MessageError('A name is too long');
      }
      labels.push(bytes.toString('utf8', at + 1, next));
      at = next;
    }
  }
}

function typeOf(code: number): RecordType | null {
  if (code === TYPES.A) return 'A';
  return code === TYPES.AAAA ? 'AAAA' : null;
}

function ipv4(data: Buffer): Address {
  return { address: data.join('.'), family: 4 };
}

/** The canonical form of RFC 5952. */
function ipv6(data: Buffer): Address {
  const groups = Array.from({ length: 8 }, (_, i) => data.readUInt16BE(2 * i).toString(16));
  const { hostname } = new URL(`http://[${groups.join(':')}]`);
  return { address: hostname.slice(1, -1), family: 6 };
}
