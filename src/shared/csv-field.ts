/**
 * A field of CSV (RFC 4180). Spreadsheets run texts that begin like a formula (OWASP, CSV injection), so such a text gets an
 * apostrophe in front.
 */
export function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
