/** Takes known secrets out of texts that come from elsewhere: a server may send back what it was sent. */
import type { CheckKind } from '../check/kind.ts';
import type { Log } from '../ports.ts';
import { mapSecrets } from '../check/secret-fields.ts';

/** Stands in the place of a secret. */
export const REDACTED = '•••';
/** Shorter texts are not looked for: they stand in every other sentence, and taking them out would tell them. */
const LEAST = 3;
/** So many characters has a part of a secret that is looked for by itself. */
const LEAST_PART = 6;
/** A secret that is cut off by the end of a text is known by so many of its characters. */
const LEAST_CUT = 4;

/** Gives any JSON-like value or error back without the secrets in its texts. */
export type Redact = <T>(value: T) => T;

/**
 * @param values the secrets in clear
 * @returns null: there is nothing to look for
 */
export function createRedact(values: Iterable<string>): Redact | null {
  // A list and no regular expression: it is made for every check, and to compile one takes a hundred times as long.
  const forms = [...new Set([...values].flatMap(formsOf).map(lowerInPlace))].filter((form) => form.length >= LEAST);
  if (forms.length === 0) return null;

  function redactText(text: string): string {
    const lower = lowerInPlace(text);
    const found = forms.flatMap((form) => [...occurrences(lower, form), ...cuts(lower, form)]);
    return found.length === 0 ? text : without(text, found);
  }

  function redact(value: unknown, within: readonly unknown[]): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null || within.includes(value)) return value;
    const inside = [...within, value];
    if (value instanceof Error) return redactError(value, inside);
    if (Array.isArray(value)) return value.map((one) => redact(one, inside));
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [redactText(key), redact(one, inside)]));
  }

  /** What a log writes of an error: name, message, stack and cause. */
  function redactError(error: Error, within: readonly unknown[]): Error {
    const copy = new Error(redactText(error.message), { cause: redact(error.cause, within) });
    copy.name = error.name;
    copy.stack = redactText(error.stack ?? '');
    return copy;
  }

  return <T>(value: T) => redact(value, []) as T;
}

/**
 * For what comes of using a config.
 * @param config with its secrets in clear
 */
export function redactSecretsOf(
  kind: Pick<CheckKind, 'form' | 'derivedSecrets'>,
  config: Readonly<Record<string, unknown>>,
): Redact | null {
  const values: string[] = [];
  mapSecrets(kind, config, (value) => {
    if (typeof value === 'string') values.push(value);
    return value;
  });
  if (values.length === 0) return null;
  return createRedact([...values, ...(kind.derivedSecrets?.(config) ?? [])]);
}

export function redactLog(log: Log, redact: Redact | null): Log {
  if (redact === null) return log;
  return (level, message, facts) => log(level, redact(message), redact(facts));
}

/** A secret as it may come back: whole or its telling parts, read in another charset, and as servers write texts. */
function formsOf(secret: string): string[] {
  return [secret, ...partsOf(secret)].flatMap(charsetsOf).flatMap((text) => {
    const charsets: readonly ('utf8' | 'latin1')[] = isAscii(text) ? ['utf8'] : ['utf8', 'latin1'];
    const json = JSON.stringify(text).slice(1, -1);
    const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const wellFormed = text.toWellFormed();
    return [
      text,
      json,
      json.replaceAll('/', '\\/'),
      json.replace(/[^\0-\u007f]/gu, asciiEscape),
      html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
      html.replaceAll('"', '&#34;').replaceAll("'", '&#x27;'),
      encodeURIComponent(wellFormed),
      encodeURI(wellFormed),
      new URLSearchParams([['', text]]).toString().slice(1),
      // As a URL is read (https://url.spec.whatwg.org/#query-state).
      new URL(`http://host/?${text.replaceAll('#', '%23')}`).search.slice(1),
      ...charsets.flatMap((charset) => {
        const bytes = Buffer.from(text, charset);
        return [bytes.toString('hex'), ...base64Of(bytes, 'base64'), ...base64Of(bytes, 'base64url')];
      }),
    ];
  });
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** Header values go out as Latin-1, and answers are read as UTF-8; or the other way round. */
function charsetsOf(text: string): string[] {
  if (isAscii(text)) return [text];
  return [text, Buffer.from(text, 'latin1').toString('utf8'), Buffer.from(text).toString('latin1')];
}

/** By itself, and what of it does not depend on what stands before and after it in a longer one. */
function base64Of(bytes: Buffer, alphabet: 'base64' | 'base64url'): string[] {
  const inside = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(alphabet)
      .replace(/=+$/u, '');
    const bits = (before + bytes.length) * 8;
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });
  return [bytes.toString(alphabet), ...inside.filter((text) => text.length >= LEAST_PART)];
}

function asciiEscape(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** Of `Bearer abc`, `Basic base64`, `session=abc; theme=dark`: what lets in even without the rest, when long enough. */
function partsOf(secret: string): string[] {
  const parts: string[] = [];
  const credentials = /^[a-z][\w-]*\s+(?<rest>.+)$/iu.exec(secret)?.groups?.['rest'];
  for (const word of (credentials ?? secret).split(/[\s;,]+/u)) {
    const value = word.slice(word.indexOf('=') + 1).replace(/^"|"$/gu, '');
    parts.push(...[word, value].filter((part) => part.length >= LEAST_PART));
  }
  if (credentials !== undefined && /^basic\s/iu.test(secret)) {
    const pair = Buffer.from(credentials, 'base64').toString('utf8');
    parts.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  return parts.filter((part) => part !== secret);
}

/** Where something stands in a text: from, and up to but without. */
type Range = readonly [from: number, to: number];

/** In lower case, with every character in its place: there are some that `toLowerCase` makes two of. */
function lowerInPlace(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}

function occurrences(text: string, form: string): Range[] {
  const ranges: Range[] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
    ranges.push([at, at + form.length]);
  }
  return ranges;
}

/**
 * Texts are cut at a length, and a secret with them: its beginning may stand at the end of a text or before an ellipsis,
 * its end where a text begins.
 */
function cuts(text: string, form: string): Range[] {
  if (form.length <= LEAST_CUT || text.length < LEAST_CUT) return [];
  const ranges: Range[] = [];
  const [start, end] = [form.slice(0, LEAST_CUT), form.slice(-LEAST_CUT)];
  for (let to = text.indexOf('…'); ; to = text.indexOf('…', to + 1)) {
    const stop = to < 0 ? text.length : to;
    const tail = text.slice(Math.max(0, stop - form.length + 1), stop);
    for (let at = tail.indexOf(start); at >= 0; at = tail.indexOf(start, at + 1)) {
      if (form.startsWith(tail.slice(at))) ranges.push([stop - tail.length + at, stop]);
    }
    if (to < 0) break;
  }
  const head = text.slice(0, form.length - 1);
  for (let at = head.indexOf(end); at >= 0; at = head.indexOf(end, at + 1)) {
    if (form.endsWith(head.slice(0, at + LEAST_CUT))) ranges.push([0, at + LEAST_CUT]);
  }
  return ranges;
}

/** The text with `REDACTED` in the place of each range; ranges that touch become one. */
function without(text: string, ranges: readonly Range[]): string {
  let result = '';
  let end = -1;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (from > end) result += text.slice(Math.max(0, end), from) + REDACTED;
    end = Math.max(end, to);
  }
  return result + text.slice(end);
}
