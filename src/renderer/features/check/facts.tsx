import type { ReactNode } from 'react';
import css from './facts.module.css';

export type Fact = readonly [label: string, value: ReactNode];

/** Names and values, one a line; long values wrap. Facts whose value is null are left out. */
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

/** Something to be copied or searched for, as it came. */
export function Raw({ children }: { readonly children: string }) {
  return <code className={css.raw}>{children}</code>;
}

/** Text of more than a line, as it came. */
export function Block({ children }: { readonly children: string }) {
  return <pre className={css.block}>{children}</pre>;
}
