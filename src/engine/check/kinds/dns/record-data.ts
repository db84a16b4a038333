/** The data of records as text: as zone files have it (RFC 1035, 5), without the dot at the end of names. */
import { formatIpv4, formatIpv6, MessageError, WireReader } from '../../net/dns/wire.ts';
import { nameOfType } from './record-types.ts';

export interface RecordData {
  /** Such as `10 mail.example.org`. */
  readonly text: string;
  /** Other ways in which people write it, such as `mail.example.org`. */
  readonly forms: readonly string[];
}

/** Characters that have a meaning of their own in a name or in quotes. */
const SPECIAL = new Set(['.', '\\', '"', '(', ')', ';', '@', '$', ' '].map((character) => character.charCodeAt(0)));

/** `.` is the root. Bytes that are not printable ASCII are written as `\DDD` (RFC 4343, 2.1). */
export function formatName(labels: readonly Buffer[]): string {
  return labels.length === 0 ? '.' : labels.map((label) => escape(label, SPECIAL)).join('.');
}

function escape(bytes: Buffer, special: ReadonlySet<number>): string {
  return [...bytes]
    .map((byte) => {
      if (byte < 0x20 || byte > 0x7e) return `\\${String(byte).padStart(3, '0')}`;
      const character = String.fromCharCode(byte);
      return special.has(byte) && byte !== 0x20 ? `\\${character}` : special.has(byte) ? '\\032' : character;
    })
    .join('');
}

/**
 * @param message the whole message, because names in the data may point into it
 * @param start where the data begins in it
 * @throws MessageError when the data does not fit its type
 */
export function readRecordData(type: string, data: Buffer, message: Buffer, start: number): RecordData {
  const format = FORMATS[type];
  if (format === undefined) return { text: unknown(data), forms: [] };
  const reader = new DataReader(message, start, start + data.length);
  const read = format(reader);
  if (reader.rest > 0) throw new MessageError(`Bytes after the data of a record of type ${type}`);
  return typeof read === 'string' ? { text: read, forms: [] } : { text: read[0], forms: read.slice(1) };
}

/** RFC 3597, 5. */
function unknown(data: Buffer): string {
  return `\\# ${data.length}${data.length === 0 ? '' : ` ${data.toString('hex')}`}`;
}

class DataReader extends WireReader {
  readonly #end: number;

  constructor(message: Buffer, start: number, end: number) {
    super(message.subarray(0, end), start);
    this.#end = end;
  }

  get rest(): number {
    return this.#end - this.offset;
  }

  all(): Buffer {
    return this.take(this.rest);
  }

  long(): number {
    return this.take(4).readUInt32BE(0);
  }

  name(): string {
    return formatName(this.labels());
  }

  /** A text after its length in one byte (RFC 1035, 3.3). */
  characters(): Buffer {
    return this.take(this.byte());
  }
}

type Format = (data: DataReader) => string | readonly [text: string, ...forms: string[]];

const FORMATS: Readonly<Record<string, Format | undefined>> = {
  A: (data) => formatIpv4(sized(data, 4)),
  AAAA: (data) => formatIpv6(sized(data, 16)),
  CNAME: (data) => data.name(),
  DNAME: (data) => data.name(),
  NS: (data) => data.name(),
  PTR: (data) => data.name(),
  MX(data) {
    const preference = data.number();
    const name = data.name();
    return [`${preference} ${name}`, name];
  },
  SOA: (data) => {
    const [server, mailbox] = [data.name(), data.name()];
    const numbers = Array.from({ length: 5 }, () => data.long());
    return [`${server} ${mailbox} ${numbers.join(' ')}`, String(numbers[0] ?? '')];
  },
  SRV(data) {
    const [priority, weight, port] = [data.number(), data.number(), data.number()];
    const name = data.name();
    return [`${priority} ${weight} ${port} ${name}`, `${name}:${port}`, name];
  },
  /** The parts are joined into one text, as SPF and DKIM do. */
  TXT(data) {
    const parts: Buffer[] = [];
    while (data.rest > 0) parts.push(data.characters());
    return Buffer.concat(parts).toString('utf8');
  },
  CAA(data) {
    const flags = data.byte();
    const tag = data.characters().toString('latin1');
    const value = data.all().toString('utf8');
    return [`${flags} ${tag} "${value}"`, `${flags} ${tag} ${value}`, `${tag} ${value}`, value];
  },
  DS: (data) => `${data.number()} ${data.byte()} ${data.byte()} ${data.all().toString('hex').toUpperCase()}`,
  DNSKEY: (data) => `${data.number()} ${data.byte()} ${data.byte()} ${data.all().toString('base64')}`,
  RRSIG(data) {
    const [type, algorithm, labels] = [nameOfType(data.number()), data.byte(), data.byte()];
    const [ttl, until, since, tag] = [data.long(), data.long(), data.long(), data.number()];
    const signer = data.name();
    const signature = data.all().toString('base64');
    return `${type} ${algorithm} ${labels} ${ttl} ${day(until)} ${day(since)} ${tag} ${signer} ${signature}`;
  },
  HTTPS: formatService,
  SVCB: formatService,
};

function sized(data: DataReader, bytes: number): Buffer {
  if (data.rest !== bytes) throw new MessageError(`An address of ${data.rest} bytes`);
  return data.take(bytes);
}

/** `20261231235959` (RFC 4034, 3.2). */
function day(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$|[-:T]/gu, '');
}

/** The parameters of RFC 9460, 14.3.2. */
const SERVICE_KEYS = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath'];

function formatService(data: DataReader): readonly [string, ...string[]] {
  const priority = data.number();
  const target = data.name();
  const params: string[] = [];
  while (data.rest > 0) {
    const key = data.number();
    const value = data.take(data.number());
    const name = SERVICE_KEYS[key] ?? `key${key}`;
    const text = serviceValue(name, value);
    params.push(text === '' ? name : `${name}=${text}`);
  }
  return [[priority, target, ...params].join(' '), target];
}

function serviceValue(name: string, value: Buffer): string {
  switch (name) {
    case 'alpn': {
      const reader = new DataReader(value, 0, value.length);
      const names: string[] = [];
      while (reader.rest > 0) names.push(reader.characters().toString('latin1'));
      return names.join(',');
    }
    case 'mandatory':
      return pieces(value, 2)
        .map((key) => SERVICE_KEYS[key.readUInt16BE(0)] ?? `key${key.readUInt16BE(0)}`)
        .join(',');
    case 'port':
      return pieces(value, 2)
        .map((port) => port.readUInt16BE(0))
        .join(',');
    case 'ipv4hint':
      return pieces(value, 4).map(formatIpv4).join(',');
    case 'ipv6hint':
      return pieces(value, 16).map(formatIpv6).join(',');
    case 'ech':
      return value.toString('base64');
    default:
      return escape(value, new Set());
  }
}

function pieces(value: Buffer, size: number): Buffer[] {
  if (value.length % size !== 0) throw new MessageError(`${value.length} bytes are no list of ${size} bytes each`);
  return Array.from({ length: value.length / size }, (_, index) => value.subarray(index * size, (index + 1) * size));
}
