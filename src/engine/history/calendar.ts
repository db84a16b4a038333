/** Uptime and latency by the local calendar. */
import type { UptimeDays, WeekHours } from '../../contract/model/calendar.ts';
import { localDays, localHours, WEEK_HOURS } from '../base/local-periods.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { Clock } from '../ports.ts';
import type { CellFigures } from '../store/cells.ts';
import type { Store } from '../store/store.ts';

interface CalendarParts {
  readonly clock: Clock;
  readonly store: Pick<Store, 'cells'>;
}

const upOf = ({ statusMs }: CellFigures) => statusMs.up + statusMs.degraded;

/** The uptime of an endpoint on each of the last local days, including today. */
export async function uptimeDaysOf(
  monitor: Monitor,
  { days, timeZone }: { readonly days: number; readonly timeZone: string },
  { clock, store }: CalendarParts,
): Promise<UptimeDays> {
  const now = clock.now();
  const { dates, edges } = localDays(days, now, timeZone);
  const figures = await store.cells(monitor.endpoint.id, {
    edges,
    cells: dates.map((_, index) => index),
    count: dates.length,
    current: monitor.currentSpan({ at: now, mono: clock.mono() }),
    latency: false,
  });
  return {
    timeZone,
    date: dates,
    from: edges.slice(0, -1),
    to: edges.at(-1) ?? now,
    upMs: figures.map(upOf),
    degradedMs: figures.map(({ statusMs }) => statusMs.degraded),
    downMs: figures.map(({ statusMs }) => statusMs.down),
    plannedMs: figures.map(({ statusMs }) => statusMs.maintenance + statusMs.paused + statusMs.excluded),
  };
}

/** How an endpoint did in each hour of the last weeks, including today. */
export async function weekHoursOf(
  monitor: Monitor,
  { weeks, timeZone }: { readonly weeks: number; readonly timeZone: string },
  { clock, store }: CalendarParts,
): Promise<WeekHours> {
  const now = clock.now();
  const { edges, cells } = localHours(weeks * 7, now, timeZone);
  const figures = await store.cells(monitor.endpoint.id, {
    edges,
    cells,
    count: WEEK_HOURS,
    current: monitor.currentSpan({ at: now, mono: clock.mono() }),
    latency: true,
  });
  return {
    timeZone,
    from: edges[0] ?? now,
    to: now,
    medianMs: figures.map(({ medianMs }) => medianMs),
    latencies: figures.map(({ latencies }) => latencies),
    upMs: figures.map(upOf),
    downMs: figures.map(({ statusMs }) => statusMs.down),
  };
}
