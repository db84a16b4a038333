/** Values of MySQL's text protocol as JSON. */
import type { FieldPacket } from 'mysql2';
import { readNumber } from '../../net/services/rows.ts';

/** Of the text protocol: DECIMAL, the whole numbers, FLOAT, DOUBLE, YEAR and NEWDECIMAL. */
const NUMBERS: ReadonlySet<number | undefined> = new Set([0, 1, 2, 3, 4, 5, 8, 9, 13, 246]);
const JSON_TYPE = 245;
const BIT = 16;
/** The character set of bytes, and of numbers and times. */
const BINARY = 63;
/** TINYBLOB to BLOB, VARSTRING, STRING and GEOMETRY: bytes if their character set is binary. */
const BYTES: ReadonlySet<number | undefined> = new Set([15, 249, 250, 251, 252, 253, 254, 255]);

/** Numbers and JSON as such, bytes as hexadecimal, everything else as the server writes it. */
export function readValue(
  bytes: Buffer | null,
  column: (FieldPacket & { readonly characterSet?: number; readonly extendedFormat?: string }) | undefined,
): unknown {
  if (bytes === null) return null;
  const type = column?.columnType;
  if (NUMBERS.has(type)) return readNumber(bytes.toString('latin1'));
  if (type === BIT || (BYTES.has(type) && column?.characterSet === BINARY)) return bytes.toString('hex');
  const text = bytes.toString('utf8');
  // MariaDB says only in an extension that a text is JSON.
  return type === JSON_TYPE || column?.extendedFormat === 'json' ? readJson(text) : text;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
