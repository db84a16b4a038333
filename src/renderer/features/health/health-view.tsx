import { clsx } from 'clsx';
import { memo, useMemo } from 'react';
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { HistoryLine } from '../../charts/history-line.tsx';
import { useHealth, useHealthHistory, useSettings } from '../../live/hooks.ts';
import { formatDuration } from '../../format.ts';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { FIGURES, headline, type Figure } from './figures.ts';
import css from './health-view.module.css';

const HISTORY_MS = 5 * 60_000;

/** How the engine itself is doing: one loop that serves every wait. */
export function HealthView() {
  const health = useHealth();
  const history = useHealthHistory();
  const settings = useSettings();
  return (
    <Page title="Health">
      <div className={css.content}>
        <p className={css.headline}>{health === null ? <Skeleton width={460} height={18} /> : headline(health)}</p>
        <ul className={css.figures}>
          {FIGURES.map((figure) => (
            <FigureCard key={figure.name} figure={figure} health={health} history={history} settings={settings} />
          ))}
        </ul>
        <p className={css.foot}>
          Charts show the last 5 minutes, figures the last {health === null ? '10 s' : formatDuration(health.windowMs)}.
          {health === null ? null : ` Lookout has been running for ${formatDuration(health.uptimeMs)}.`}
        </p>
      </div>
    </Page>
  );
}

interface FigureCardProps {
  readonly figure: Figure;
  readonly health: Health | null;
  readonly history: readonly Health[];
  readonly settings: Settings;
}

const FigureCard = memo(function FigureCard({ figure, health, history, settings }: FigureCardProps) {
  const points = useMemo(() => history.map((one) => ({ at: one.at, value: figure.value(one) })), [history, figure]);
  const worrying = health !== null && figure.worrying(health, settings);
  return (
    <li className={clsx(css.figure, worrying && css.worrying)}>
      <div className={css.head}>
        <h2 className={css.name}>{figure.name}</h2>
        {worrying ? <span className={css.flag}>Look here</span> : null}
      </div>
      <p className={css.value}>
        <strong>{health === null ? '–' : figure.main(health)}</strong>
        <span>{health === null ? '' : figure.beside?.(health)}</span>
      </p>
      <HistoryLine points={points} to={health?.at ?? 0} span={HISTORY_MS} floor={figure.floor} />
      <p className={css.meaning}>{figure.meaning}</p>
    </li>
  );
});
