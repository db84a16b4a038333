import { X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { ON_MAC } from '../../components/keys.ts';
import css from './settings.module.css';
import { readShortcut, shortcutKeys } from './shortcut.ts';

export interface ShortcutSettingProps {
  readonly label: string;
  readonly help: string;
  /** Empty: none. */
  readonly value: string;
  readonly onChange: (value: string) => Promise<void>;
}

/** Records the keys pressed after a click, and refuses shortcuts that other programs need. */
export function ShortcutSetting({ label, help, value, onChange }: ShortcutSettingProps) {
  /** Null: not recording; otherwise the currently held keys. */
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const stop = () => {
    setHeld(null);
    setWhy(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (held === null) return;
    const { ctrlKey, altKey, metaKey } = event;
    // Tab still leaves the field, for people without a mouse.
    if (event.key === 'Tab' && !ctrlKey && !altKey && !metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (event.key === 'Escape') {
      stop();
      return;
    }
    const read = readShortcut(event.nativeEvent, ON_MAC);
    if (read.type === 'held') {
      setHeld(read.keys);
      setWhy(null);
    } else if (read.type === 'refused') setWhy(read.why);
    else {
      stop();
      if (read.accelerator !== value) void onChange(read.accelerator);
    }
  };

  const keys = shortcutKeys(held === null ? value : held.join('+'), ON_MAC);
  return (
    <Field inline label={label} help={help} error={why ?? undefined}>
      {({ id, describedBy }) => (
        <span className={css.number}>
          <Button
            id={id}
            className={css.recorder}
            data-recording={held !== null || undefined}
            aria-describedby={describedBy}
            onClick={() => {
              setWhy(null);
              setHeld([]);
            }}
            onBlur={stop}
            onKeyDown={onKeyDown}
            onKeyUp={(event) => {
              if (held === null) return;
              // The release of Space would also press the button.
              event.preventDefault();
              const read = readShortcut(event.nativeEvent, ON_MAC);
              if (read.type === 'held') setHeld(read.keys);
            }}
          >
            {keys.length > 0 ? (
              <span className={css.keys}>
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </span>
            ) : held === null ? (
              'None'
            ) : (
              'Press the keys'
            )}
          </Button>
          {value === '' || held !== null ? null : (
            <IconButton size="sm" icon={X} label="Remove the shortcut" onClick={() => void onChange('')} />
          )}
        </span>
      )}
    </Field>
  );
}
