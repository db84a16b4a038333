/** Formats sizes for people: a number, a space and a unit, in powers of 1,024. */

/** The symbols of bytes and of their powers, in one language. */
export type ByteUnits = readonly [string, string, string, string, string];

export interface BytesOptions {
  readonly units: ByteUnits;
  /** A BCP 47 tag, for the decimal point. */
  readonly locale: string;
  /** Between the number and its unit; absent: a space. */
  readonly space?: string;
}

/** A size with two digits or more: `512 B`, `4.2 KB`, `64 KB`, `1.4 MB`. */
export function formatBytes(bytes: number, { units, locale, space = ' ' }: BytesOptions): string {
  let value = bytes;
  let power = 0;
  // 1,000 KB would take four digits for almost 1 MB.
  while (power < units.length - 1 && value >= (power === 0 ? 1024 : 999.5)) {
    value /= 1024;
    power += 1;
  }
  const digits = power > 0 && value < 9.95 ? 1 : 0;
  const number = value.toLocaleString(locale, { minimumFractionDigits: 0, maximumFractionDigits: digits });
  return `${number}${space}${units[power]}`;
}
