import { useMemo } from 'react';
import type { EndpointId } from '../../../../contract/model/units.ts';
import { CellGrid } from '../../../charts/calendar/cell-grid.tsx';
import { ChartSection } from '../../../charts/section/chart-section.tsx';
import { createRememberedChoice } from '../../../charts/section/remembered.ts';
import chartCss from '../../../charts/frame/time-chart.module.css';
import { TooltipFigures } from '../../../charts/layers/tooltip-figures.tsx';
import { useSize } from '../../../charts/frame/use-size.ts';
import {
  hourName,
  medianRange,
  WEEK_HEIGHT,
  weekCells,
  weekHours,
  weekTable,
  type WeekHour,
  type WeekValue,
} from '../../../charts/calendar/week-cells.ts';
import { ToggleGroup } from '../../../components/toggle-group.tsx';
import { formatCount, formatDuration, formatLatency, formatPercent } from '../../../format.ts';
import { useNow } from '../../../live/hooks.ts';
import { useAnswer } from '../../../live/use-answer.ts';
import { say } from '../../../texts.ts';
import css from './calendar.module.css';
import { LOCAL_ZONE, REFRESH_MS } from './local-zone.ts';
import type { PageTime } from '../range/use-viewport.ts';

const VALUES: readonly { readonly value: WeekValue; readonly label: string }[] = [
  { value: 'median', label: 'Median latency' },
  { value: 'down', label: 'Down time' },
];
const WEEKS = [
  { value: '4', label: '4 weeks' },
  { value: '12', label: '12 weeks' },
  { value: '52', label: '1 year' },
] as const;

const chosenValue = createRememberedChoice('weekValue', 'median', VALUES);
const chosenWeeks = createRememberedChoice('weekWeeks', '4', WEEKS);

export interface WeekSectionProps {
  readonly id: EndpointId;
  readonly name: string;
  readonly time: PageTime;
}

/** The hours of the week in which the endpoint is slow or down. */
export function WeekSection({ id, name, time }: WeekSectionProps) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const value = chosenValue.use();
  const weeks = chosenWeeks.use();
  const version = useNow(REFRESH_MS);
  const args = { id, weeks: Number(weeks), timeZone: LOCAL_ZONE };
  const { answer, trouble, reload } = useAnswer('calendar.weekHours', args, 'incidentEvents', version);
  const hours = useMemo(() => (answer === null ? null : weekHours(answer)), [answer]);
  const { cells, labels } = useMemo(
    () => (hours === null ? { cells: null, labels: [] } : weekCells(hours, value, width)),
    [hours, value, width],
  );
  return (
    <ChartSection
      title="Hours of the week"
      name={name}
      span={{ from: answer?.from ?? time.settled.from, to: answer?.to ?? time.settled.to }}
      table={() => (hours === null ? null : weekTable(hours))}
      controls={
        <>
          <ToggleGroup value={value} onChange={chosenValue.set} options={VALUES} label="Value of each hour" />
          <ToggleGroup value={weeks} onChange={chosenWeeks.set} options={WEEKS} label="Weeks" />
        </>
      }
      summary={weekSentence(hours ?? [], value)}
      legend={<Scale hours={hours ?? []} value={value} />}
      box={box}
      height={WEEK_HEIGHT}
      trouble={trouble}
      onRetry={reload}
    >
      <CellGrid
        cells={cells}
        labels={labels}
        size={{ width, height: WEEK_HEIGHT }}
        label={`${value === 'median' ? 'Median latency' : 'Down time'} of ${name} by hour of the week`}
        step={24}
        first={0}
        sentence={(index) => hourSentence(hours?.[index])}
        renderTooltip={(index) => <HourFacts hour={hours?.[index]} />}
      />
    </ChartSection>
  );
}

function Scale({ hours, value }: { readonly hours: readonly WeekHour[]; readonly value: WeekValue }) {
  const range = medianRange(hours);
  if (value === 'down') {
    return (
      <ul className={css.legend} aria-label="Legend">
        <li>
          <i className={css.upSoft} />
          No down time
        </li>
        <li>
          <i className={css.down} />
          Down all the time
        </li>
        <li>
          <i className={css.none} />
          Not known
        </li>
      </ul>
    );
  }
  return range === null ? null : (
    <ul className={css.legend} aria-label="Legend">
      <li>
        {formatLatency(range[0])}
        <i className={css.gradient} />
        {formatLatency(range[1])}
      </li>
    </ul>
  );
}

function HourFacts({ hour }: { readonly hour: WeekHour | undefined }) {
  if (hour === undefined) return null;
  const figures = [
    ['Median', hour.medianMs === null ? '–' : formatLatency(hour.medianMs)],
    ['Latencies', formatCount(hour.latencies)],
    ['Down', formatDuration(hour.downMs)],
    ['Share down', hour.downShare === null ? '–' : formatPercent(hour.downShare)],
  ] as const;
  return (
    <>
      <p className={chartCss.time}>{hourName(hour)}</p>
      <TooltipFigures figures={figures} />
    </>
  );
}

function hourSentence(hour: WeekHour | undefined): string {
  if (hour === undefined || (hour.medianMs === null && hour.downShare === null)) {
    return hour === undefined ? say('chart.noChecks') : say('chart.hourUnknown', { time: hourName(hour) });
  }
  return say('chart.hour', {
    time: hourName(hour),
    value: hour.medianMs === null ? '–' : formatLatency(hour.medianMs),
    lasted: formatDuration(hour.downMs),
  });
}

/** The slowest and the fastest hour, or the one with the most down time. */
function weekSentence(hours: readonly WeekHour[], value: WeekValue): string {
  if (value === 'down') {
    const worst = hours.toSorted((a, b) => b.downMs - a.downMs)[0];
    if (worst === undefined || worst.downMs === 0) return say('chart.weekNoDown', {});
    return say('chart.weekDown', { time: hourName(worst), lasted: formatDuration(worst.downMs) });
  }
  const measured = hours.flatMap((hour) => (hour.medianMs === null ? [] : [{ hour, ms: hour.medianMs }]));
  const sorted = measured.toSorted((a, b) => a.ms - b.ms);
  const [fastest, slowest] = [sorted[0], sorted.at(-1)];
  if (fastest === undefined || slowest === undefined) return say('chart.noChecks');
  return say('chart.week', {
    high: formatLatency(slowest.ms),
    highTime: hourName(slowest.hour),
    low: formatLatency(fastest.ms),
    lowTime: hourName(fastest.hour),
  });
}
