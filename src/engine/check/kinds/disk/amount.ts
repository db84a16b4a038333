/** Amounts of free space as people write them: `10%`, `5 GB`, `500000`. */

/** A part of the whole in percent, or a number: of bytes, or of inodes. */
export type Amount = { readonly percent: number } | { readonly number: number };

/** Decimal, as disks are sold, and binary. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** @returns null when the text is not an amount */
export function parseAmount(text: string): Amount | null {
  const { number = '', unit = '' } =
    /^\s*(?<number>\d{1,15}(?:\.\d{1,6})?)\s*(?<unit>%|[kmgt]?i?b)?\s*$/iu.exec(text)?.groups ?? {};
  if (number === '') return null;
  if (unit === '%') return Number(number) <= 100 ? { percent: Number(number) } : null;
  const factor = UNITS[unit.toLowerCase()];
  return factor === undefined ? null : { number: Number(number) * factor };
}
