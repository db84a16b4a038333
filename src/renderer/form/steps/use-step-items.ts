/** The steps of a text, while a person changes them. */
import { useState } from 'react';
import type { InstructionFormat } from '../../../contract/instructions.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { readFieldPath } from '../../../i18n/field-path.ts';
import { placeOf, readInstructions, writeInstructions, type StepItem } from '../../../shared/instructions.ts';

/** A step with its own identity, which keeps the focus in it when others move. */
export interface KeyedStep extends StepItem {
  readonly key: number;
}

export interface StepProblem {
  readonly issue: Issue;
  /** The line in the text, from 1. */
  readonly textLine: number;
  /** The key of the step. */
  readonly key: number;
  /** The index of the line in it; null: its first line. */
  readonly line: number | null;
}

export interface StepItems {
  readonly items: readonly KeyedStep[];
  /** The problem that the engine reported, until its step is changed; null: none, or it belongs to no step. */
  readonly problem: StepProblem | null;
  /** Steps without a key are new. Returns them with their keys. */
  readonly put: (items: readonly (StepItem | KeyedStep)[]) => readonly KeyedStep[];
}

interface StepsOptions {
  readonly format: InstructionFormat;
  /** The text. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The name of the field. */
  readonly name: string;
  readonly issues: readonly Issue[];
}

interface Draft {
  readonly text: string;
  readonly items: readonly KeyedStep[];
  readonly nextKey: number;
  readonly issues: readonly Issue[];
  readonly problem: StepProblem | null;
}

export function useStepItems({ format, value, onChange, name, issues }: StepsOptions): StepItems {
  const [draft, setDraft] = useState<Draft>(() => {
    const items = readInstructions(value, format).map((item, key) => ({ ...item, key }));
    return { text: value, items, nextKey: items.length, issues, problem: problemIn(items, name, issues) };
  });
  let current = draft;
  // A field that is empty for a moment must not lose its line, so the text is parsed only when it was changed from
  // outside.
  if (value !== current.text) {
    const items = readInstructions(value, format).map((item, index) => ({
      ...item,
      key: current.items[index]?.key ?? current.nextKey + index,
    }));
    current = { ...current, text: value, items, nextKey: current.nextKey + items.length, problem: null };
  }
  if (issues !== current.issues) current = { ...current, issues, problem: problemIn(current.items, name, issues) };
  if (current !== draft) setDraft(current);

  const put = (next: readonly (StepItem | KeyedStep)[]): readonly KeyedStep[] => {
    let { nextKey } = current;
    const items = next.map((item): KeyedStep => ('key' in item ? item : { ...item, key: nextKey++ }));
    const text = writeInstructions(items);
    const { problem } = current;
    const isUnchanged =
      problem !== null && items.some((item) => item.key === problem.key && current.items.includes(item));
    setDraft({ ...current, text, items, nextKey, problem: isUnchanged ? problem : null });
    onChange(text);
    return items;
  };
  return { items: current.items, problem: current.problem, put };
}

function problemIn(items: readonly KeyedStep[], name: string, issues: readonly Issue[]): StepProblem | null {
  for (const issue of issues) {
    const line = issue.params?.['line'];
    if (readFieldPath(issue.path).name !== name || typeof line !== 'number') continue;
    const place = placeOf(items, line);
    const item = place === null ? undefined : items[place.step];
    if (place !== null && item !== undefined) return { issue, textLine: line, key: item.key, line: place.line };
  }
  return null;
}
