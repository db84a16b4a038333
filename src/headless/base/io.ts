import type { Readable, Writable } from 'node:stream';

/** The streams and the environment of a command: the process's own, or a test's. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * DEL and the C1 controls, which terminals obey like escape sequences, the two Unicode line breaks, and the characters that
 * change the direction of what follows (UAX #9).
 */
const UNSAFE = '\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069';
const unsafeInText = new RegExp(`[\\u0000-\\u001f${UNSAFE}]`, 'gu');
const unsafeInJson = new RegExp(`[${UNSAFE}]`, 'gu');

/** Makes text from elsewhere safe for a terminal: what could move the cursor, hide lines or reorder text is shown as �. */
export function printable(text: string): string {
  return text.replace(unsafeInText, '\ufffd');
}

/** JSON on several lines that is safe for a terminal, and that programs read as the same value. */
export function printableJson(value: unknown): string {
  // JSON itself escapes the other control characters.
  return JSON.stringify(value, null, 2).replace(
    unsafeInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
