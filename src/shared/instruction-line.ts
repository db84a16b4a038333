/** One line of instructions, such as `header {name}: {value}`: reads the values of its parts, and writes them. */
import type { InstructionLine, InstructionPart } from '../contract/instructions.ts';

export type PartValues = Readonly<Record<string, string>>;

const patterns = new WeakMap<InstructionLine, RegExp>();

/** The values of the parts in a line; null: it is another line. */
export function matchLine(line: InstructionLine, text: string): PartValues | null {
  let pattern = patterns.get(line);
  if (pattern === undefined) {
    pattern = patternOf(line);
    patterns.set(line, pattern);
  }
  const match = pattern.exec(text);
  if (match === null) return null;
  return Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, value ?? '']));
}

/** The line with its values; several lines if its last part is a block of several. */
export function writeLine({ line, parts }: InstructionLine, values: PartValues): readonly string[] {
  const last = parts.at(-1);
  const block = last?.type === 'block' ? (values[last.name] ?? '') : '';
  const isLong = block.includes('\n');
  const text = line.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    if (isLong && name === last?.name) return '';
    return (values[name] ?? '').replaceAll(/[\r\n]+/gu, ' ');
  });
  return isLong ? [text.trimEnd(), ...block.split('\n'), 'end'] : [text.trimEnd()];
}

/** Parts at the end may be missing: a line is written while its fields are still empty. */
function patternOf({ line, parts }: InstructionLine): RegExp {
  const pieces = line.split(/(\{\w+\})/u).filter((piece) => piece !== '');
  const written = pieces.map((piece, index) => {
    const name = /^\{(\w+)\}$/u.exec(piece)?.[1];
    if (name === undefined) return literal(piece, index === 0);
    const part = parts.find((one) => one.name === name);
    return `(?<${name}>${part === undefined ? '.*' : expressionOf(part, index === pieces.length - 1)})`;
  });
  return new RegExp(`^${written.join('')}$`, 'u');
}

function literal(piece: string, isFirst: boolean): string {
  const words = piece
    .trim()
    .split(/\s+/u)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`));
  const text = words.join(String.raw`\s+`);
  if (text === '') return String.raw`(?:\s+|$)`;
  const before = isFirst ? '' : String.raw`\s*`;
  if (!/\s$/u.test(piece)) return `${before}${text}`;
  // After a word there must be a space, unless nothing follows.
  return `${before}${text}${/\w$/u.test(text) ? String.raw`(?:\s+|$)` : String.raw`\s*`}`;
}

function expressionOf({ type, options = [], is }: InstructionPart, isLast: boolean): string {
  if (type === 'select') return options.map(({ value }) => value.replaceAll(/[^\w-]/gu, String.raw`\$&`)).join('|');
  return is ?? (isLast ? '.*' : '.*?');
}
