/** One step of the list: its type, the fields of its first line, and its further lines. */
import { ArrowDown, ArrowUp, Copy, Plus, X } from 'lucide-react';
import { useId, type CSSProperties, type KeyboardEvent } from 'react';
import type { PlaceholderDescriptor } from '../../../contract/descriptor.ts';
import type { InstructionFormat, StepForm, StepLine } from '../../../contract/instructions.ts';
import { formOf, lineItem, linesOf, withHead, type LineItem } from '../../../shared/instructions.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { TextInput } from '../../components/field.tsx';
import { DropdownMenu } from '../../components/menu.tsx';
import { Select } from '../../components/select.tsx';
import { useTexts } from '../../live/hooks.ts';
import type { Suggestion } from '../conditions/complete.ts';
import { StepParts } from './step-parts.tsx';
import css from './steps.module.css';
import { asOtherType, formsToAdd, linesToAdd, withLine } from './steps-model.ts';
import type { KeyedStep, StepProblem } from './use-step-items.ts';

export interface StepCardProps {
  readonly item: KeyedStep;
  /** From 1. */
  readonly number: number;
  /** How many steps there are. */
  readonly count: number;
  /** How deeply the step is nested in others. */
  readonly depth: number;
  readonly format: InstructionFormat;
  /** The suggestions within double braces. */
  readonly suggestions: readonly Suggestion[];
  readonly problem: StepProblem | null;
  readonly onChange: (item: KeyedStep) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
}

export function StepCard(props: StepCardProps) {
  const { item, number, count, depth, format, suggestions, problem, onChange, onMove, onCopy, onRemove } = props;
  const problemId = useId();
  const form = formOf(format, item.line);
  const change = (changed: Omit<KeyedStep, 'key'>) => onChange({ ...changed, key: item.key });
  if (form === undefined) return <OtherLines item={item} onChange={change} onRemove={onRemove} />;
  const name = `Step ${number}`;
  const types = formsToAdd(format);
  const toAdd = linesToAdd(format, item);
  const setLine = (index: number, line: LineItem) => change({ ...item, lines: item.lines.with(index, line) });
  const removeLine = (index: number) => change({ ...item, lines: item.lines.toSpliced(index, 1) });
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    // The keys move the step while the focus is on one of its controls.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={css.step}
      data-key={item.key}
      data-end={!types.includes(form) || undefined}
      data-invalid={problem !== null || undefined}
      style={{ '--depth': depth } as CSSProperties}
      aria-label={`${name}: ${form.label}`}
      onKeyDown={onKeyDown}
    >
      <StepBar
        number={number}
        count={count}
        form={form}
        types={types}
        onType={(other) => change(asOtherType(format, item, other))}
        onMove={onMove}
        onCopy={onCopy}
        onRemove={onRemove}
      />
      {item.title === null || format.title === undefined ? null : (
        <StepParts
          line={format.title}
          values={item.title}
          owner={name}
          suggestions={[]}
          invalid={false}
          describedBy={undefined}
          onChange={(title) => change(withHead(format, item, { title }))}
          onRemove={() => change(withHead(format, item, { title: null }))}
        />
      )}
      {form.parts.length === 0 ? null : (
        <StepParts
          line={form}
          values={item.values}
          owner={name}
          suggestions={suggestions}
          invalid={problem?.line === null}
          describedBy={problem?.line === null ? problemId : undefined}
          onChange={(values) => change(withHead(format, item, { values }))}
        />
      )}
      {problem?.line === null ? <Problem id={problemId} problem={problem} /> : null}
      {item.lines.map((line, index) => (
        // Lines have no identity of their own; all of their state is in the list.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={css.line}>
          <Line
            line={line}
            known={linesOf(format, item.line).find((one) => one.line === line.line)}
            owner={`${name}, line ${index + 1}`}
            suggestions={suggestions}
            placeholders={form.placeholders}
            problem={problem?.line === index ? problemId : undefined}
            onChange={(changed) => setLine(index, changed)}
            onRemove={() => removeLine(index)}
          />
          {problem?.line === index ? <Problem id={problemId} problem={problem} /> : null}
        </div>
      ))}
      {toAdd.length === 0 ? null : (
        <DropdownMenu
          entries={() =>
            toAdd.map((line) => ({ label: line.label, onSelect: () => change(withLine(format, item, line)) }))
          }
        >
          <Button variant="ghost" size="sm" icon={Plus} className={css.addLine} aria-label={`Add to step ${number}`}>
            Add
          </Button>
        </DropdownMenu>
      )}
    </li>
  );
}

interface StepBarProps extends Pick<StepCardProps, 'number' | 'count' | 'onMove' | 'onCopy' | 'onRemove'> {
  readonly form: StepForm;
  /**
   * The types that the step can be changed to. If its own form is not among them, it is the end of another step and
   * cannot be changed.
   */
  readonly types: readonly StepForm[];
  readonly onType: (form: StepForm) => void;
}

/** The number and type of a step, and the buttons that move, copy and remove it. */
function StepBar({ number, count, form, types, onType, onMove, onCopy, onRemove }: StepBarProps) {
  const isEnd = !types.includes(form);
  return (
    <div className={css.bar}>
      <span className={css.number} aria-hidden>
        {number}
      </span>
      {isEnd ? (
        <span className={css.type}>{form.label}</span>
      ) : (
        <span className={css.type}>
          <Select
            label={`Step ${number}, type`}
            value={form.line}
            options={types.map(({ line, label }) => ({ value: line, label }))}
            onChange={(line) => {
              const other = types.find((one) => one.line === line);
              if (other !== undefined) onType(other);
            }}
          />
        </span>
      )}
      <span className={css.tools}>
        <IconButton
          size="sm"
          icon={ArrowUp}
          label={`Move step ${number} up`}
          tooltip={false}
          disabled={number === 1}
          onClick={() => onMove(-1)}
        />
        <IconButton
          size="sm"
          icon={ArrowDown}
          label={`Move step ${number} down`}
          tooltip={false}
          disabled={number === count}
          onClick={() => onMove(1)}
        />
        {isEnd ? null : (
          <IconButton size="sm" icon={Copy} label={`Duplicate step ${number}`} tooltip={false} onClick={onCopy} />
        )}
        <IconButton size="sm" icon={X} label={`Remove step ${number}`} tooltip={false} onClick={onRemove} />
      </span>
    </div>
  );
}

interface LineProps {
  readonly line: LineItem;
  /** Undefined: unknown to the format. */
  readonly known: StepLine | undefined;
  readonly owner: string;
  readonly suggestions: readonly Suggestion[];
  /** The placeholders for conditions. */
  readonly placeholders: readonly PlaceholderDescriptor[] | undefined;
  /** The id of the element with its problem; undefined: there is none. */
  readonly problem: string | undefined;
  readonly onChange: (line: LineItem) => void;
  readonly onRemove: () => void;
}

function Line({ line, known, owner, suggestions, placeholders, problem, onChange, onRemove }: LineProps) {
  if (known !== undefined) {
    return (
      <StepParts
        line={known}
        values={line.values}
        owner={owner}
        suggestions={suggestions}
        placeholders={placeholders}
        invalid={problem !== undefined}
        describedBy={problem}
        onChange={(values) => onChange(lineItem(known, values))}
        onRemove={onRemove}
      />
    );
  }
  return (
    <div className={css.row}>
      <TextInput
        mono
        aria-label={owner}
        aria-describedby={problem}
        invalid={problem !== undefined}
        value={line.source.join(' ').trim()}
        onChange={(event) => onChange({ ...line, source: [event.target.value] })}
      />
      <IconButton size="sm" icon={X} label={`Remove ${owner.toLowerCase()}`} tooltip={false} onClick={onRemove} />
    </div>
  );
}

/** Lines that are not a step, such as a comment at the end. */
function OtherLines({
  item,
  onChange,
  onRemove,
}: {
  readonly item: KeyedStep;
  readonly onChange: (item: KeyedStep) => void;
  readonly onRemove: () => void;
}) {
  const lines = [...item.before, ...item.head];
  if (lines.every((line) => line.trim() === '')) return null;
  return (
    <li className={css.step} data-key={item.key} aria-label="Other lines">
      <div className={css.row}>
        <TextInput
          mono
          aria-label="Other lines"
          value={lines.join(' ').trim()}
          onChange={(event) => onChange({ ...item, before: [], head: [event.target.value] })}
        />
        <IconButton size="sm" icon={X} label="Remove these lines" tooltip={false} onClick={onRemove} />
      </div>
    </li>
  );
}

/** The problem, without the line number, which is shown beside it. */
function Problem({ id, problem: { issue, textLine } }: { readonly id: string; readonly problem: StepProblem }) {
  const text = useTexts().issue(issue);
  const place = `, line ${textLine}: `;
  const at = text.indexOf(place);
  const rest = at < 0 ? text : text.slice(at + place.length);
  return (
    <p id={id} className={css.error}>
      {rest.charAt(0).toUpperCase()}
      {rest.slice(1)}
    </p>
  );
}
