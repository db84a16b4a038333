/** The fields of a line. */
import { X } from 'lucide-react';
import { useId } from 'react';
import type { PlaceholderDescriptor } from '../../../contract/descriptor.ts';
import type { InstructionPart, StepLine } from '../../../contract/instructions.ts';
import type { PartValues } from '../../../shared/instruction-line.ts';
import { IconButton } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { useLiveStore } from '../../live/hooks.ts';
import { CompletingInput } from '../completing-input.tsx';
import { complete as completeCondition, type Suggestion } from '../conditions/complete.ts';
import { useFormContext } from '../form-context.ts';
import css from './steps.module.css';
import { completeName, completeValue } from './value-completion.ts';

export interface StepPartsProps {
  readonly line: Pick<StepLine, 'label' | 'parts'>;
  readonly values: PartValues;
  /** The owner of the fields, for screen readers: `Step 2`. */
  readonly owner: string;
  readonly suggestions: readonly Suggestion[];
  /** The placeholders for conditions. */
  readonly placeholders?: readonly PlaceholderDescriptor[] | undefined;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
  readonly onChange: (values: PartValues) => void;
  /** Absent: the line cannot be removed. */
  readonly onRemove?: () => void;
}

export function StepParts(props: StepPartsProps) {
  const { line, values, owner, suggestions, placeholders = [], invalid, describedBy, onChange, onRemove } = props;
  const { parts, label } = line;
  // A line with one field of the same name needs no other heading.
  const heading = parts.length === 1 && parts[0]?.label === label ? null : onRemove === undefined ? null : label;
  return (
    <div className={css.row}>
      <div className={css.parts}>
        {heading === null ? null : <span className={css.heading}>{heading}</span>}
        {parts.map((part) => (
          <Part
            key={part.name}
            part={part}
            value={values[part.name] ?? ''}
            owner={heading === null ? owner : `${owner}, ${heading}`}
            suggestions={suggestions}
            placeholders={placeholders}
            invalid={invalid}
            describedBy={describedBy}
            onChange={(value) => onChange({ ...values, [part.name]: value })}
          />
        ))}
      </div>
      {onRemove === undefined ? null : (
        <IconButton
          size="sm"
          icon={X}
          label={`Remove ${label} of ${owner.charAt(0).toLowerCase()}${owner.slice(1)}`}
          tooltip={false}
          onClick={onRemove}
        />
      )}
    </div>
  );
}

/** The observed values, which are never known for a single step. */
const NOTHING_KNOWN = { parts: {}, dialect: 'lookout', observed: {} } as const;

interface PartProps extends Pick<StepPartsProps, 'owner' | 'suggestions' | 'invalid' | 'describedBy'> {
  readonly placeholders: readonly PlaceholderDescriptor[];
  readonly part: InstructionPart;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Part({ part, value, owner, suggestions, placeholders, invalid, describedBy, onChange }: PartProps) {
  const id = useId();
  const store = useLiveStore();
  const context = useFormContext();
  const helpId = `${id}-help`;
  const { label, type, options = [], placeholder, help } = part;
  const described = [describedBy, help === undefined ? undefined : helpId].filter((one) => one !== undefined).join(' ');
  const complete = (text: string, at: number) => {
    const value = completeValue(text, at, suggestions);
    if (value !== null || part.holds === undefined) return value;
    if (part.holds === 'conditions') return completeCondition(text, at, { ...NOTHING_KNOWN, placeholders });
    const endpoints = [...(store.getState()?.endpoints.values() ?? [])];
    const names = endpoints.filter(({ endpoint }) => endpoint.config.kind === context?.form.kind);
    return completeName(
      text,
      names.map(({ endpoint }) => endpoint.config.name),
    );
  };
  return (
    <div className={css.part} data-type={type}>
      <label className={css.partLabel} htmlFor={id}>
        {label}
      </label>
      {type === 'select' ? (
        <Select
          id={id}
          label={`${owner}, ${label}`}
          value={value}
          options={options}
          invalid={invalid}
          describedBy={described === '' ? undefined : described}
          onChange={onChange}
        />
      ) : (
        <CompletingInput
          id={id}
          label={`${owner}, ${label}`}
          multiline={type === 'block'}
          value={value}
          invalid={invalid}
          placeholder={placeholder}
          describedBy={described === '' ? undefined : described}
          complete={complete}
          onChange={onChange}
        />
      )}
      {help === undefined ? null : (
        <span id={helpId} className={css.help}>
          {help}
        </span>
      )}
    </div>
  );
}
