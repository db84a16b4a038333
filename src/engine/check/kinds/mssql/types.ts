/** The types of columns (MS-TDS 2.2.5.4 to 2.2.5.6): how values are framed, and what they mean. */
import type { Cursor } from './cursor.ts';
import {
  readBits,
  readDate,
  readDateTime,
  readDateTime2,
  readDateTimeOffset,
  readDecimal,
  readFloat,
  readGuid,
  readInteger,
  readMoney,
  readSmallDateTime,
  readText,
  readTime,
} from './values.ts';

/** How the length of a value is written. */
type Framing = { readonly fixed: number } | 'byte' | 'short' | 'chunks' | 'pointer' | 'long';

export interface ColumnType {
  readonly framing: Framing;
  /** Turns the bytes of a value into JSON, a bigint or bytes. */
  read(bytes: Buffer): unknown;
}

const fixed = (bytes: number, read: ColumnType['read']) => () => ({ framing: { fixed: bytes }, read });
/** A type whose length is in one byte, after the longest length. */
const nullable = (read: ColumnType['read']) => (cursor: Cursor) => {
  cursor.u8();
  return { framing: 'byte' as const, read };
};
/** A type of time, whose scale says how many digits a second has. */
const scaled = (read: (bytes: Buffer, scale: number) => unknown) => (cursor: Cursor) => {
  const scale = cursor.u8();
  return { framing: 'byte' as const, read: (bytes: Buffer) => read(bytes, scale) };
};
const decimal = (cursor: Cursor) => {
  cursor.u8();
  cursor.u8();
  const scale = cursor.u8();
  return { framing: 'byte' as const, read: (bytes: Buffer) => readDecimal(bytes, scale) };
};
/** This longest length stands for values in chunks. */
const UNLIMITED = 0xffff;
const limited = (cursor: Cursor): 'short' | 'chunks' => (cursor.u16() === UNLIMITED ? 'chunks' : 'short');
const bytesOf = (bytes: Buffer) => bytes;
const bytes = (cursor: Cursor) => ({ framing: limited(cursor), read: bytesOf });
const COLLATION_BYTES = 5;
const text = (encoding: 'utf16le' | null) => (cursor: Cursor) => {
  const framing = limited(cursor);
  return { framing, read: readText(encoding, cursor.take(COLLATION_BYTES)) };
};
const oldText = (encoding: 'utf16le' | null) => (cursor: Cursor) => {
  cursor.u32();
  return { framing: 'pointer' as const, read: readText(encoding, cursor.take(COLLATION_BYTES)) };
};

/** By the byte that names the type. */
const TYPES: Readonly<Record<number, (cursor: Cursor) => ColumnType>> = {
  0x1f: fixed(0, () => null),
  0x30: fixed(1, readInteger),
  0x32: fixed(1, readBits),
  0x34: fixed(2, readInteger),
  0x38: fixed(4, readInteger),
  0x3a: fixed(4, readSmallDateTime),
  0x3b: fixed(4, readFloat),
  0x3c: fixed(8, readMoney),
  0x3d: fixed(8, readDateTime),
  0x3e: fixed(8, readFloat),
  0x7a: fixed(4, readMoney),
  0x7f: fixed(8, readInteger),
  0x24: nullable(readGuid),
  0x26: nullable(readInteger),
  0x68: nullable(readBits),
  0x6d: nullable(readFloat),
  0x6e: nullable(readMoney),
  0x6f: nullable((value) => (value.length === 4 ? readSmallDateTime(value) : readDateTime(value))),
  0x6a: decimal,
  0x6c: decimal,
  0x28: () => ({ framing: 'byte', read: readDate }),
  0x29: scaled(readTime),
  0x2a: scaled(readDateTime2),
  0x2b: scaled(readDateTimeOffset),
  0xa5: bytes,
  0xad: bytes,
  0xa7: text(null),
  0xaf: text(null),
  0xe7: text('utf16le'),
  0xef: text('utf16le'),
  0x23: oldText(null),
  0x63: oldText('utf16le'),
  0x22(cursor) {
    cursor.u32();
    return { framing: 'pointer', read: bytesOf };
  },
  // XML
  0xf1(cursor) {
    if (cursor.u8() === 1) {
      cursor.shortText();
      cursor.shortText();
      cursor.text();
    }
    return { framing: 'chunks', read: (value) => value.toString('utf16le') };
  },
  // A type of the database's own, or of .NET.
  0xf0(cursor) {
    cursor.u16();
    for (let names = 0; names < 3; names += 1) cursor.shortText();
    cursor.text();
    return { framing: 'chunks', read: bytesOf };
  },
  // sql_variant: the value with its type in front, as bytes.
  0x62(cursor) {
    cursor.u32();
    return { framing: 'long', read: bytesOf };
  },
};

/** Types whose columns name their table. */
const WITH_TABLE: ReadonlySet<number> = new Set([0x22, 0x23, 0x63]);

/** @returns null: the type is unknown, and so is where the next column begins */
export function readType(cursor: Cursor): ColumnType | null {
  const code = cursor.u8();
  const read = TYPES[code];
  if (read === undefined) return null;
  const type = read(cursor);
  if (WITH_TABLE.has(code)) for (let parts = cursor.u8(); parts > 0; parts -= 1) cursor.text();
  return type;
}

/** In the order of the columns; null for NULL. */
export function readValue(cursor: Cursor, type: ColumnType): unknown {
  const value = readFrame(cursor, type.framing);
  return value === null ? null : type.read(value);
}

const NULL_SHORT = 0xffff;
const NULL_CHUNKS = 0xffff_ffff_ffff_ffffn;
const TIMESTAMP_BYTES = 8;

function readFrame(cursor: Cursor, framing: Framing): Buffer | null {
  if (typeof framing === 'object') return cursor.take(framing.fixed);
  switch (framing) {
    case 'byte': {
      const length = cursor.u8();
      return length === 0 ? null : cursor.take(length);
    }
    case 'short': {
      const length = cursor.u16();
      return length === NULL_SHORT ? null : cursor.take(length);
    }
    case 'long': {
      const length = cursor.u32();
      return length === 0 ? null : cursor.take(length);
    }
    case 'pointer': {
      const pointer = cursor.u8();
      if (pointer === 0) return null;
      cursor.take(pointer + TIMESTAMP_BYTES);
      return cursor.take(cursor.u32());
    }
    case 'chunks': {
      if (cursor.u64() === NULL_CHUNKS) return null;
      const chunks: Buffer[] = [];
      for (let length = cursor.u32(); length > 0; length = cursor.u32()) chunks.push(cursor.take(length));
      return Buffer.concat(chunks);
    }
  }
}
