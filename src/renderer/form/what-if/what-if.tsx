import { History } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { WHAT_IF_DAYS, type WhatIfDays } from '../../../contract/model/what-if.ts';
import { Button } from '../../components/button.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { formatPercent } from '../../format.ts';
import css from './what-if.module.css';

export interface WhatIfProps {
  /** One sentence about what the section shows. */
  readonly explanation: string;
  readonly running: boolean;
  /** The progress, from 0 to 1. */
  readonly done: number;
  /** Why the replay failed; null: it did not. */
  readonly trouble: string | null;
  readonly onStart: (days: WhatIfDays) => void;
  readonly onCancel: () => void;
  /** The result; null: none yet. */
  readonly children: ReactNode;
}

const DAYS = WHAT_IF_DAYS.map((days) => ({ value: String(days), label: `${days} days` }));

/** Replays the stored history with the settings of a form, and shows what would have happened. */
export function WhatIf({ explanation, running, done, trouble, onStart, onCancel, children }: WhatIfProps) {
  const [days, setDays] = useState<WhatIfDays>(7);
  return (
    <section className={css.whatIf} aria-label="What if">
      <div className={css.head}>
        <div className={css.words}>
          <h3 className={css.title}>What if?</h3>
          <p className={css.explanation}>{explanation}</p>
        </div>
        <ToggleGroup
          label="How far back"
          value={String(days)}
          options={DAYS}
          onChange={(value) => setDays(WHAT_IF_DAYS.find((one) => String(one) === value) ?? 7)}
        />
        {running ? (
          <Button size="sm" onClick={onCancel}>
            Cancel
          </Button>
        ) : (
          <Button size="sm" icon={History} onClick={() => onStart(days)}>
            Replay
          </Button>
        )}
      </div>
      {running ? (
        <div className={css.running}>
          <progress className={css.progress} value={done} aria-label="Progress" />
          {formatPercent(done)}
        </div>
      ) : null}
      {trouble === null ? null : (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      <div aria-live="polite">{children}</div>
    </section>
  );
}
