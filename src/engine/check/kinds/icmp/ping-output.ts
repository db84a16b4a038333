/** Reads what `ping` and `fping` print, on each system and in each language. */

/** The answers to the echo requests of one run. */
export interface Replies {
  /** The round trips in milliseconds, in the order of the answers. */
  readonly times: readonly number[];
  /** Why there are no answers, in the program's words; null: it does not say. */
  readonly problem: 'unreachableHost' | 'unreachableNetwork' | 'forbidden' | null;
}

/**
 * An answer has exactly one time: `time=0.045 ms` (iputils, BusyBox, macOS); `time<1ms`, `Zeit=12ms`, `tiempo<1m`, `время=12мс`
 * (Windows). Summaries have several, or none with an equals sign before it.
 */
const TIME = /[=<]\s*(\d+(?:[.,]\d+)?)\s*(?:ms?|мс)(?!\p{L})/gu;
/** Marks a second answer to the same request. */
const DUPLICATE = /\(DUP!\)/u;
const SEQUENCE = /\b(?:icmp_)?seq=(\d+)/u;

/** @param text what the program printed, with its errors */
export function readPing(text: string, count: number): Replies {
  const times: number[] = [];
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (DUPLICATE.test(line) || times.length >= count) continue;
    const found = [...line.matchAll(TIME)];
    const sequence = SEQUENCE.exec(line)?.[1];
    if (found.length !== 1 || (sequence !== undefined && seen.has(sequence))) continue;
    if (sequence !== undefined) seen.add(sequence);
    times.push(Number((found[0]?.[1] ?? '').replace(',', '.')));
  }
  return { times, problem: problemOf(text) };
}

/** `192.0.2.1 : 0.05 - 0.07`: a time per request, or a hyphen. */
export function readFping(text: string, count: number): Replies {
  const columns = text
    .split('\n')
    .map((line) => /^\S+\s+:((?:\s+(?:\d+(?:\.\d+)?|-))+)\s*$/u.exec(line)?.[1])
    .find((found) => found !== undefined);
  const times = (columns ?? '')
    .split(/\s+/u)
    .filter((column) => /^\d/u.test(column))
    .map(Number);
  return { times: times.slice(0, count), problem: problemOf(text) };
}

/** Recognizes the systems' errors in English, which `LC_ALL=C` asks for. */
function problemOf(text: string): Replies['problem'] {
  if (
    /operation not permitted|permission denied|lacking privilege|can't create raw socket|must run as root/iu.test(text)
  ) {
    return 'forbidden';
  }
  if (/network (?:is )?unreachable|no route to host|transmit failed|ENETUNREACH/iu.test(text))
    return 'unreachableNetwork';
  return /host unreachable|address unreachable|EHOSTUNREACH/iu.test(text) ? 'unreachableHost' : null;
}
