import { clsx } from 'clsx';
import { Flame } from 'lucide-react';
import type { ReactNode } from 'react';
import { BURN_WINDOWS, type ObjectiveView } from '../../../contract/model/objective.ts';
import { useNow } from '../../live/hooks.ts';
import css from './objective-item.module.css';
import { budgetText, burnText, outlookText, ratioText, targetText } from './objective-text.ts';

const MINUTE = 60_000;
const WINDOWS = { '5m': '5 min', '1h': '1 h', '6h': '6 h', '3d': '3 d' } as const;

export interface ObjectiveItemProps {
  readonly objective: ObjectiveView;
  /** The title, unless the context shows what the objective is about. */
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
}

/** One objective: how much of its budget is left, how fast it is used up, and when it will be used up. */
export function ObjectiveItem({ objective, title, actions }: ObjectiveItemProps) {
  const { budgetMs, leftMs, burn, level, config } = objective;
  const now = useNow(MINUTE);
  const left = Math.max(0, Math.min(1, leftMs / budgetMs));
  const look = leftMs < 0 ? css.missed : level !== null ? css.burning : undefined;
  return (
    <article className={clsx(css.item, look)} aria-label={`Objective ${config.name}`}>
      <header className={css.header}>
        <div className={css.titles}>
          {title === undefined ? null : <h3 className={css.title}>{title}</h3>}
          <p className={css.target}>{targetText(config)}</p>
        </div>
        <p className={css.ratio}>{ratioText(objective)}</p>
        {actions}
      </header>
      <div className={css.bar} aria-hidden>
        <span className={css.left} style={{ width: `${left * 100}%` }} />
      </div>
      <p className={css.budget}>{budgetText(objective)}</p>
      <dl className={css.burn}>
        {BURN_WINDOWS.map((window) => (
          <div key={window}>
            <dt>Burn rate {WINDOWS[window]}</dt>
            <dd className={burn[window] > 1 ? css.high : undefined}>{burnText(burn[window])}</dd>
          </div>
        ))}
      </dl>
      <p className={css.outlook}>
        {level === null ? null : <Flame size={14} aria-hidden className={css.flame} />}
        {outlookText(objective, now)}
      </p>
    </article>
  );
}
