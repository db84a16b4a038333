/**
 * How a text of instructions is written, one per line. From this, a form shows the text as a list of steps with fields, and
 * writes the text again, without knowing the kind (`shared/instructions.ts`).
 */
import type { PlaceholderDescriptor } from './descriptor.ts';

/** A part of a line that a person fills in. */
export interface InstructionPart {
  /** The line contains it as `{name}`. */
  readonly name: string;
  readonly label: string;
  /** `block`: the last part of its line. If it has several lines, they follow, and a line `end` ends them. */
  readonly type: 'text' | 'select' | 'block';
  /** For `select`. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly placeholder?: string;
  /** One sentence. */
  readonly help?: string;
  /** The value in a new step; absent: empty, or the first option. */
  readonly default?: string;
  /** Where the part ends: a regular expression (flag `u`). Absent: at the text that follows in the line. */
  readonly is?: string;
  /** True: it is the name of a value that later steps can use as `{{name}}`. */
  readonly gives?: true;
  /**
   * What the form suggests while a person types: names of endpoints of the same kind, or conditions
   * (`StepForm.placeholders`).
   */
  readonly holds?: 'endpoints' | 'conditions';
}

/** A line, such as `header {name}: {value}`. */
export interface InstructionLine {
  readonly line: string;
  readonly parts: readonly InstructionPart[];
}

/** A line that may follow the first line of a step. */
export interface StepLine extends InstructionLine {
  readonly label: string;
  /** True: a step can have several. */
  readonly repeats?: true;
}

/** A type of step: its first line, and what may follow. */
export interface StepForm extends InstructionLine {
  readonly label: string;
  readonly lines?: readonly StepLine[];
  /** The line of the step that ends this one. The steps between the two are inside it. */
  readonly until?: string;
  /** The placeholders that the conditions of the step can use. */
  readonly placeholders?: readonly PlaceholderDescriptor[];
}

export interface InstructionFormat {
  /** If two forms match a line, the first one counts. A new step has the first form. */
  readonly steps: readonly StepForm[];
  /** A line in front of a step, with its name. Absent: steps have no names. */
  readonly title?: StepLine;
  /** The name of the field of pairs with the values that steps can use from the start. Absent: there are none. */
  readonly values?: string;
  /** Other values for double braces, such as `$uuid`. */
  readonly generators: readonly { readonly name: string; readonly meaning: string }[];
  /** True: a person can record steps by clicking in a window (`recordings.start`). */
  readonly recorded?: true;
}
