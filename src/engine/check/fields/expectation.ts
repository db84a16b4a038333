/** Finds what a step of a conversation expects in what a service sent. */
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

/** So often a regular expression is tried with each packet. */
const EAGER_ATTEMPTS = 256;
/** Afterwards only when so much more has come, as a part of the whole, or when nothing comes for a while. */
const GROWTH = 1 / 16;
const SILENCE_MS = 20;

/**
 * Returns what looks for the expected text each time that more has come. It does not look at the same bytes again and again,
 * so that a service that sends single bytes costs little.
 * @returns null: it is not there yet; a number: to be asked again after so many milliseconds, if nothing comes before
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
    // The text may begin at the end of what has come.
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
    // Bytes that are no UTF-8 are read as Latin-1, where each is a character.
    const encoding = isUtf8(received) ? 'utf8' : 'latin1';
    const text = received.toString(encoding);
    const match = exec(text);
    return match === null
      ? null
      : { bytes: Buffer.byteLength(text.slice(0, match.end), encoding), captures: match.groups };
  };
}
