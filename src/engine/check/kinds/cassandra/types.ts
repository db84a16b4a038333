/** The types of columns and what their bytes mean (CQL binary protocol v4, 4.2.5.2 and 6). */
import { readNumber } from '../../net/services/rows.ts';
import { Cursor } from './cursor.ts';

/** Turns the bytes of a value into JSON, a bigint or bytes. */
export type ReadValue = (bytes: Buffer) => unknown;

const LISTS = { list: 0x20, map: 0x21, set: 0x22, udt: 0x30, tuple: 0x31, custom: 0x00 } as const;
/** Types are in types at most this deep. */
const MAX_DEPTH = 16;

/** Reads a type. @throws RangeError for one that is unknown or too deep */
export function readType(cursor: Cursor, depth = 0): ReadValue {
  const id = cursor.short();
  if (depth > MAX_DEPTH) throw new RangeError('The type is too deep');
  const inner = () => readType(cursor, depth + 1);
  switch (id) {
    case LISTS.custom:
      cursor.string();
      return (bytes) => bytes;
    case LISTS.list:
    case LISTS.set: {
      const read = inner();
      return (bytes) => readAll(new Cursor(bytes), (entries) => valueOf(entries, read));
    }
    case LISTS.map: {
      const [readKey, readOne] = [inner(), inner()];
      return (bytes) => {
        const pair = (entries: Cursor) => [textOf(valueOf(entries, readKey)), valueOf(entries, readOne)] as const;
        return Object.fromEntries(readAll(new Cursor(bytes), pair));
      };
    }
    case LISTS.udt: {
      cursor.string();
      cursor.string();
      const fields = Array.from({ length: cursor.short() }, () => [cursor.string(), inner()] as const);
      return (bytes) => {
        const values = new Cursor(bytes);
        return Object.fromEntries(fields.map(([name, read]) => [name, valueOf(values, read)]));
      };
    }
    case LISTS.tuple: {
      const parts = Array.from({ length: cursor.short() }, inner);
      return (bytes) => {
        const values = new Cursor(bytes);
        return parts.map((read) => valueOf(values, read));
      };
    }
    default: {
      const read = SIMPLE[id];
      if (read === undefined) throw new RangeError(`Type ${id} is unknown`);
      return read;
    }
  }
}

/** A value with its length in front. */
export function valueOf(cursor: Cursor, read: ReadValue): unknown {
  const bytes = cursor.bytes();
  return bytes === null ? null : read(bytes);
}

function readAll<T>(cursor: Cursor, read: (cursor: Cursor) => T): T[] {
  const entries: T[] = [];
  for (let count = cursor.int(); entries.length < count;) entries.push(read(cursor));
  return entries;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
}

const text: ReadValue = (bytes) => bytes.toString('utf8');
const uuid: ReadValue = (bytes) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

/** Two's complement of any length. */
function wholeNumber(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString('hex')}`));
}

/** A scale, and a whole number without its point. */
const decimal: ReadValue = (bytes) => {
  const scale = bytes.readInt32BE();
  return readNumber(`${wholeNumber(bytes.subarray(4))}e${-scale}`);
};

const DAY_MS = 86_400_000;
/** Days are counted from here, so that those before 1970 have a number too. */
const DAY_ZERO = 2 ** 31;

const SIMPLE: Readonly<Record<number, ReadValue>> = {
  0x01: text,
  0x02: wholeNumber,
  0x03: (bytes) => bytes,
  0x04: (bytes) => bytes[0] !== 0,
  0x05: wholeNumber,
  0x06: decimal,
  0x07: (bytes) => bytes.readDoubleBE(),
  0x08: (bytes) => Number(bytes.readFloatBE().toPrecision(7)),
  0x09: wholeNumber,
  0x0b: (bytes) => new Date(Number(wholeNumber(bytes))),
  0x0c: uuid,
  0x0d: text,
  0x0e: wholeNumber,
  0x0f: uuid,
  0x10: inet,
  0x11: (bytes) => new Date((bytes.readUInt32BE() - DAY_ZERO) * DAY_MS).toISOString().slice(0, 10),
  0x12: time,
  0x13: wholeNumber,
  0x14: wholeNumber,
};

function inet(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** Nanoseconds since midnight; milliseconds are kept. */
function time(bytes: Buffer): string {
  return new Date(Number(wholeNumber(bytes) / 1_000_000n)).toISOString().slice(11, -1);
}
