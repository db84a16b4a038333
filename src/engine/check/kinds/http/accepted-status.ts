/** Which status codes an endpoint accepts: `200-299,301`. */

/** Highest code a status line can carry: three digits (RFC 9112, 4). Some servers do use codes above 599. */
const MAX_STATUS = 999;
const RANGE = /^\s*(\d{3})\s*(?:-\s*(\d{3})\s*)?$/u;

/** What reads a status. Made once for each text, as it is asked after every check. */
export type AcceptedStatus = (status: number) => boolean;
const compiled = new Map<string, AcceptedStatus>();
const MAX_COMPILED = 1_000;

/**
 * Reads codes and ranges with commas between, each 100 to 999, both ends of a range included.
 * @returns null when the text is not of this form
 */
export function parseAcceptedStatus(text: string): AcceptedStatus | null {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const accepted = new Uint8Array(MAX_STATUS + 1);
  for (const part of text.split(',')) {
    const [whole, first, last] = RANGE.exec(part) ?? [];
    const from = Number(first);
    const to = Number(last ?? first);
    if (whole === undefined || from < 100 || from > to) return null;
    accepted.fill(1, from, to + 1);
  }
  const accepts: AcceptedStatus = (status) => accepted[status] === 1;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(text, accepts);
  return accepts;
}
