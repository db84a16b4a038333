import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { FormField } from '../../contract/descriptor.ts';
import { isSecretSet } from '../../contract/model/secret.ts';
import { writeDuration } from '../../shared/duration.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Field, TextArea, TextInput, type FieldControl as Control } from '../components/field.tsx';
import { Select } from '../components/select.tsx';
import { Switch } from '../components/switch.tsx';
import css from './form.module.css';
import type { FieldValue, Pair } from './form-model.ts';
import { SecretInput } from './secret-input.tsx';

export interface FormFieldProps {
  readonly field: FormField;
  readonly value: FieldValue;
  readonly error: string | undefined;
  readonly onChange: (value: FieldValue) => void;
}

/** One field of a kind's form, depending on its type. */
export function FormFieldControl({ field, value, error, onChange }: FormFieldProps) {
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
  if (field.secret === true && !isPairs(value)) {
    return (
      <SecretInput
        id={id}
        invalid={invalid}
        value={value}
        onChange={onChange}
        removeLabel={`Remove the stored ${field.label.toLowerCase()}`}
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
  if (field.type === 'duration') return typeof field.default === 'number' ? writeDuration(field.default) : '500ms';
  return field.type === 'number' && typeof field.default === 'number' ? String(field.default) : undefined;
}

function isPairs(value: FieldValue): value is readonly Pair[] {
  return Array.isArray(value);
}

interface PairsProps {
  readonly id: string;
  readonly field: Pick<FormField, 'label' | 'secretNames'>;
  readonly pairs: readonly Pair[];
  readonly describedBy: string | undefined;
  readonly onChange: (pairs: readonly Pair[]) => void;
}

/** One row per pair. The first input has the label's id, so that a click on the label focuses it. */
function Pairs({ id, field: { label, secretNames }, pairs, describedBy, onChange }: PairsProps) {
  // Rows have no identity of their own. These keys keep the focus in its row when another row is removed.
  const [keys, setKeys] = useState(() => pairs.map((_, index) => index));
  const rows = pairs.map((pair, index) => ({ ...pair, key: keys[index] ?? index }));
  const isSecret = ({ name, value }: Pair) =>
    isSecretSet(value) || (secretNames !== undefined && new RegExp(secretNames, 'iu').test(name));
  const edit = (index: number, change: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...change } : pair)));
  return (
    <div className={css.pairs}>
      {rows.map((row, index) => (
        <div key={row.key} className={css.pair}>
          <TextInput
            {...(index === 0 ? { id } : {})}
            mono
            aria-label={`${label}, name ${index + 1}`}
            aria-describedby={describedBy}
            placeholder="Name"
            value={row.name}
            onChange={(event) => edit(index, { name: event.target.value })}
          />
          {isSecret(row) || typeof row.value !== 'string' ? (
            <SecretInput
              mono
              aria-label={`${label}, value ${index + 1}`}
              placeholder="Value"
              value={row.value}
              onChange={(value) => edit(index, { value })}
            />
          ) : (
            <TextInput
              mono
              aria-label={`${label}, value ${index + 1}`}
              placeholder="Value"
              value={row.value}
              onChange={(event) => edit(index, { value: event.target.value })}
            />
          )}
          <IconButton
            label={`Remove ${row.name === '' ? `row ${index + 1}` : row.name}`}
            icon={X}
            tooltip={false}
            onClick={() => {
              setKeys(keys.filter((_, at) => at !== index));
              onChange(pairs.filter((_, at) => at !== index));
            }}
          />
        </div>
      ))}
      <Button
        {...(pairs.length === 0 ? { id } : {})}
        size="sm"
        icon={Plus}
        className={css.addPair}
        onClick={() => {
          setKeys([...keys, Math.max(-1, ...keys) + 1]);
          onChange([...pairs, { name: '', value: '' }]);
        }}
      >
        Add
      </Button>
    </div>
  );
}
