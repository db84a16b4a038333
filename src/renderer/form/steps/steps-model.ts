/** Changes a list of steps. Pure. */
import type { InstructionFormat, InstructionLine, StepForm, StepLine } from '../../../contract/instructions.ts';
import { formOf, lineItem, linesOf, withHead, type StepItem } from '../../../shared/instructions.ts';
import type { PartValues } from '../../../shared/instruction-line.ts';

/** A new step, with the one that ends it if there is one. */
export function newSteps(format: InstructionFormat, form: StepForm): readonly StepItem[] {
  const empty = { values: {}, title: null, head: [], lines: [], before: [] };
  const step = withHead(format, { ...empty, line: form.line }, { values: defaultsOf(form) });
  const end = form.until === undefined ? undefined : formOf(format, form.until);
  return end === undefined ? [step] : [step, withHead(format, { ...empty, line: end.line }, {})];
}

export function defaultsOf({ parts }: InstructionLine): PartValues {
  const entries = parts.map((part) => [part.name, part.default ?? part.options?.[0]?.value ?? ''] as const);
  return Object.fromEntries(entries);
}

/** The types of steps that a person can add. The end of a step is added with the step. */
export function formsToAdd({ steps }: InstructionFormat): readonly StepForm[] {
  const ends = new Set(steps.map(({ until }) => until));
  return steps.filter(({ line }) => !ends.has(line));
}

/** Converts a step to another type, and keeps the fields that both have. */
export function asOtherType(format: InstructionFormat, item: StepItem, form: StepForm): StepItem {
  const known = new Set(form.parts.map(({ name }) => name));
  const kept = Object.entries(item.values).filter(([name]) => known.has(name));
  const lines = linesOf(format, form.line);
  return withHead(
    format,
    { ...item, lines: item.lines.filter(({ line }) => line === null || lines.some((one) => one.line === line)) },
    { line: form.line, values: { ...defaultsOf(form), ...Object.fromEntries(kept) } },
  );
}

/** The lines that can be added to a step: repeatable ones, and those that it does not have yet. */
export function linesToAdd(format: InstructionFormat, item: StepItem): readonly StepLine[] {
  const title = format.title === undefined || item.title !== null || isEnd(format, item) ? [] : [format.title];
  const lines = linesOf(format, item.line).filter(
    (line) => line.repeats === true || !item.lines.some((one) => one.line === line.line),
  );
  return [...title, ...lines];
}

export function withLine(format: InstructionFormat, item: StepItem, line: StepLine): StepItem {
  if (line === format.title) return withHead(format, item, { title: defaultsOf(line) });
  return { ...item, lines: [...item.lines, lineItem(line, defaultsOf(line))] };
}

/** The nesting depth of each step of the list. */
export function depthsOf(format: InstructionFormat, items: readonly StepItem[]): readonly number[] {
  const open: string[] = [];
  return items.map(({ line }) => {
    if (line !== null && open.at(-1) === line) open.pop();
    const depth = open.length;
    const until = formOf(format, line)?.until;
    if (until !== undefined) open.push(until);
    return depth;
  });
}

/**
 * The end of the part of the list that is moved, copied and removed together with a step: after its end line, if it has
 * one.
 */
export function endOf(format: InstructionFormat, items: readonly StepItem[], index: number): number {
  const until = formOf(format, items[index]?.line ?? null)?.until;
  if (until === undefined) return index + 1;
  const depths = depthsOf(format, items);
  const end = items.findIndex((item, at) => at > index && item.line === until && depths[at] === depths[index]);
  return end < 0 ? index + 1 : end + 1;
}

/** Moves a step, with its content, by one place. Null: there is no such place. */
export function moved<Item extends StepItem>(
  format: InstructionFormat,
  items: readonly Item[],
  index: number,
  by: -1 | 1,
): readonly Item[] | null {
  const end = endOf(format, items, index);
  const to = by === -1 ? index - 1 : end;
  const neighbor = items[to];
  if (neighbor === undefined) return null;
  const part = items.slice(index, end);
  return by === -1
    ? [...items.slice(0, to), ...part, neighbor, ...items.slice(end)]
    : [...items.slice(0, index), neighbor, ...part, ...items.slice(end + 1)];
}

/** The list without a step. The content of a group stays. */
export function without<Item extends StepItem>(
  format: InstructionFormat,
  items: readonly Item[],
  index: number,
): readonly Item[] {
  const end = endOf(format, items, index) - 1;
  return items.filter((_, at) => at !== index && at !== end);
}

function isEnd({ steps }: InstructionFormat, { line }: StepItem): boolean {
  return line === null || steps.some(({ until }) => until === line);
}
