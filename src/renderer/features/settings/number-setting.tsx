import { useState } from 'react';
import { Field, TextInput } from '../../ui/field.tsx';
import css from './settings.module.css';

export interface NumberSettingProps {
  readonly label: string;
  readonly help: string;
  readonly unit?: string;
  readonly value: number;
  readonly onChange: (value: number) => Promise<void>;
}

/** A whole number that is sent when the field is left or Enter is pressed. Its range is the engine's to judge. */
export function NumberSetting({ label, help, unit, value, onChange }: NumberSettingProps) {
  // Null: nothing is being typed, and the field shows what the engine has.
  const [draft, setDraft] = useState<string | null>(null);
  const invalid = draft !== null && !/^\s*\d+\s*$/.test(draft);
  const commit = async () => {
    if (draft === null || invalid) return;
    if (Number(draft) !== value) await onChange(Number(draft));
    // After a refusal the field goes back to what holds; the toast says why.
    setDraft(null);
  };
  return (
    <Field inline label={label} help={help} error={invalid ? 'Expected a whole number.' : undefined}>
      {({ id, describedBy }) => (
        <span className={css.number}>
          <TextInput
            id={id}
            inputMode="numeric"
            aria-describedby={describedBy}
            invalid={invalid}
            value={draft ?? String(value)}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => void commit()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void commit();
              if (event.key === 'Escape') setDraft(null);
            }}
          />
          {unit === undefined ? null : <span className={css.unit}>{unit}</span>}
        </span>
      )}
    </Field>
  );
}
