/** Decodes the values of SQL Server (MS-TDS 2.2.5.5). All numbers are little-endian. */
import { readNumber } from '../../net/services/rows.ts';

export function readInteger(bytes: Buffer): unknown {
  if (bytes.length === 8) return bytes.readBigInt64LE();
  // The type of one byte is the only one without a sign.
  return bytes.length === 1 ? bytes.readUInt8() : bytes.readIntLE(0, bytes.length);
}

export function readBits(bytes: Buffer): boolean {
  return bytes[0] !== 0;
}

export function readFloat(bytes: Buffer): number {
  // As many digits as the type has.
  return bytes.length === 4 ? Number(bytes.readFloatLE().toPrecision(7)) : bytes.readDoubleLE();
}

/** In ten-thousandths. The one of eight bytes has its high half first. */
export function readMoney(bytes: Buffer): unknown {
  const units =
    bytes.length === 4
      ? BigInt(bytes.readInt32LE())
      : BigInt(bytes.readInt32LE()) * 0x1_0000_0000n + BigInt(bytes.readUInt32LE(4));
  return readNumber(withPoint(units, 4));
}

export function readDecimal(bytes: Buffer, scale: number): unknown {
  const digits = BigInt(`0x${Buffer.from(bytes.subarray(1)).reverse().toString('hex') || '0'}`);
  return readNumber(withPoint(bytes[0] === 0 ? -digits : digits, scale));
}

function withPoint(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = `${sign}${digits.slice(0, digits.length - scale)}`;
  return scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
}

/** The first three groups are little-endian. */
export function readGuid(bytes: Buffer): string {
  const hex = (...places: readonly number[]) => Buffer.from(places.map((place) => bytes[place] ?? 0)).toString('hex');
  const rest = bytes.toString('hex', 10, 16);
  return `${hex(3, 2, 1, 0)}-${hex(5, 4)}-${hex(7, 6)}-${hex(8, 9)}-${rest}`.toUpperCase();
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const YEAR_1900 = Date.UTC(1900, 0, 1);
/** `Date.UTC` reads years below 100 as years of the 20th century. */
const YEAR_1 = Date.parse('0001-01-01T00:00:00Z');

/** A time without a zone, as ISO 8601 writes it. */
const isoOf = (ms: number) => new Date(ms).toISOString().slice(0, -1);

/** Days since 1900, and 300ths of a second. */
export function readDateTime(bytes: Buffer): string {
  return isoOf(YEAR_1900 + bytes.readInt32LE() * DAY_MS + Math.round((bytes.readUInt32LE(4) * 10) / 3));
}

/** Days since 1900, and minutes. */
export function readSmallDateTime(bytes: Buffer): string {
  return isoOf(YEAR_1900 + bytes.readUInt16LE() * DAY_MS + bytes.readUInt16LE(2) * MINUTE_MS);
}

/** Days since the year 1. */
export function readDate(bytes: Buffer): string {
  return isoOf(daysOf(bytes)).slice(0, 10);
}

function daysOf(bytes: Buffer): number {
  return YEAR_1 + bytes.readUIntLE(0, 3) * DAY_MS;
}

/** In units of the scale: 7 is 100 nanoseconds. Milliseconds are kept. */
function millisecondsOf(bytes: Buffer, scale: number): number {
  return Math.floor(bytes.readUIntLE(0, bytes.length) / 10 ** (scale - 3));
}

export function readTime(bytes: Buffer, scale: number): string {
  return isoOf(millisecondsOf(bytes, scale)).slice(11);
}

const DATE_BYTES = 3;
const OFFSET_BYTES = 2;

export function readDateTime2(bytes: Buffer, scale: number): string {
  const time = bytes.length - DATE_BYTES;
  return isoOf(daysOf(bytes.subarray(time)) + millisecondsOf(bytes.subarray(0, time), scale));
}

/** The time is UTC; the zone is minutes. */
export function readDateTimeOffset(bytes: Buffer, scale: number): string {
  const at = bytes.length - OFFSET_BYTES;
  return `${readDateTime2(bytes.subarray(0, at), scale)}Z`;
}

/** In the collation's flags. */
const UTF8_FLAG = 0x0400_0000;
const windows1252 = new TextDecoder('windows-1252');

/** @param encoding null: the one of the collation, UTF-8 or that of Western Europe */
export function readText(encoding: 'utf16le' | null, collation: Buffer): (bytes: Buffer) => string {
  if (encoding !== null) return (bytes) => bytes.toString(encoding);
  const isUtf8 = (collation.readUInt32LE() & UTF8_FLAG) !== 0;
  return (bytes) => (isUtf8 ? bytes.toString('utf8') : windows1252.decode(bytes));
}
