/** Finds the text that a step of a conversation expects in the bytes that a service sent. */
import { isUtf8 } from 'node:buffer';
import { compileRegex } from '../../conditions/regex.ts';
import { renderParts, type DialogStep } from './dialog-steps.ts';

export type Captures = Readonly<Record<string, string>>;

export interface Found {
  /** Where the next step begins to look. */
  readonly bytes: number;
  /** What the groups found, by number and by name; empty for a text. */
  readonly captures: Captures;
}

export type Expected = Exclude<DialogStep, { readonly action: 'send' }>;

/** For this many attempts, a regular expression is tried with each packet. */
const EAGER_ATTEMPTS = 256;
/** After that, it is tried only when the data has grown by this share, or when nothing has arrived for a while. */
const GROWTH = 1 / 16;
const SILENCE_MS = 20;

/**
 * Returns a function that looks for the expected text, to be called each time more data has arrived. It does not search
 * the same bytes again and again, so a service that sends single bytes costs little.
 * @returns null: it is not there yet; a number: call again after this many milliseconds, if nothing arrives before
 */
export function seek(
  expected: Expected,
  captures: Captures,
): (received: Buffer, isLast: boolean) => Found | number | null {
  return expected.action === 'expect' ? seekText(renderParts(expected.parts, captures)) : seekRegex(expected);
}

function seekText(text: Buffer): (received: Buffer) => Found | null {
  let from = 0;
  return (received) => {
    const at = received.indexOf(text, from);
    // The text may begin at the end of what has arrived.
    from = Math.max(0, received.length - text.length + 1);
    return at < 0 ? null : { bytes: at + text.length, captures: {} };
  };
}

function seekRegex({ regex, flags }: Extract<Expected, { action: 'match' }>): ReturnType<typeof seek> {
  const { exec } = compileRegex(regex, flags);
  let attempts = 0;
  let tried = -1;
  let silentSince: number | null = null;
  return (received, isLast) => {
    if (exec === null || received.length === tried) return null;
    const isDue = attempts < EAGER_ATTEMPTS || received.length > tried * (1 + GROWTH);
    const now = performance.now();
    if (!isDue && !isLast) {
      silentSince ??= now;
      if (now - silentSince < SILENCE_MS) return SILENCE_MS;
    }
    silentSince = null;
    attempts++;
    tried = received.length;
    // Bytes that are not UTF-8 are read as Latin-1, where each byte is a character.
    const encoding = isUtf8(received) ? 'utf8' : 'latin1';
    const text = received.toString(encoding);
    const match = exec(text);
    return match === null
      ? null
      : { bytes: Buffer.byteLength(text.slice(0, match.end), encoding), captures: match.groups };
  };
}
