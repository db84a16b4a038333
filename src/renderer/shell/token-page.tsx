import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { keepToken, tokenFrom } from '../live/token.ts';
import { Button } from '../components/button.tsx';
import { Field, TextInput } from '../components/field.tsx';
import css from './token-page.module.css';

export interface TokenPageProps {
  /** The host did not accept the token that this tab had. */
  readonly refused: boolean;
  readonly onToken: (token: string) => void;
}

/** What a page that a headless host serves shows when it has no token, or a wrong one. */
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
          error={refused ? 'This token was not accepted. A new start of Lookout makes a new one.' : undefined}
        >
          {({ id, describedBy, invalid }) => (
            <TextInput
              id={id}
              mono
              invalid={invalid}
              aria-describedby={describedBy}
              value={text}
              // The page has nothing else to do.
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
