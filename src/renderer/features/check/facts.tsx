import type { ReactNode } from 'react';
import css from './facts.module.css';

export type Fact = readonly [label: string, value: ReactNode];

/** Names and values, one per line; long values wrap. Facts whose value is null are left out. */
export function Facts({ facts }: { readonly facts: readonly (Fact | null)[] }) {
  return (
    <dl className={css.facts}>
      {facts.map((fact) =>
        fact === null || fact[1] === null ? null : (
          <div key={fact[0]} className={css.fact}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** A short value to copy or search for, unchanged. */
export function Raw({ children }: { readonly children: string }) {
  return <code className={css.raw}>{children}</code>;
}

/** Multi-line text, unchanged. */
export function Block({ children }: { readonly children: string }) {
  return <pre className={css.block}>{children}</pre>;
}
