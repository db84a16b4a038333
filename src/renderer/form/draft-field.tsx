import { Field, TextInput } from '../components/field.tsx';

export interface DraftFieldProps<Draft> {
  readonly name: keyof Draft & string;
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  /** The error messages by field. */
  readonly errors: { readonly get: (field: keyof Draft) => string | undefined };
  readonly label: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly mono?: boolean;
  readonly type?: 'text' | 'password' | 'time' | 'datetime-local';
  readonly autoComplete?: 'new-password';
  readonly maxLength?: number;
  readonly list?: string;
  readonly placeholder?: string;
}

/** A text field of a form whose state is a draft. */
export function DraftField<Draft>(props: DraftFieldProps<Draft>) {
  const { name, label, help, required = false, draft, onChange, errors, ...input } = props;
  return (
    <Field label={label} help={help} required={required} error={errors.get(name)}>
      {({ id, describedBy, invalid }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          invalid={invalid}
          value={String(draft[name])}
          onChange={(event) => onChange({ [name]: event.target.value } as Partial<Draft>)}
          {...input}
        />
      )}
    </Field>
  );
}
