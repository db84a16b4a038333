import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { fileBase64 } from '../../form/file-base64.ts';
import css from './status-pages.module.css';

const MAX_BYTES = 100_000;
const TYPES = 'image/png,image/jpeg,image/webp,image/gif,image/svg+xml';

export interface LogoFieldProps {
  /** A `data:` URL; empty: none. */
  readonly logo: string;
  readonly error: string | undefined;
  readonly onChange: (logo: string) => void;
}

/** Chooses a picture, which becomes part of the page. */
export function LogoField({ logo, error, onChange }: LogoFieldProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    if (!TYPES.split(',').includes(file.type) || file.size > MAX_BYTES) {
      setTrouble('The logo must be a PNG, JPEG, WebP, GIF or SVG picture of at most 100 KB.');
      return;
    }
    setTrouble(null);
    onChange(`data:${file.type};base64,${await fileBase64(file)}`);
  };
  return (
    <Field label="Logo" error={trouble ?? error}>
      {({ id, describedBy }) => (
        <span className={css.logo}>
          {logo === '' ? null : <img src={logo} alt="The logo" />}
          <input
            id={id}
            type="file"
            accept={TYPES}
            aria-describedby={describedBy}
            onChange={(event) => void read(event.target.files?.[0])}
          />
          {logo === '' ? null : (
            <Button size="sm" onClick={() => onChange('')}>
              Remove
            </Button>
          )}
        </span>
      )}
    </Field>
  );
}
