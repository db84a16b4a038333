/**
 * Writes an ICU message for readers of the documentation: as the sentences that it can produce, with names for values.
 */
import { IntlMessageFormat } from 'intl-messageformat';

type Elements = ReturnType<IntlMessageFormat['getAst']>;
type Element = Elements[number];

/** `TYPE` of the parser, which the format package does not export. */
const ELEMENT = { literal: 0, argument: 1, number: 2, select: 5, plural: 6, pound: 7 } as const;

/** A sentence so far, and which variant each argument has in it. */
interface Variant {
  readonly text: string;
  readonly chosen: ReadonlyMap<string, string>;
}

/**
 * The sentences of a message, one for each combination of its variants: `{name} does not exist.` A plural has the form
 * for many.
 * @throws SyntaxError when the text is not an ICU message
 */
export function sentencesOf(text: string): readonly string[] {
  const elements = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst();
  const variants = extend([{ text: '', chosen: new Map() }], elements, null);
  return [...new Set(variants.map((variant) => variant.text.replaceAll(/\s+/gu, ' ').trim()))];
}

/** @param counted the argument of the plural around the elements; `#` stands for it */
function extend(variants: readonly Variant[], elements: Elements, counted: string | null): readonly Variant[] {
  return elements.reduce<readonly Variant[]>(
    (all, element) => all.flatMap((variant) => extendBy(variant, element, counted)),
    variants,
  );
}

function extendBy(variant: Variant, element: Element, counted: string | null): readonly Variant[] {
  const add = (text: string): readonly Variant[] => [{ ...variant, text: variant.text + text }];
  const type: number = element.type;
  if (type === ELEMENT.pound) return add(`{${counted ?? ''}}`);
  if (!('value' in element) || typeof element.value !== 'string') return [variant];
  const { value } = element;
  if (type === ELEMENT.literal) return add(value);
  if (!('options' in element)) return add(`{${value}}`);
  if (type === ELEMENT.plural) return extend([variant], element.options['other']?.value ?? [], value);
  // An argument that was already used to choose has the same value in the rest of the sentence.
  const earlier = variant.chosen.get(value);
  const names = Object.keys(element.options);
  const possible = earlier === undefined ? names : [names.includes(earlier) ? earlier : 'other'];
  return possible.flatMap((name) => {
    const chosen = new Map(variant.chosen).set(value, earlier ?? name);
    return extend([{ text: variant.text, chosen }], element.options[name]?.value ?? [], counted);
  });
}
