import { clsx } from 'clsx';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { HistoryLine } from '../../charts/layers/history-line.tsx';
import { useNow, useSettings } from '../../live/hooks.ts';
import { formatDuration, formatTime } from '../../format.ts';
import { say } from '../../texts.ts';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { FIGURES, figureLabel, figureMeaning, withinLimitsText, type Figure } from './figures.ts';
import css from './health-view.module.css';
import { useReadings } from './use-readings.ts';
import { verdictOf, type Problem } from './verdict.ts';

const CHART_MS = 5 * 60_000;

/** Shows whether Lookout's measurements can be trusted, and the state of its event loop, schedule and store. */
export function HealthView() {
  const readings = useReadings();
  const settings = useSettings();
  const health = readings.at(-1) ?? null;
  return (
    <Page title="Health">
      <div className={css.content}>
        {health === null ? (
          <Skeleton width={460} height={24} />
        ) : (
          <VerdictPanel readings={readings} settings={settings} health={health} />
        )}
        <ul className={css.figures}>
          {FIGURES.map((figure) => (
            <FigureCard key={figure.name} figure={figure} health={health} readings={readings} settings={settings} />
          ))}
        </ul>
        <p className={css.foot}>
          {say('health.times', {
            charts: formatDuration(CHART_MS),
            figures: formatDuration(health?.windowMs ?? 10_000),
          })}{' '}
          {health === null ? null : say('health.uptime', { lasted: formatDuration(health.uptimeMs) })}
        </p>
      </div>
    </Page>
  );
}

interface VerdictPanelProps {
  readonly readings: readonly Health[];
  readonly settings: Settings;
  readonly health: Health;
}

function VerdictPanel({ readings, settings, health }: VerdictPanelProps) {
  const { risk, title, problems } = useMemo(() => verdictOf(readings, settings), [readings, settings]);
  const Icon = risk === null ? CircleCheck : TriangleAlert;
  return (
    <section className={clsx(css.verdict, risk !== null && css.bad)} aria-labelledby="health-verdict">
      <Icon size={20} aria-hidden className={css.icon} />
      <div>
        <h2 id="health-verdict" className={css.title}>
          {say(title)}
        </h2>
        {problems.length === 0 ? (
          <p className={css.why}>{withinLimitsText(health)}</p>
        ) : (
          <ul className={css.why}>
            {problems.map((problem) => (
              <li key={problem.figure.name}>
                <ProblemText problem={problem} health={health} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function ProblemText({ problem, health }: { readonly problem: Problem; readonly health: Health }) {
  const { figure, limit, since, orLonger } = problem;
  const lasted = formatDuration(Math.max(0, useNow(1000) - since));
  return say('health.problem', {
    figure: figureLabel(figure),
    value: (limit.number ?? figure.main)(health),
    limit: limit.words(),
    since: formatTime(since),
    lasted,
    reason: orLonger ? 'orEarlier' : 'exactly',
  });
}

interface FigureCardProps {
  readonly figure: Figure;
  readonly health: Health | null;
  readonly readings: readonly Health[];
  readonly settings: Settings;
}

const FigureCard = memo(function FigureCard({ figure, health, readings, settings }: FigureCardProps) {
  const points = useMemo(() => readings.map((one) => ({ at: one.at, value: figure.value(one) })), [readings, figure]);
  const { limit } = figure;
  const beyond = limit !== undefined && health !== null && limit.exceeded(health, settings);
  return (
    <li className={clsx(css.figure, beyond && css.beyond)}>
      <div className={css.head}>
        <h3 className={css.name}>{figureLabel(figure)}</h3>
        {beyond ? <span className={css.flag}>{limit.words()}</span> : null}
      </div>
      <p className={css.value}>
        <strong>{health === null ? '–' : figure.main(health)}</strong>
        <span>{health === null ? '' : figure.beside?.(health)}</span>
      </p>
      <HistoryLine points={points} to={health?.at ?? 0} span={CHART_MS} floor={figure.floor} />
      <p className={css.meaning}>{figureMeaning(figure)}</p>
    </li>
  );
});
