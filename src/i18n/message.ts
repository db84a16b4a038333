/** One ICU message (https://unicode-org.github.io/icu/userguide/format_parse/messages/), parsed once. */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Message, Param, Params } from '../contract/model/text.ts';
import type { Units } from './units.ts';

/** How a message uses an argument: as a number (also to choose a plural form), to select a variant, or unchanged. */
export type ArgumentUse = 'number' | 'select' | 'text';

export interface ParsedMessage {
  /** The arguments of the message, in no particular order, and every use of each. */
  readonly uses: ReadonlyMap<string, ReadonlySet<ArgumentUse>>;
  /**
   * Never throws: an argument that is missing or of another type than the message expects reads as none.
   * @param say makes the text of a message that is a parameter of this one
   */
  format(params: Params, units: Units, say: (message: Message) => string): string;
  /** The text without any argument; null when it would have a gap. */
  formatBare(): string | null;
}

/** What a `select` gets for a value that does not apply. */
export const NONE = 'none';

/** What a missing argument leaves in a text that contains it. */
const GAP = new RegExp(String.raw`\b${NONE}\b`, 'u');

/** `TYPE` of the parser, which the format package does not export. */
const ELEMENT = { argument: 1, number: 2, select: 5, plural: 6 } as const;

/**
 * @param locale a BCP 47 tag, for plural forms and numbers
 * @throws SyntaxError when the text is not an ICU message
 */
export function parseMessage(text: string, locale: string): ParsedMessage {
  // Texts contain no tags, so `<` is a character like any other.
  const format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  const uses = new Map<string, Set<ArgumentUse>>();
  collectUses(format.getAst(), uses);
  return {
    uses,
    format(params, units, say) {
      const values: Record<string, string | number> = {};
      for (const [name, ofName] of uses) {
        const value = Object.hasOwn(params, name) ? (params[name] ?? null) : null;
        values[name] = ofName.has('number') ? numberOf(value) : textOf(name, value, units, say);
      }
      return String(format.format(values));
    },
    formatBare() {
      if ([...uses.values()].some((ofName) => ofName.has('number'))) return null;
      const text = String(format.format(Object.fromEntries([...uses.keys()].map((name) => [name, NONE]))));
      return GAP.test(text) ? null : text;
    },
  };
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

function collectUses(elements: Elements, uses: Map<string, Set<ArgumentUse>>): void {
  for (const element of elements) {
    const use = argumentUse(element.type);
    if (use !== null && 'value' in element && typeof element.value === 'string') {
      uses.set(element.value, (uses.get(element.value) ?? new Set()).add(use));
    }
    if (!('options' in element)) continue;
    for (const option of Object.values(element.options)) collectUses(option.value, uses);
  }
}

function argumentUse(type: number): ArgumentUse | null {
  switch (type) {
    case ELEMENT.argument:
      return 'text';
    case ELEMENT.number:
    case ELEMENT.plural:
      return 'number';
    case ELEMENT.select:
      return 'select';
    default:
      return null;
  }
}

function numberOf(value: Param): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Formats a value as its name demands; see `Param`. */
function textOf(name: string, value: Param, units: Units, say: (message: Message) => string): string {
  if (value === null) return NONE;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return figureOf(name, value, units);
  if (!isList(value)) return say(value);
  if (value.length === 0) return NONE;
  const parts: readonly (string | Message)[] = value;
  const texts = parts.filter((part) => typeof part === 'string');
  if (texts.length === parts.length) return name === 'options' ? units.options(texts) : units.list(texts);
  return parts.map((part) => (typeof part === 'string' ? part : say(part))).join('\n');
}

function isList(
  value: Message | readonly string[] | readonly Message[],
): value is readonly string[] | readonly Message[] {
  return Array.isArray(value);
}

/** The latest moment that a date can have, in epoch milliseconds (ECMA-262, 21.4.1.1). */
const LAST_MOMENT = 8_640_000_000_000_000;

function figureOf(name: string, value: number, units: Units): string {
  if (!Number.isFinite(value)) return NONE;
  if (name.endsWith('Ms')) return units.duration(value);
  if (name.endsWith('Bytes')) return units.bytes(value);
  const isDate = name.endsWith('At') || name.endsWith('On');
  if (isDate && Math.abs(value) <= LAST_MOMENT) return name.endsWith('At') ? units.dateTime(value) : units.date(value);
  return String(value);
}
