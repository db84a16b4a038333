/** Describes changes as lines. Pure. */
import type { DetailDescriptor } from '../../../contract/descriptor.ts';
import type { DetailChange } from '../../../contract/model/change.ts';
import type { Json } from '../../../contract/model/units.ts';
import { wordsOf } from '../../words.ts';
import { isRecord } from '../../../shared/is-record.ts';

export interface ChangeLine {
  readonly sign: 'before' | 'after';
  readonly text: string;
}

/** For a set, only the added and removed entries; otherwise the whole value before and after. */
export function changeLines(
  { before, after }: DetailChange,
  detail: Pick<DetailDescriptor, 'tracked'> | undefined,
): readonly ChangeLine[] {
  if (detail?.tracked === 'set' && Array.isArray(before) && Array.isArray(after)) {
    const [old, now] = [before.map(textOf), after.map(textOf)];
    return [
      ...linesOf('before', old.length === 0 ? ['none'] : old.filter((text) => !now.includes(text))),
      ...linesOf('after', now.length === 0 ? ['none'] : now.filter((text) => !old.includes(text))),
    ];
  }
  return [...linesOf('before', [wholeText(before)]), ...linesOf('after', [wholeText(after)])];
}

/** The value of a detail with format `changes`; null: it has another shape. */
export function changesOf(value: unknown): readonly DetailChange[] | null {
  const isChange = (one: unknown): one is DetailChange =>
    isRecord(one) && typeof one['name'] === 'string' && 'before' in one && 'after' in one;
  return Array.isArray(value) && value.every(isChange) ? value : null;
}

/** `Answers: 192.0.2.1 → 192.0.2.2`, as one line. */
export function changeText({ name, before, after }: DetailChange): string {
  return `${name}: ${wholeText(before)} → ${wholeText(after)}`;
}

/** `Answers changed: 192.0.2.1 → 192.0.2.2`, for a set only the added and removed entries. */
export function changedText(change: DetailChange, detail: DetailDescriptor | undefined): string {
  const lines = changeLines(change, detail);
  const of = (sign: ChangeLine['sign']) => lines.filter((line) => line.sign === sign).map(({ text }) => text);
  const [before, after] = [of('before'), of('after')].map((texts) => (texts.length === 0 ? '–' : texts.join(', ')));
  return `${detail?.label ?? wordsOf(change.name)} changed: ${before} → ${after}`;
}

function linesOf(sign: ChangeLine['sign'], texts: readonly string[]): readonly ChangeLine[] {
  return texts.map((text) => ({ sign, text }));
}

function wholeText(value: Json): string {
  if (!Array.isArray(value)) return textOf(value);
  return value.length === 0 ? 'none' : value.map(textOf).join(', ');
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
