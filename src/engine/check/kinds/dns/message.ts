/** DNS messages with records of every type (RFC 1035, 4; RFC 6891 for EDNS). */
import { CLASS_IN, encodeName, FLAGS, HEADER_BYTES, MessageError, WireReader } from '../../net/dns/wire.ts';
import { nameOfRcode, nameOfType, RECORD_TYPES, type RecordTypeName } from './record-types.ts';
import { formatName, readRecordData, type RecordData } from './record-data.ts';

/** What an endpoint asks. */
export interface DnsQuestion {
  /** Without a dot at the end, or `.` for the root. */
  readonly name: string;
  readonly type: RecordTypeName;
  /** Whether the server should ask others. */
  readonly recursive: boolean;
  /** Whether the server should validate by DNSSEC, and say so with the AD bit (RFC 6840, 5.7). */
  readonly dnssec: boolean;
}

export interface DnsRecord extends RecordData {
  /** Without a dot at the end, as the server wrote it. */
  readonly name: string;
  /** Such as `MX`. */
  readonly type: string;
  /** In seconds. */
  readonly ttl: number;
}

export interface DnsMessage {
  readonly id: number;
  /** Such as `NXDOMAIN`. */
  readonly rcode: string;
  /** The flags that are set, of `AA`, `TC`, `RD`, `RA`, `AD` and `CD`. */
  readonly flags: readonly string[];
  readonly truncated: boolean;
  /** Lower case; null: the server did not repeat the question. */
  readonly question: { readonly name: string; readonly type: string } | null;
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
}

const OPT = 41;
/** Fits into a packet on every path (DNS Flag Day 2020). */
const UDP_PAYLOAD_BYTES = 1_232;
/** In the flags of EDNS: send the signatures too (RFC 4035, 3.2.1). */
const DNSSEC_OK = 0x8000;
/** More records than fit into the largest message that anybody needs. */
const MAX_RECORDS = 1_000;

const FLAG_NAMES = [
  ['AA', FLAGS.authoritative],
  ['TC', FLAGS.truncated],
  ['RD', FLAGS.recursionDesired],
  ['RA', FLAGS.recursionAvailable],
  ['AD', FLAGS.authenticated],
  ['CD', FLAGS.checkingDisabled],
] as const;

/** The question as a message. */
export function encodeQuestion(id: number, { name, type, recursive, dnssec }: DnsQuestion): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE((recursive ? FLAGS.recursionDesired : 0) | (dnssec ? FLAGS.authenticated : 0), 2);
  header.writeUInt16BE(1, 4);
  // One additional record: the options of EDNS.
  header.writeUInt16BE(1, 10);
  const options = Buffer.alloc(11);
  options.writeUInt16BE(OPT, 1);
  options.writeUInt16BE(UDP_PAYLOAD_BYTES, 3);
  options.writeUInt16BE(dnssec ? DNSSEC_OK : 0, 7);
  return Buffer.concat([header, encodeName(name), words(RECORD_TYPES[type], CLASS_IN), options]);
}

function words(...numbers: readonly number[]): Buffer {
  return Buffer.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));
}

/**
 * Reads an answer.
 * @throws MessageError when it is not a DNS answer; a truncated one is read as far as it goes
 */
export function decodeMessage(bytes: Buffer): DnsMessage {
  if (bytes.length < HEADER_BYTES) throw new MessageError('Shorter than a DNS header');
  const bits = bytes.readUInt16BE(2);
  if ((bits & FLAGS.response) === 0) throw new MessageError('A question, not an answer');
  const truncated = (bits & FLAGS.truncated) !== 0;
  const reader = new Reader(bytes);
  const [questions = 0, ...counts] = [4, 6, 8, 10].map((at) => bytes.readUInt16BE(at));
  let question: DnsMessage['question'] = null;
  const sections: DnsRecord[][] = [];
  let extendedRcode = 0;
  try {
    for (let left = questions; left > 0; left--) question = reader.question();
    for (const count of counts) {
      const section: DnsRecord[] = [];
      sections.push(section);
      for (let left = Math.min(count, MAX_RECORDS); left > 0; left--) {
        const record = reader.record();
        if (record === null) continue;
        if (record.type === 'OPT') extendedRcode = Math.floor(record.ttl / 2 ** 24);
        else section.push(record);
      }
    }
  } catch (error) {
    if (!(error instanceof MessageError) || !truncated) throw error;
  }
  const [answers = [], authority = []] = sections;
  return {
    id: bytes.readUInt16BE(0),
    rcode: nameOfRcode(extendedRcode * 16 + (bits & 0xf)),
    flags: FLAG_NAMES.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name),
    truncated,
    question,
    answers,
    authority,
  };
}

class Reader extends WireReader {
  question(): NonNullable<DnsMessage['question']> {
    const name = formatName(this.labels()).toLowerCase();
    const type = nameOfType(this.number());
    this.take(2);
    return { name, type };
  }

  /** Null: a record of another class. */
  record(): DnsRecord | null {
    const name = formatName(this.labels());
    const type = nameOfType(this.number());
    const isInternet = this.number() === CLASS_IN;
    const ttl = this.take(4).readUInt32BE(0);
    const length = this.number();
    const start = this.offset;
    const data = this.take(length);
    if (type === 'OPT') return { name, type, ttl, text: '', forms: [] };
    if (!isInternet) return null;
    return { name, type, ttl, ...readRecordData(type, data, this.message, start) };
  }
}
