/** The messages by which a client signs in to SQL Server: PRELOGIN and LOGIN7 (MS-TDS 2.2.6.5 and 2.2.6.4). */
import { LOGIN_CHARACTERS } from './fields.ts';

/** Values of the option ENCRYPTION. */
export const ENCRYPTION = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

const OPTIONS_END = 0xff;
const OPTION = { version: 0, encryption: 1, instance: 2, thread: 3, mars: 4 } as const;

/** @param encryption what the client wants */
export function encodePrelogin(encryption: number): Buffer {
  const options: readonly (readonly [number, Buffer])[] = [
    [OPTION.version, Buffer.from([1, 0, 0, 0, 0, 0])],
    [OPTION.encryption, Buffer.from([encryption])],
    [OPTION.instance, Buffer.from([0])],
    [OPTION.thread, Buffer.alloc(4)],
    [OPTION.mars, Buffer.from([0])],
  ];
  let offset = 5 * options.length + 1;
  const heads = options.map(([type, value]) => {
    const head = Buffer.from([type, 0, 0, 0, value.length]);
    head.writeUInt16BE(offset, 1);
    offset += value.length;
    return head;
  });
  return Buffer.concat([...heads, Buffer.from([OPTIONS_END]), ...options.map(([, value]) => value)]);
}

/** The server's answer about encryption; null: the message is not a PRELOGIN. */
export function readEncryption(body: Buffer): number | null {
  for (let at = 0; at + 5 <= body.length && body[at] !== OPTIONS_END; at += 5) {
    if (body[at] !== OPTION.encryption) continue;
    return body[body.readUInt16BE(at + 1)] ?? null;
  }
  return null;
}

export interface Login {
  readonly host: string;
  readonly username: string;
  readonly password: string;
  /** Empty: the default one. */
  readonly database: string;
}

const TDS_7_4 = 0x74_00_00_04;
/** The fixed part, before the texts. */
const FIXED_BYTES = 94;
/** Reports changes of the database and the language, and fails if the database cannot be used. */
const FLAGS_1 = 0xe0;
/** Reports if the language cannot be used; the rules of ANSI SQL apply, as for clients of ODBC. */
const FLAGS_2 = 0x03;
const US_ENGLISH = 0x0409;

export function encodeLogin({ host, username, password, database }: Login): Buffer {
  const text = (value: string) => Buffer.from(value.slice(0, LOGIN_CHARACTERS), 'utf16le');
  // In the order of the protocol; the sixth is not used.
  const texts = [
    text('lookout'),
    text(username),
    obfuscate(text(password)),
    text('Lookout'),
    text(host),
    Buffer.alloc(0),
    text('Lookout'),
    Buffer.alloc(0),
    text(database),
  ];
  const fixed = Buffer.alloc(FIXED_BYTES);
  const length = texts.reduce((sum, { length: bytes }) => sum + bytes, FIXED_BYTES);
  fixed.writeUInt32LE(length, 0);
  fixed.writeUInt32LE(TDS_7_4, 4);
  fixed.writeUInt32LE(4_096, 8);
  fixed.writeUInt32LE(process.pid, 16);
  fixed.set([FLAGS_1, FLAGS_2, 0, 0], 24);
  fixed.writeUInt32LE(US_ENGLISH, 32);
  let offset = FIXED_BYTES;
  for (const [index, { length: bytes }] of texts.entries()) {
    fixed.writeUInt16LE(offset, 36 + 4 * index);
    fixed.writeUInt16LE(bytes / 2, 38 + 4 * index);
    offset += bytes;
  }
  // The other texts are empty, and begin at the end.
  for (const place of [78, 82, 86]) fixed.writeUInt16LE(offset, place);
  return Buffer.concat([fixed, ...texts]);
}

/** Encodes a password as the protocol demands, which is not encryption. */
function obfuscate(text: Buffer): Buffer {
  return Buffer.from(text.map((byte) => (((byte << 4) & 0xf0) | (byte >> 4)) ^ 0xa5));
}

/** A batch with the header that the protocol requires (MS-TDS 2.2.5.3.2): no transaction, one request. */
export function encodeBatch(sql: string): Buffer {
  const headers = Buffer.alloc(22);
  headers.writeUInt32LE(22, 0);
  headers.writeUInt32LE(18, 4);
  headers.writeUInt16LE(2, 8);
  headers.writeUInt32LE(1, 18);
  return Buffer.concat([headers, Buffer.from(sql, 'utf16le')]);
}
