/** Asks for TLS in protocols with binary messages. Each function returns null, or the server's refusal. */
import { notOfProtocol, type Conversation } from './conversation.ts';

/** PostgreSQL, "SSLRequest" (Message Formats in its documentation): the length 8 and the code 80877103. */
const POSTGRES_REQUEST = Buffer.from('0000000804d2162f', 'hex');

export async function askPostgres({ reader, send }: Conversation): Promise<string | null> {
  send(POSTGRES_REQUEST);
  const answer = (await reader.bytes(1)).toString('latin1');
  if (answer === 'S') return null;
  if (answer === 'N') return 'the server was built or configured without TLS';
  throw notOfProtocol(`The answer to SSLRequest begins with ${JSON.stringify(answer)}`);
}

const MYSQL_VERSION = 10;
const MYSQL_ERROR = 0xff;
const CLIENT_SSL = 0x0800;
/** Long password, protocol 4.1 and secure connection. */
const CLIENT_USUAL = 0x0001 | 0x0200 | 0x8000;
const UTF8MB4 = 45;
/** A greeting has some 80 bytes. */
const MYSQL_GREETING_BYTES = 4_096;

/** MySQL and MariaDB: the greeting says whether there is TLS; an "SSLRequest" answers it (Connection Phase in their manuals). */
export async function askMysql({ reader, send }: Conversation): Promise<string | null> {
  const header = await reader.bytes(4);
  const length = header.readUIntLE(0, 3);
  if (length > MYSQL_GREETING_BYTES) throw notOfProtocol(`A greeting of ${length} bytes`);
  const greeting = await reader.bytes(length);
  if (greeting[0] === MYSQL_ERROR) return greeting.toString('utf8', 3);
  const versionEnd = greeting.indexOf(0, 1);
  // After the version: the connection's id, eight bytes of a nonce and a zero.
  const flagsAt = versionEnd + 1 + 4 + 8 + 1;
  if (greeting[0] !== MYSQL_VERSION || versionEnd < 0 || flagsAt + 2 > length) {
    throw notOfProtocol('The greeting is not one of MySQL');
  }
  if ((greeting.readUInt16LE(flagsAt) & CLIENT_SSL) === 0) return 'the server was started without TLS';
  const request = Buffer.alloc(4 + 32);
  request.writeUIntLE(32, 0, 3);
  // The number of this packet: the greeting was the first.
  request[3] = 1;
  request.writeUInt32LE(CLIENT_SSL | CLIENT_USUAL, 4);
  request.writeUInt32LE(0x0100_0000, 8);
  request[12] = UTF8MB4;
  send(request);
  return null;
}

/** RFC 4511, 4.14: an extended request with the message number 1. */
const LDAP_REQUEST = Buffer.concat([Buffer.from('301d02010177188016', 'hex'), Buffer.from('1.3.6.1.4.1.1466.20037')]);
const LDAP_EXTENDED_RESPONSE = 0x78;

export async function askLdap({ reader, send }: Conversation): Promise<string | null> {
  send(LDAP_REQUEST);
  const message = new Der(await reader.read(wholeDer));
  const [id, response] = [message.value(0x02), message.value(LDAP_EXTENDED_RESPONSE)];
  if (id === null || response === null) throw notOfProtocol('The answer is no LDAP extended response');
  const fields = new Der(response);
  const code = fields.value(0x0a)?.[0];
  fields.value(0x04);
  const problem = fields.value(0x04)?.toString('utf8') ?? '';
  if (code === undefined) throw notOfProtocol('The answer has no result code');
  return code === 0 ? null : problem === '' ? `result code ${code}` : problem;
}

/** A whole value in DER, without its tag and length. */
function wholeDer(unread: Buffer): { readonly value: Buffer; readonly bytes: number } | null {
  if (unread.length > 0 && unread[0] !== 0x30) throw notOfProtocol('The answer is no LDAP message');
  const header = derHeader(unread, 0);
  if (header === null || unread.length < header.end) return null;
  return { value: Buffer.from(unread.subarray(header.start, header.end)), bytes: header.end };
}

/** Reads the values of a sequence, one after the other. */
class Der {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The content of the next value; null: it has another tag, or there is none. */
  value(tag: number): Buffer | null {
    const header = derHeader(this.#bytes, this.#at);
    if (header === null || this.#bytes[this.#at] !== tag || header.end > this.#bytes.length) return null;
    this.#at = header.end;
    return this.#bytes.subarray(header.start, header.end);
  }
}

function derHeader(bytes: Buffer, at: number): { readonly start: number; readonly end: number } | null {
  const length = bytes[at + 1];
  if (length === undefined) return null;
  if (length < 0x80) return { start: at + 2, end: at + 2 + length };
  const size = length & 0x7f;
  // A longer length could not be read anyway.
  if (size === 0 || size > 4) throw notOfProtocol('The answer has a length that LDAP does not have');
  if (at + 2 + size > bytes.length) return null;
  const start = at + 2 + size;
  return { start, end: start + bytes.readUIntBE(at + 2, size) };
}
