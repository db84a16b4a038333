import { useMemo } from 'react';
import type { EndpointId } from '../../../../contract/model/units.ts';
import {
  calendarCells,
  calendarDays,
  calendarHeight,
  calendarTable,
  dayName,
  LEVELS,
  type CalendarDay,
} from '../../../charts/calendar/calendar-cells.ts';
import { CellGrid } from '../../../charts/calendar/cell-grid.tsx';
import { ChartSection } from '../../../charts/section/chart-section.tsx';
import chartCss from '../../../charts/frame/time-chart.module.css';
import { TooltipFigures } from '../../../charts/layers/tooltip-figures.tsx';
import { useSize } from '../../../charts/frame/use-size.ts';
import { formatDuration, formatPercent } from '../../../format.ts';
import { useNow } from '../../../live/hooks.ts';
import { useAnswer } from '../../../live/use-answer.ts';
import { say } from '../../../texts.ts';
import css from './calendar.module.css';
import { LOCAL_ZONE, REFRESH_MS } from './local-zone.ts';
import type { PageTime } from '../range/use-viewport.ts';

export interface CalendarSectionProps {
  readonly id: EndpointId;
  readonly name: string;
  readonly time: PageTime;
}

/** A year and the week in which it began. */
const DAYS = 371;

/** The uptime of each day of a year. A click shows the day in the charts. */
export function CalendarSection({ id, name, time }: CalendarSectionProps) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const version = useNow(REFRESH_MS);
  const args = { id, days: DAYS, timeZone: LOCAL_ZONE };
  const { answer, trouble, reload } = useAnswer('calendar.days', args, 'incidentEvents', version);
  const days = useMemo(() => (answer === null ? null : calendarDays(answer)), [answer]);
  const height = calendarHeight(width, DAYS);
  const { cells, labels } = useMemo(
    () => (days === null ? { cells: null, labels: [] } : calendarCells(days, width)),
    [days, width],
  );
  const span = { from: days?.[0]?.from ?? time.settled.from, to: days?.at(-1)?.to ?? time.settled.to };
  return (
    <ChartSection
      title="Calendar"
      name={name}
      span={span}
      table={() => (days === null ? null : calendarTable(days))}
      summary={calendarSentence(name, days ?? [])}
      legend={<Levels />}
      box={box}
      height={height}
      trouble={trouble}
      onRetry={reload}
    >
      <CellGrid
        cells={cells}
        labels={labels}
        size={{ width, height }}
        label={`Uptime of ${name} on each day of the last year`}
        step={7}
        first={DAYS - 1}
        sentence={(index) => daySentence(days?.[index])}
        renderTooltip={(index) => <DayFacts day={days?.[index]} />}
        onChoose={(index) => {
          const day = days?.[index];
          if (day !== undefined) time.viewport.go({ type: 'fixed', from: day.from, to: day.to });
        }}
      />
    </ChartSection>
  );
}

function Levels() {
  return (
    <ul className={css.legend} aria-label="Legend">
      {LEVELS.map(({ label, fill }, index) => (
        <li key={label}>
          <i style={{ background: fill }} />
          {index === 0 || index === LEVELS.length - 1 ? label : `${label} or more`}
        </li>
      ))}
      <li>
        <i className={css.none} />
        Not known
      </li>
    </ul>
  );
}

function DayFacts({ day }: { readonly day: CalendarDay | undefined }) {
  if (day === undefined) return null;
  const figures = [
    ['Uptime', day.ratio === null ? '–' : formatPercent(day.ratio)],
    ['Down', formatDuration(day.downMs)],
    ['Degraded', formatDuration(day.degradedMs)],
    ['Maintenance or paused', formatDuration(day.plannedMs)],
    ['Known', formatDuration(day.upMs + day.downMs)],
  ] as const;
  return (
    <>
      <p className={chartCss.time}>{dayName(day.date)}</p>
      <TooltipFigures figures={figures} />
    </>
  );
}

function daySentence(day: CalendarDay | undefined): string {
  if (day === undefined) return say('chart.noChecks');
  const time = dayName(day.date);
  if (day.ratio === null) return say('chart.dayUnknown', { date: time });
  return say('chart.day', { date: time, share: formatPercent(day.ratio), lasted: formatDuration(day.downMs) });
}

function calendarSentence(name: string, days: readonly CalendarDay[]): string {
  const upMs = days.reduce((sum, day) => sum + day.upMs, 0);
  const downMs = days.reduce((sum, day) => sum + day.downMs, 0);
  if (upMs + downMs === 0) return say('chart.noChecks');
  const down = days.filter((day) => day.downMs > 0);
  const share = formatPercent(upMs / (upMs + downMs));
  const worst = down.toSorted((a, b) => b.downMs - a.downMs)[0];
  if (worst === undefined) return say('chart.calendarUp', { name, share });
  return say('chart.calendar', {
    name,
    share,
    count: down.length,
    date: dayName(worst.date),
    lasted: formatDuration(worst.downMs),
  });
}
