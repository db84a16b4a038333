import type { FormField } from '../../contract/descriptor.ts';
import { formatDurationInput } from '../format.ts';
import { Field, TextArea, TextInput, type FieldControl as Control } from '../components/field.tsx';
import { Select } from '../components/select.tsx';
import { Switch } from '../components/switch.tsx';
import { ConditionRows } from './conditions/condition-rows.tsx';
import { EndpointNamesInput } from './endpoint-names-input.tsx';
import css from './form.module.css';
import { isPairs, isRows, type FieldValue } from './form-model.ts';
import { Pairs } from './pairs-control.tsx';
import { SecretInput } from './secret-input.tsx';
import { StepsField } from './steps/steps-field.tsx';

export interface FormFieldProps {
  readonly field: FormField;
  readonly value: FieldValue;
  readonly error: string | undefined;
  readonly onChange: (value: FieldValue) => void;
}

/** One field of a kind's form, depending on its type. */
export function FormFieldControl({ field, value, error, onChange }: FormFieldProps) {
  if (field.format !== undefined && typeof value === 'string') {
    return (
      <div className={css.wide} data-field={field.name}>
        <StepsField field={field} format={field.format} value={value} error={error} onChange={onChange} />
      </div>
    );
  }
  return (
    <div className={wide(field) ? css.wide : undefined} data-field={field.name}>
      <Field
        label={field.label}
        help={field.help}
        error={error}
        required={field.required ?? false}
        inline={field.type === 'toggle'}
      >
        {(control) => <FieldInput field={field} value={value} onChange={onChange} control={control} />}
      </Field>
    </div>
  );
}

function wide(field: FormField): boolean {
  return (
    field.type === 'toggle' ||
    field.type === 'multiline' ||
    field.type === 'pairs' ||
    field.type === 'list' ||
    field.name === 'url'
  );
}

interface FieldInputProps extends Omit<FormFieldProps, 'error'> {
  readonly control: Control;
}

function FieldInput({ field, value, onChange, control }: FieldInputProps) {
  const { id, invalid, describedBy } = control;
  if (typeof value === 'boolean') {
    return <Switch id={id} checked={value} onChange={onChange} describedBy={describedBy} />;
  }
  if (isRows(value)) {
    return (
      <ConditionRows
        id={id}
        name={field.name}
        rows={value.rows}
        placeholder={field.placeholder}
        describedBy={describedBy}
        onChange={(rows) => onChange({ rows })}
      />
    );
  }
  if (field.secret === true && !isPairs(value)) {
    return (
      <SecretInput
        id={id}
        invalid={invalid}
        value={value}
        onChange={onChange}
        removeLabel={`Remove the stored ${lowerFirst(field.label)}`}
        aria-describedby={describedBy}
        aria-required={field.required}
        placeholder={field.placeholder}
      />
    );
  }
  if (typeof value !== 'string') {
    return (
      <Pairs id={id} field={field} pairs={isPairs(value) ? value : []} onChange={onChange} describedBy={describedBy} />
    );
  }
  if (field.type === 'select') {
    const options = field.options ?? [];
    return (
      <Select id={id} value={value} onChange={onChange} options={options} invalid={invalid} describedBy={describedBy} />
    );
  }
  if (field.type === 'list' && field.holds === 'endpoints') {
    return (
      <EndpointNamesInput
        id={id}
        label={field.label}
        value={value}
        invalid={invalid}
        describedBy={describedBy}
        placeholder={placeholderOf(field)}
        onChange={onChange}
      />
    );
  }
  const shared = {
    id,
    invalid,
    value,
    'aria-describedby': describedBy,
    'aria-required': field.required,
    placeholder: placeholderOf(field),
  };
  if (field.type === 'multiline') {
    return (
      <TextArea {...shared} mono={field.section === 'request'} onChange={(event) => onChange(event.target.value)} />
    );
  }
  return (
    <TextInput
      {...shared}
      mono={field.section === 'target' || field.type === 'duration'}
      inputMode={field.type === 'number' ? 'numeric' : 'text'}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function placeholderOf(field: FormField): string | undefined {
  if (field.placeholder !== undefined) return field.placeholder;
  if (field.type === 'list') return 'one, two, three';
  if (field.type === 'duration')
    return typeof field.default === 'number' ? formatDurationInput(field.default) : '500 ms';
  return field.type === 'number' && typeof field.default === 'number' ? String(field.default) : undefined;
}

/** A label within a sentence: `Password` becomes `password`, and `URL` stays. */
function lowerFirst(label: string): string {
  return label.replace(/^\p{Lu}(?!\p{Lu})/u, (letter) => letter.toLowerCase());
}
