/** The list of steps: add, copy, move, remove. */
import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { InstructionFormat, StepForm } from '../../../contract/instructions.ts';
import type { StepItem } from '../../../shared/instructions.ts';
import { Button } from '../../components/button.tsx';
import { DropdownMenu } from '../../components/menu.tsx';
import { useFormContext } from '../form-context.ts';
import { isPairs } from '../form-model.ts';
import { StepCard } from './step-card.tsx';
import css from './steps.module.css';
import { depthsOf, endOf, formsToAdd, moved, newSteps, without } from './steps-model.ts';
import type { KeyedStep, StepItems } from './use-step-items.ts';
import { numberOf, valuesFor } from './value-completion.ts';

export interface StepListProps {
  /** The label of the field. */
  readonly label: string;
  readonly format: InstructionFormat;
  readonly steps: StepItems;
}

export function StepList({ label, format, steps }: StepListProps) {
  const { items, problem, put } = steps;
  const context = useFormContext();
  const list = useRef<HTMLOListElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  /** What to focus after rendering: the first control of a step, or the button to add one. */
  const focusOn = useRef<number | 'add' | null>(null);
  const [said, setSaid] = useState('');

  useEffect(() => {
    const target = focusOn.current;
    if (target === null) return;
    focusOn.current = null;
    const step = list.current?.querySelector(`[data-key="${target}"]`);
    const control = step?.querySelector<HTMLElement>('input, textarea') ?? step?.querySelector<HTMLElement>('button');
    if (target === 'add' || control === null || control === undefined) addButton.current?.focus();
    else control.focus();
  });

  const add = (form: StepForm) => {
    const next = put([...items, ...newSteps(format, form)]);
    focusOn.current = next[items.length]?.key ?? null;
  };
  const move = (index: number, by: -1 | 1) => {
    const next = moved(format, items, index, by);
    const item = items[index];
    if (next === null || item === undefined) return;
    put(next);
    const to = numberOf(next, next.indexOf(item));
    setSaid(`Moved to step ${to} of ${numberOf(next, next.length - 1)}`);
  };
  const remove = (index: number) => {
    const next = put(without(format, items, index));
    focusOn.current = next[Math.min(index, next.length - 1)]?.key ?? 'add';
    setSaid('Step removed');
  };
  const copy = (index: number) => {
    const end = endOf(format, items, index);
    const copies = items.slice(index, end).map(copied);
    const next = put([...items.slice(0, end), ...copies, ...items.slice(end)]);
    focusOn.current = next[end]?.key ?? null;
    setSaid('Step duplicated');
  };

  const depths = depthsOf(format, items);
  const pairs = context?.values[format.values ?? ''];
  const given = pairs !== undefined && isPairs(pairs) ? pairs.map(({ name }) => name.trim()) : [];
  return (
    <>
      <ol ref={list} className={css.list} aria-label={label}>
        {items.map((item, index) => (
          <StepCard
            key={item.key}
            item={item}
            number={numberOf(items, index)}
            count={numberOf(items, items.length - 1)}
            depth={depths[index] ?? 0}
            format={format}
            suggestions={valuesFor(format, items, index, given)}
            problem={problem?.key === item.key ? problem : null}
            onChange={(changed: KeyedStep) => put(items.with(index, changed))}
            onMove={(by) => move(index, by)}
            onCopy={() => copy(index)}
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      <DropdownMenu
        entries={() => formsToAdd(format).map((form) => ({ label: form.label, onSelect: () => add(form) }))}
      >
        <Button ref={addButton} size="sm" icon={Plus} className={css.add}>
          Add step
        </Button>
      </DropdownMenu>
      <output className={css.said}>{said}</output>
    </>
  );
}

/** The same step without its identity, and without the comments in front of it. */
function copied({ line, values, title, head, lines }: KeyedStep): StepItem {
  return { line, values, title, head, lines, before: [] };
}
