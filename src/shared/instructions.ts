/** Reads a text of instructions as a list of steps, and writes it again. See `contract/instructions.ts`. */
import type { InstructionFormat, StepForm, StepLine } from '../contract/instructions.ts';
import { matchLine, writeLine, type PartValues } from './instruction-line.ts';

/** A line of a step, besides its first one. */
export interface LineItem {
  /** `StepLine.line`; null: a comment, or a line that the format does not know. */
  readonly line: string | null;
  readonly values: PartValues;
  /** As written: one line, or more with a block. */
  readonly source: readonly string[];
}

/** A step of the list. Lines that are not changed stay exactly as written. */
export interface StepItem {
  /** `StepForm.line`; null: lines that are not a step, such as a comment at the end. */
  readonly line: string | null;
  readonly values: PartValues;
  /** The values of the line with its name; null: it has none. */
  readonly title: PartValues | null;
  /** The line with its name, and its first line, as they are written. */
  readonly head: readonly string[];
  readonly lines: readonly LineItem[];
  /** Empty lines and comments in front of it. */
  readonly before: readonly string[];
}

/** Reads a text as steps. Every text can be read: lines that the format does not know stay as they are. */
export function readInstructions(text: string, format: InstructionFormat): readonly StepItem[] {
  return new InstructionReader(text, format).all();
}

/** The text with these steps. */
export function writeInstructions(items: readonly StepItem[]): string {
  const lines = items.flatMap(({ before, head, lines }) => [
    ...before,
    ...head,
    ...lines.flatMap(({ source }) => source),
  ]);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Where a line of the text is. @param line from 1. @returns null: in no step */
export function placeOf(
  items: readonly StepItem[],
  line: number,
): { readonly step: number; /** Null: its first one. */ readonly line: number | null } | null {
  let end = 0;
  for (const [step, { before, head, lines }] of items.entries()) {
    end += before.length;
    if (line <= end) return null;
    end += head.length;
    if (line <= end) return { step, line: null };
    for (const [index, { source }] of lines.entries()) {
      end += source.length;
      if (line <= end) return { step, line: index };
    }
  }
  return null;
}

/** The lines that may follow the first line of a step. */
export function linesOf(format: InstructionFormat, step: string | null): readonly StepLine[] {
  return formOf(format, step)?.lines ?? [];
}

export function formOf(format: InstructionFormat, step: string | null): StepForm | undefined {
  return step === null ? undefined : format.steps.find(({ line }) => line === step);
}

/** A step with its first line and its name written again. */
export function withHead(
  format: InstructionFormat,
  item: StepItem,
  change: Partial<Pick<StepItem, 'line' | 'values' | 'title'>>,
): StepItem {
  const next = { ...item, ...change };
  const form = formOf(format, next.line);
  if (form === undefined) return next;
  const title = format.title === undefined || next.title === null ? [] : writeLine(format.title, next.title);
  return { ...next, head: [...title, ...writeLine(form, next.values)] };
}

/** A further line of a step. */
export function lineItem(line: StepLine, values: PartValues): LineItem {
  return { line: line.line, values, source: writeLine(line, values) };
}

type Draft = Omit<StepItem, 'lines'> & { readonly lines: LineItem[] };

class InstructionReader {
  readonly #format: InstructionFormat;
  readonly #lines: readonly string[];
  readonly #items: Draft[] = [];
  #at = 0;
  /** Empty lines and comments that belong to what comes next. */
  #before: string[] = [];
  #title: {
    readonly values: PartValues;
    /** With what is between it and its step. */ readonly source: string[];
  } | null = null;

  constructor(text: string, format: InstructionFormat) {
    const lines = text.split(/\r?\n/u);
    this.#lines = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    this.#format = format;
  }

  all(): readonly StepItem[] {
    while (this.#at < this.#lines.length) this.#read((this.#lines[this.#at] ?? '').trim());
    this.#dropTitle();
    if (this.#before.length > 0) this.#items.push({ ...NO_STEP, lines: [], before: this.#before });
    return this.#items;
  }

  #read(text: string): void {
    if (text === '' || text.startsWith('#')) return void (this.#title?.source ?? this.#before).push(this.#take());
    const named = this.#format.title === undefined ? null : matchLine(this.#format.title, text);
    if (named !== null) {
      this.#dropTitle();
      this.#title = { values: named, source: [this.#take()] };
      return;
    }
    const form = this.#format.steps.find((one) => matchLine(one, text) !== null);
    const current = this.#items.at(-1);
    if (form !== undefined || current === undefined || this.#title !== null) return this.#begin(form, text);
    const line = linesOf(this.#format, current.line).find((one) => matchLine(one, text) !== null);
    current.lines.push(...this.#before.map((source) => ({ line: null, values: {}, source: [source] })));
    this.#before = [];
    current.lines.push(this.#readLine(line, text));
  }

  #begin(form: StepForm | undefined, text: string): void {
    this.#items.push({
      line: form?.line ?? null,
      values: form === undefined ? {} : (matchLine(form, text) ?? {}),
      title: this.#title?.values ?? null,
      head: [...(this.#title?.source ?? []), this.#take()],
      lines: [],
      before: this.#before,
    });
    this.#before = [];
    this.#title = null;
  }

  #readLine(line: StepLine | undefined, text: string): LineItem {
    const from = this.#at;
    this.#take();
    const values = line === undefined ? null : matchLine(line, text);
    if (line === undefined || values === null)
      return { line: null, values: {}, source: this.#lines.slice(from, this.#at) };
    const block = line.parts.at(-1);
    if (block?.type !== 'block' || values[block.name] !== '') {
      return { line: line.line, values, source: this.#lines.slice(from, this.#at) };
    }
    const length = this.#lines.slice(this.#at).findIndex((one) => one.trim() === 'end');
    // If a block does not end, everything after it belongs to it.
    const end = length < 0 ? this.#lines.length : this.#at + length;
    const content = this.#lines.slice(this.#at, end).join('\n');
    this.#at = Math.min(end + 1, this.#lines.length);
    const source = this.#lines.slice(from, this.#at);
    return { line: line.line, values: { ...values, [block.name]: content }, source };
  }

  /** A name without a step is kept like a comment. */
  #dropTitle(): void {
    if (this.#title !== null) this.#before.push(...this.#title.source);
    this.#title = null;
  }

  #take(): string {
    const line = this.#lines[this.#at] ?? '';
    this.#at += 1;
    return line;
  }
}

const NO_STEP = { line: null, values: {}, title: null, head: [] } as const;
