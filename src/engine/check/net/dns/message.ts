/** DNS messages (RFC 1035, 4): a question for the addresses of a name, and the answer to it. */
import type { Address } from '../../kind.ts';
import { CLASS_IN, encodeName, FLAGS, formatIpv4, formatIpv6, HEADER_BYTES, MessageError, WireReader } from './wire.ts';

export { isDnsName, MessageError } from './wire.ts';

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

const TYPES = { A: 1, AAAA: 28 } as const satisfies Record<RecordType, number>;
/**
 * A query with one question.
 * @param name for which `isDnsName` is true
 * @param recursive whether the server should ask others; multicast DNS has no such thing
 */
export function encodeQuery(id: number, { name, type }: Question, recursive: boolean): Buffer {
  const tail = Buffer.from([0, TYPES[type], 0, CLASS_IN]);
  const message = Buffer.concat([Buffer.alloc(HEADER_BYTES), encodeName(name), tail]);
  message.writeUInt16BE(id, 0);
  message.writeUInt16BE(recursive ? FLAGS.recursionDesired : 0, 2);
  message.writeUInt16BE(1, 4);
  return message;
}

/**
 * Reads an answer. Records of other types, and the sections after the answers, are skipped.
 * @throws MessageError when it is not a DNS answer; a truncated one is read as far as it goes
 */
export function decodeAnswer(bytes: Buffer): Message {
  if (bytes.length < HEADER_BYTES) throw new MessageError('Shorter than a DNS header');
  const flags = bytes.readUInt16BE(2);
  if ((flags & FLAGS.response) === 0) throw new MessageError('A question, not an answer');
  const truncated = (flags & FLAGS.truncated) !== 0;
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

class Reader extends WireReader {
  /** Null: a question of another type. */
  question(): Question | null {
    const name = this.#name();
    const type = typeOf(this.number());
    this.take(2);
    return type === null ? null : { name, type };
  }

  /** Null: no address. */
  record(): { readonly type: RecordType; readonly address: Address } | null {
    this.#name();
    const type = typeOf(this.number());
    // The top bit is multicast DNS' "cache flush" (RFC 6762, 10.2).
    const isInternet = (this.number() & 0x7fff) === CLASS_IN;
    // The time to live: nothing is cached.
    this.take(4);
    const data = this.take(this.number());
    if (!isInternet || type === null) return null;
    if (data.length !== (type === 'A' ? 4 : 16)) throw new MessageError(`An ${type} record of ${data.length} bytes`);
    return type === 'A'
      ? { type, address: { address: formatIpv4(data), family: 4 } }
      : { type, address: { address: formatIpv6(data), family: 6 } };
  }

  #name(): string {
    return this.labels()
      .map((label) => label.toString('utf8'))
      .join('.')
      .toLowerCase();
  }
}

function typeOf(code: number): RecordType | null {
  if (code === TYPES.A) return 'A';
  return code === TYPES.AAAA ? 'AAAA' : null;
}
