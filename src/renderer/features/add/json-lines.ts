/** JSON as indented lines, each with its path. Pure. */
import type { Json } from '../../../contract/model/units.ts';
import type { Step } from '../../form/conditions/values.ts';

export interface JsonLine {
  readonly depth: number;
  /** `"name": ` in front of the value; empty in a list and at the top. */
  readonly label: string;
  readonly text: string;
  /** The comma after the value; may be empty. */
  readonly comma: string;
  readonly steps: readonly Step[];
  /** The value that a condition can test; absent: the line only closes a bracket. */
  readonly value?: Json;
}

export function jsonLines(json: Json): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  add(lines, json, [], '', '');
  return lines;
}

function add(lines: JsonLine[], value: Json, steps: readonly Step[], label: string, comma: string): void {
  const line = { depth: steps.length, label, steps };
  const isList = Array.isArray(value);
  if (typeof value !== 'object' || value === null) {
    lines.push({ ...line, text: JSON.stringify(value), comma, value });
    return;
  }
  const entries: readonly (readonly [Step, Json | undefined])[] = isList
    ? value.map((entry, index) => [index, entry] as const)
    : Object.entries(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    lines.push({ ...line, text: `${open}${close}`, comma, value });
    return;
  }
  lines.push({ ...line, text: open, comma: '', value });
  for (const [index, [step, entry]] of entries.entries()) {
    const name = isList ? '' : `${JSON.stringify(step)}: `;
    add(lines, entry ?? null, [...steps, step], name, index === entries.length - 1 ? '' : ',');
  }
  lines.push({ depth: steps.length, label: '', steps, text: close, comma });
}
