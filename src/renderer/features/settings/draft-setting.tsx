import { useState } from 'react';
import { parseDuration } from '../../../shared/duration.ts';
import { formatDurationInput } from '../../format.ts';
import { Field, TextInput } from '../../components/field.tsx';
import css from './settings.module.css';

interface SettingProps {
  readonly label: string;
  readonly help: string;
  readonly value: number;
  readonly onChange: (value: number) => Promise<void>;
}

/** A whole number. The engine checks its range. */
export function NumberSetting(props: SettingProps & { readonly unit?: string }) {
  return <DraftSetting {...props} numeric read={readWhole} write={String} expected="Enter a whole number." />;
}

/** A duration, written as `30 s` or `1 min 30 s`; the value is in milliseconds. The engine checks its range. */
export function DurationSetting(props: SettingProps) {
  return (
    <DraftSetting
      {...props}
      read={parseDuration}
      write={formatDurationInput}
      expected="Enter a duration with a unit, such as 500 ms, 30 s or 1 min 30 s."
    />
  );
}

function readWhole(text: string): number | null {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : null;
}

interface DraftSettingProps extends SettingProps {
  readonly unit?: string;
  readonly numeric?: boolean;
  /** Parses the text; null: it is invalid. */
  readonly read: (text: string) => number | null;
  readonly write: (value: number) => string;
  readonly expected: string;
}

/** The text is sent when the field loses the focus or Enter is pressed. */
function DraftSetting(props: DraftSettingProps) {
  const { label, help, value, onChange, unit, numeric = false, read, write, expected } = props;
  // Null: nothing is being typed, and the field shows the stored value.
  const [draft, setDraft] = useState<string | null>(null);
  const typed = draft === null ? value : read(draft);
  const commit = async () => {
    if (draft === null || typed === null) return;
    if (typed !== value) await onChange(typed);
    // After a refusal the field shows the stored value again; the toast says why.
    setDraft(null);
  };
  return (
    <Field inline label={label} help={help} error={typed === null ? expected : undefined}>
      {({ id, describedBy, invalid }) => (
        <span className={css.number}>
          <TextInput
            id={id}
            inputMode={numeric ? 'numeric' : 'text'}
            aria-describedby={describedBy}
            invalid={invalid}
            value={draft ?? write(value)}
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

interface TextSettingProps {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => Promise<void>;
}

/** A text. It is sent when the field loses the focus or Enter is pressed; the engine checks it. */
export function TextSetting({ label, help, value, placeholder, onChange }: TextSettingProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = async () => {
    if (draft === null) return;
    if (draft.trim() !== value) await onChange(draft.trim());
    // After a refusal the field shows the stored value again; the toast says why.
    setDraft(null);
  };
  return (
    <Field label={label} help={help}>
      {({ id, describedBy }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          value={draft ?? value}
          placeholder={placeholder}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => void commit()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void commit();
          }}
        />
      )}
    </Field>
  );
}
