/** Removes known secrets from texts of other origin: a server may send back what it received. */
import type { Failure } from '../../contract/model/failure.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { Message, Param, Params } from '../../contract/model/text.ts';
import type { CheckKind } from '../check/kind.ts';
import type { Log } from '../ports.ts';
import { secretsOf } from '../check/secret-fields.ts';

/** The replacement for a secret. */
export const REDACTED = '•••';
/** Shorter texts are not searched: they occur in ordinary sentences, and removing them there would reveal them. */
const LEAST = 3;
/** The minimum length of a part of a secret that is searched for by itself. */
const LEAST_PART = 6;
/** The minimum length of the beginning or end of a secret at which it is recognized in a truncated text. */
const LEAST_CUT = 4;

/** Returns a JSON-like value or an error with the secrets removed from its texts. */
export type Redact = <T>(value: T) => T;

/**
 * @param values the secrets in clear
 * @returns null when there is nothing to search for
 */
export function createRedact(values: Iterable<string>): Redact | null {
  // A list instead of a regular expression: this runs for every check, and compiling an expression takes a hundred
  // times as long.
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

  /** Copies the parts of an error that a log writes: name, message, stack and cause. */
  function redactError(error: Error, within: readonly unknown[]): Error {
    const copy = new Error(redactText(error.message), { cause: redact(error.cause, within) });
    copy.name = error.name;
    copy.stack = redactText(error.stack ?? '');
    return copy;
  }

  return <T>(value: T) => redact(value, []) as T;
}

/** Configs without secrets. A config is used by many checks, so each is searched only once. */
const withoutSecrets = new WeakSet<object>();

/**
 * Redacts the secrets of a config from the results of its use.
 * @param config with its secrets in clear
 */
export function redactSecretsOf(
  kind: Pick<CheckKind, 'form' | 'derivedSecrets'>,
  config: Readonly<Record<string, unknown>>,
): Redact | null {
  if (withoutSecrets.has(config)) return null;
  const values = secretsOf(kind, config);
  if (values.length === 0) {
    withoutSecrets.add(config);
    return null;
  }
  return createRedact([...values, ...(kind.derivedSecrets?.(config) ?? [])]);
}

/** The same failure without secrets in its texts. Code and phase are our own words, so they contain none. */
export function redactFailure(failure: Failure, redact: Redact): Failure {
  const { params, raw, message } = failure;
  return {
    ...failure,
    ...(params === undefined ? {} : { params: redactParams(params, redact) }),
    ...(raw === undefined ? {} : { raw: redact(raw) }),
    ...(message === undefined ? {} : { message: redact(message) }),
  };
}

/** The same issue without secrets in its texts. */
export function redactIssue<Any extends Issue>(issue: Any, redact: Redact): Any {
  const { params, given } = issue;
  return {
    ...issue,
    ...(params === undefined ? {} : { params: redactParams(params, redact) }),
    ...(given === undefined ? {} : { given: redact(given) }),
  };
}

/** Keeps names, codes and `reason`, which are our own words and which texts need: they reveal no secret that is the same word. */
function redactParams(params: Params, redact: Redact): Params {
  const entries = Object.entries(params).map(
    ([name, value]) => [name, name === 'reason' ? value : redactParam(value, redact)] as const,
  );
  return Object.fromEntries(entries);
}

function redactParam(value: Param, redact: Redact): Param {
  if (typeof value !== 'object' || value === null) return redact(value);
  if (!isList(value)) return redactMessage(value, redact);
  return value.map((one) => (typeof one === 'string' ? redact(one) : redactMessage(one, redact))) as typeof value;
}

function isList(
  value: Message | readonly string[] | readonly Message[],
): value is readonly string[] | readonly Message[] {
  return Array.isArray(value);
}

function redactMessage(message: Message, redact: Redact): Message {
  const { params } = message;
  return { ...message, ...(params === undefined ? {} : { params: redactParams(params, redact) }) };
}

export function redactLog(log: Log, redact: Redact | null): Log {
  if (redact === null) return log;
  return (level, message, facts) => log(level, redact(message), redact(facts));
}

/**
 * The forms in which a secret may come back: whole or in parts, in another charset, and in the encodings that servers
 * use.
 */
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
      // As a URL parser reads it (https://url.spec.whatwg.org/#query-state).
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

/** Header values are sent as Latin-1 and responses are read as UTF-8, or the other way round. */
function charsetsOf(text: string): string[] {
  if (isAscii(text)) return [text];
  return [text, Buffer.from(text, 'latin1').toString('utf8'), Buffer.from(text).toString('latin1')];
}

/** The base64 text, and the part of it that stays the same within a longer base64 text. */
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

/**
 * The parts of `Bearer abc`, `Basic base64` or `session=abc; theme=dark` that give access even without the rest, if
 * they are long enough.
 */
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

/** A part of a text: from (inclusive) and to (exclusive). */
type Range = readonly [from: number, to: number];

/** Converts to lower case and keeps the position of every character. `toLowerCase` turns some characters into two. */
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
 * Texts are truncated, and secrets within them. The beginning of a secret may be at the end of a text or before an
 * ellipsis, and its end at the beginning of a text.
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

/** Replaces each range by `REDACTED`. Adjacent ranges become one. */
function without(text: string, ranges: readonly Range[]): string {
  let result = '';
  let end = -1;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (from > end) result += text.slice(Math.max(0, end), from) + REDACTED;
    end = Math.max(end, to);
  }
  return result + text.slice(end);
}
