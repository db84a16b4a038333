/** Pairs of name and value, such as headers, with a lock for values that are secret. */
import { Lock, LockOpen, Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { FormField } from '../../contract/descriptor.ts';
import { isSecretSet } from '../../contract/model/secret.ts';
import { Button, IconButton } from '../components/button.tsx';
import { TextInput } from '../components/field.tsx';
import { isAlwaysSecret, type Pair } from './form-model.ts';
import css from './form.module.css';
import { SecretInput } from './secret-input.tsx';

type PairsField = Pick<FormField, 'label' | 'secretNames' | 'secretList'>;

export interface PairsProps {
  readonly id: string;
  readonly field: PairsField;
  readonly pairs: readonly Pair[];
  readonly describedBy: string | undefined;
  readonly onChange: (pairs: readonly Pair[]) => void;
}

/** One row per pair. The first input has the label's id, so that a click on the label focuses it. */
export function Pairs({ id, field, pairs, describedBy, onChange }: PairsProps) {
  const { label } = field;
  // Rows have no identity of their own. These keys keep the focus in its row when another row is removed.
  const [keys, setKeys] = useState(() => pairs.map((_, index) => index));
  const rows = pairs.map((pair, index) => ({ ...pair, key: keys[index] ?? index }));
  const edit = (index: number, change: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...change } : pair)));
  return (
    <div className={css.pairs}>
      {rows.map((row, index) => (
        <div key={row.key} className={field.secretList === undefined ? css.pair : css.pairWithLock}>
          <TextInput
            {...(index === 0 ? { id } : {})}
            mono
            aria-label={`${label}, name ${index + 1}`}
            aria-describedby={describedBy}
            placeholder="Name"
            value={row.name}
            onChange={(event) => edit(index, { name: event.target.value })}
          />
          {isSecret(field, row) || typeof row.value !== 'string' ? (
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
          {field.secretList === undefined ? null : (
            <SecretToggle field={field} pair={row} row={index + 1} onChange={(change) => edit(index, change)} />
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

function isSecret(field: PairsField, { name, value, marked }: Pair): boolean {
  return marked === true || isSecretSet(value) || isAlwaysSecret(field, name);
}

interface SecretToggleProps {
  readonly field: PairsField;
  readonly pair: Pair;
  /** From 1. */
  readonly row: number;
  readonly onChange: (change: Partial<Pair>) => void;
}

function SecretToggle({ field, pair, row, onChange }: SecretToggleProps) {
  const name = pair.name === '' ? `row ${row}` : pair.name;
  const always = isAlwaysSecret(field, pair.name);
  const marked = pair.marked === true;
  return (
    <IconButton
      label={always ? `${name} is always secret` : `Keep ${name} secret`}
      icon={always || marked ? Lock : LockOpen}
      aria-pressed={always || marked}
      disabled={always}
      onClick={() =>
        // The page does not know a stored secret, so it must be entered again to make it visible.
        onChange({ marked: !marked, ...(marked && isSecretSet(pair.value) ? { value: '' } : {}) })
      }
    />
  );
}
