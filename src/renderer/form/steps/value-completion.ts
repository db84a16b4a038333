/** Suggestions within double braces: values, and those that Lookout generates. */
import type { InstructionFormat } from '../../../contract/instructions.ts';
import { formOf, linesOf, type StepItem } from '../../../shared/instructions.ts';
import type { Completion, Suggestion } from '../conditions/complete.ts';

/** Completes a value, only after `{{`, and before `}}` and a line break. */
export function completeValue(text: string, at: number, suggestions: readonly Suggestion[]): Completion | null {
  const [open, typed = ''] = /\{\{\s*([^{}\n]*)$/u.exec(text.slice(0, at)) ?? [];
  if (open === undefined) return null;
  const rest = /^[\w-]*\s*\}\}/u.exec(text.slice(at))?.[0] ?? '';
  const fitting = suggestions.filter(({ insert }) => insert.toLowerCase().startsWith(`{{${typed.toLowerCase()}`));
  if (fitting.length === 0 || fitting.some(({ insert }) => insert === `${open}${rest}`)) return null;
  return { from: at - open.length, to: at + rest.length, typed, suggestions: fitting };
}

/** Completes a whole name from those that contain the typed text. */
export function completeName(text: string, names: readonly string[]): Completion | null {
  const typed = text.trim().toLowerCase();
  const fitting = [...new Set(names)].filter((name) => name.toLowerCase().includes(typed) && name !== text.trim());
  if (fitting.length === 0) return null;
  const suggestions = fitting.toSorted().map((name) => ({ insert: name, meaning: '' }));
  return { from: 0, to: text.length, typed: text.trim(), suggestions };
}

/**
 * The values that a step can use: initial ones, those of earlier steps, and generated ones. @param given the names of
 * the initial values
 */
export function valuesFor(
  format: InstructionFormat,
  items: readonly StepItem[],
  step: number,
  given: readonly string[],
): readonly Suggestion[] {
  const extracted = items
    .slice(0, step)
    .flatMap((item, index) => givenBy(format, item).map((name) => ({ name, index })));
  const all = [
    ...given.map((name) => ({ name, meaning: 'one of the values' })),
    ...extracted.map(({ name, index }) => ({ name, meaning: `from step ${numberOf(items, index)}` })),
    ...format.generators,
  ];
  const names = new Set<string>();
  return all
    .filter(({ name }) => name !== '' && !names.has(name) && names.add(name).size > 0)
    .map(({ name, meaning }) => ({ insert: `{{${name}}}`, meaning }));
}

/** The names of the values that a step sets for later steps. */
function givenBy(format: InstructionFormat, item: StepItem): readonly string[] {
  const form = formOf(format, item.line);
  const own = form === undefined ? [] : namesIn(form.parts, item.values);
  const others = item.lines.flatMap(({ line, values }) => {
    const known = linesOf(format, item.line).find((one) => one.line === line);
    return known === undefined ? [] : namesIn(known.parts, values);
  });
  return [...own, ...others];
}

function namesIn(
  parts: readonly { readonly name: string; readonly gives?: true }[],
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return parts.flatMap(({ name, gives }) => (gives === true ? [(values[name] ?? '').trim()] : []));
}

/** The number of a step as people count: lines that are not steps are skipped. */
export function numberOf(items: readonly StepItem[], index: number): number {
  return items.slice(0, index + 1).filter(({ line }) => line !== null).length;
}
