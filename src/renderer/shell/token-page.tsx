import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { keepToken, tokenFrom } from '../live/token.ts';
import { Button } from '../components/button.tsx';
import { Field, TextInput } from '../components/field.tsx';
import css from './token-page.module.css';

export interface TokenPageProps {
  /** The host did not accept the token of this tab. */
  readonly refused: boolean;
  readonly onToken: (token: string) => void;
}

/** Asks for the token of a headless host when this tab has none, or a wrong one. */
export function TokenPage({ refused, onToken }: TokenPageProps) {
  const [text, setText] = useState('');
  const token = tokenFrom(text);
  return (
    <main className={css.page}>
      <form
        className={css.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (token === '') return;
          keepToken(token);
          onToken(token);
        }}
      >
        <KeyRound size={26} strokeWidth={1.5} aria-hidden />
        <h1 className={css.title}>Paste your token</h1>
        <p className={css.text}>
          Lookout printed an address when it started: <code>Lookout is at …/#token=…</code>. Open it, or paste it here.
        </p>
        <Field
          label="Token or address"
          error={refused ? 'This token is not valid. Lookout makes a new one at each start.' : undefined}
        >
          {({ id, describedBy, invalid }) => (
            <TextInput
              id={id}
              mono
              invalid={invalid}
              aria-describedby={describedBy}
              value={text}
              // The page has only this field.
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" disabled={token === ''}>
          Open Lookout
        </Button>
      </form>
    </main>
  );
}
