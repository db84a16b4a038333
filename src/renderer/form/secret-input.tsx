import { X } from 'lucide-react';
import { useState } from 'react';
import { SECRET_SET, isSecretSet, type SecretSet } from '../../contract/model/secret.ts';
import { IconButton } from '../components/button.tsx';
import { TextInput } from '../components/field.tsx';
import css from './form.module.css';

type SecretInputProps = Omit<React.ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'type'> & {
  /** `SECRET_SET`: a secret is stored and kept. The page does not know it. */
  readonly value: string | SecretSet;
  readonly onChange: (value: string | SecretSet) => void;
  /** The name of the button that removes the stored secret; absent: there is no such button here. */
  readonly removeLabel?: string;
};

/** An input for a password or token. A stored one is kept until another one is typed or it is removed. */
export function SecretInput({ value, onChange, removeLabel, placeholder, ...rest }: SecretInputProps) {
  const [stored, setStored] = useState(isSecretSet(value));
  const kept = isSecretSet(value);
  const input = (
    <TextInput
      {...rest}
      type="password"
      // Password managers ignore "off".
      autoComplete="new-password"
      placeholder={kept ? 'Set. Type to replace it' : placeholder}
      value={kept ? '' : value}
      onChange={({ target }) => onChange(target.value === '' && stored ? SECRET_SET : target.value)}
    />
  );
  if (removeLabel === undefined) return input;
  return (
    <div className={css.secret}>
      {input}
      {kept ? (
        <IconButton
          label={removeLabel}
          icon={X}
          tooltip={false}
          onClick={() => {
            setStored(false);
            onChange('');
          }}
        />
      ) : null}
    </div>
  );
}
