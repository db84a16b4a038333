/**
 * Values in texts: `{{name}}` is one that was extracted or given before; `{{$uuid}}` and the like are generated on the
 * spot.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { parseDuration } from '../../../shared/duration.ts';

/** The use of a value: `{{token}}` is a known one, and `{{$random 1 6}}` is generated. */
export interface TemplateUse {
  /** With a dollar sign if it is generated. */
  readonly name: string;
  readonly args: readonly string[];
}

const TEMPLATE = /\{\{\s*(?<name>\$?[A-Za-z_][\w-]*)(?<args>(?:\s+[^{}\s]+)*)\s*\}\}/gu;
/** The name of a value. */
export const VALUE_NAME = /^[A-Za-z_][\w-]{0,99}$/u;

/** Every use of a value in a text, in its order. */
export function usesIn(text: string): readonly TemplateUse[] {
  return [...text.matchAll(TEMPLATE)].map(({ groups = {} }) => toUse(groups));
}

function toUse({ name = '', args = '' }: Readonly<Record<string, string | undefined>>): TemplateUse {
  return { name, args: args.split(/\s+/u).filter((arg) => arg !== '') };
}

export function isGenerated({ name }: TemplateUse): boolean {
  return name.startsWith('$');
}

/** Whether there is a generator of this name, and it takes these arguments. */
export function isKnownGenerator(use: TemplateUse): boolean {
  return generate(use, 0) !== null;
}

/**
 * The text with every value in its place. An unknown value stays as it is written.
 * @param escape makes a value safe for where the text goes
 */
export function fill(
  text: string,
  values: ReadonlyMap<string, string>,
  escape: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(TEMPLATE, (written, ...rest) => {
    const use = toUse(rest.at(-1) as Readonly<Record<string, string | undefined>>);
    const value = isGenerated(use) ? generate(use, Date.now()) : values.get(use.name);
    return value === undefined || value === null ? written : escape(value);
  });
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MAX_TEXT = 200;
/** The largest range that `randomInt` accepts. */
const MAX_RANGE = 2 ** 48 - 1;

/** Null: there is no such generator. */
function generate({ name, args }: TemplateUse, now: number): string | null {
  const [first, second, more] = args;
  if (more !== undefined) return null;
  switch (name) {
    case '$uuid':
      return first === undefined ? randomUUID() : null;
    case '$now':
    case '$date':
    case '$timestamp': {
      const at = atOffset(now, first);
      if (at === null || second !== undefined) return null;
      const iso = new Date(at).toISOString();
      if (name === '$timestamp') return String(Math.floor(at / 1000));
      return name === '$date' ? iso.slice(0, 10) : iso;
    }
    case '$random': {
      const [least, most] = first === undefined ? [0, 999_999_999] : [Number(first), Number(second)];
      const isRange = Number.isSafeInteger(least) && Number.isSafeInteger(most) && least <= most;
      return isRange && most - least < MAX_RANGE ? String(randomInt(least, most + 1)) : null;
    }
    case '$text': {
      const length = first === undefined ? 12 : Number(first);
      if (second !== undefined || !Number.isInteger(length) || length < 1 || length > MAX_TEXT) return null;
      return [...randomBytes(length)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
    }
    default:
      return null;
  }
}

/** @param offset `+1d`, `-30m`; absent: none */
function atOffset(now: number, offset: string | undefined): number | null {
  if (offset === undefined) return now;
  const { sign, length = '' } = /^(?<sign>[+-])(?<length>\w+)$/u.exec(offset)?.groups ?? {};
  const ms = sign === undefined ? null : parseDuration(length);
  return ms === null ? null : now + (sign === '-' ? -ms : ms);
}
