/** The editor of a text of instructions: a list of steps, or the text itself. Both show the same steps. */
import { useId, useState } from 'react';
import type { FormField } from '../../../contract/descriptor.ts';
import type { InstructionFormat } from '../../../contract/instructions.ts';
import { TextArea } from '../../components/field.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useFormContext } from '../form-context.ts';
import { RecordButton, RecordingPanel } from './recording-panel.tsx';
import { StepList } from './step-list.tsx';
import css from './steps.module.css';
import { useRecording } from './use-recording.ts';
import { useStepItems } from './use-step-items.ts';

export interface StepsFieldProps {
  readonly field: FormField;
  readonly format: InstructionFormat;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

const VIEWS = [
  { value: 'list', label: 'List' },
  { value: 'text', label: 'Text' },
] as const;

export function StepsField({ field, format, value, error, onChange }: StepsFieldProps) {
  const [view, setView] = useState<'list' | 'text'>('list');
  const { label, help, placeholder, required = false } = field;
  const context = useFormContext();
  const steps = useStepItems({ format, value, onChange, name: field.name, issues: context?.issues ?? [] });
  const recording = useRecording(field, format);
  const isRecording = recording.status !== 'off';
  const id = useId();
  const isText = view === 'text';
  const errorId = error === undefined ? undefined : `${id}-error`;
  const described = [errorId, isText ? `${id}-help` : undefined].filter((one) => one !== undefined).join(' ');
  // In the list, the step itself shows the error.
  const isShown = error !== undefined && (isText || steps.problem === null);
  return (
    <div className={css.field}>
      <div className={css.views}>
        <span className={css.viewTools}>
          {format.recorded === true ? <RecordButton control={recording} /> : null}
          <ToggleGroup label={`View of ${label.toLowerCase()}`} value={view} onChange={setView} options={VIEWS} />
        </span>
        <label className={css.label} htmlFor={isText ? id : undefined}>
          {label}
          {required ? <span className={css.required}>required</span> : null}
        </label>
      </div>
      <RecordingPanel field={field} control={recording} />
      {isShown ? (
        <p id={errorId} className={css.error} role="alert">
          {error}
        </p>
      ) : null}
      {isText ? (
        <TextArea
          id={id}
          mono
          rows={Math.min(24, Math.max(8, value.split('\n').length + 1))}
          value={value}
          invalid={error !== undefined}
          placeholder={placeholder}
          aria-describedby={described}
          aria-required={required}
          readOnly={isRecording}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        // Recorded steps replace the content, so it cannot be edited meanwhile.
        <div className={css.steps} inert={isRecording}>
          <StepList label={label} format={format} steps={steps} />
        </div>
      )}
      {isText && help !== undefined ? (
        <p id={`${id}-help`} className={css.note}>
          {help}
        </p>
      ) : null}
    </div>
  );
}
