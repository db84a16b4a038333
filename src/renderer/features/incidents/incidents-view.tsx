import { ShieldCheck, SearchX } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { IncidentMarks } from '../../../contract/model/incident-event.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import { useAllEndpoints, useNow } from '../../live/hooks.ts';
import { formatCount, formatDuration, formatWeekday } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { incidentDays, type IncidentDay } from './incident-days.ts';
import { boundsOf, startOfDay } from './incident-filter.ts';
import { IncidentFilters, incidentFilter, NO_FILTER } from './incident-filters.tsx';
import { IncidentFigures } from './incident-figures.tsx';
import { IncidentItem } from './incident-item.tsx';
import css from './incidents-view.module.css';
import { useIncidentMarks } from './use-incident-marks.ts';
import { useIncidentPages } from './use-incident-pages.ts';

/** With fewer incidents than this after the filter, older ones are requested until `MOST` are loaded. */
const FEW = 20;
const MOST = 1000;

interface Shown {
  readonly incident: Incident;
  /** Undefined: the endpoint was deleted. */
  readonly name: string | undefined;
}

/** Incidents by day, the open ones first, each with its cause. */
export function IncidentsView() {
  const filter = incidentFilter.use();
  const today = startOfDay(useNow(60_000));
  const bounds = useMemo(() => boundsOf(filter.period, today), [filter.period, today]);
  const pages = useIncidentPages({ status: filter.status, ...bounds });
  const { incidents, loaded, hasOlder, loading, trouble, loadOlder } = pages;
  const endpoints = useAllEndpoints();
  const shown = useMemo(() => withNames(incidents, endpoints, filter.name), [incidents, endpoints, filter.name]);
  const marks = useIncidentMarks(useMemo(() => shown.map(({ incident }) => incident), [shown]));
  const days = useMemo(
    () => incidentDays(shown, hasOlder, (id) => (marks.get(id)?.excluded ?? null) !== null),
    [shown, hasOlder, marks],
  );
  const filtered = filter.name.trim() !== '' || filter.status !== 'all' || filter.period.name !== 'any';

  // The engine does not know the names: a filter by name may leave little of a page.
  const few = loaded && hasOlder && !loading && trouble === null && shown.length < FEW && incidents.length < MOST;
  useEffect(() => {
    if (few) loadOlder();
    // oxlint-disable-next-line react/exhaustive-deps -- `loadOlder` is another function each time
  }, [few]);

  return (
    <Page title="Incidents">
      <IncidentFilters />
      <IncidentFigures bounds={bounds} />
      <output className={css.count}>{loaded ? countSentence(shown, hasOlder) : ' '}</output>
      {trouble === null ? null : (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      {shown.length > 0 ? (
        days.map((day) => <Day key={day.day ?? 'open'} day={day} today={today} marks={marks} />)
      ) : !loaded ? (
        <LoadingList />
      ) : filtered ? (
        <EmptyState
          icon={SearchX}
          title="No matching incidents"
          action={<Button onClick={() => incidentFilter.set(NO_FILTER)}>Clear filters</Button>}
        >
          <p>No incident matches the name, status and period.</p>
        </EmptyState>
      ) : (
        <EmptyState icon={ShieldCheck} title="No incidents">
          <p>When an endpoint goes down, its incident is listed here, with the check that failed.</p>
        </EmptyState>
      )}
      {hasOlder ? (
        <div className={css.more}>
          <Button size="sm" busy={loading} onClick={loadOlder}>
            Load older
          </Button>
        </div>
      ) : null}
    </Page>
  );
}

function withNames(
  incidents: readonly Incident[],
  endpoints: ReadonlyMap<string, EndpointView>,
  filter: string,
): readonly Shown[] {
  const wanted = filter.trim().toLowerCase();
  return incidents
    .map((incident) => ({ incident, name: endpoints.get(incident.endpointId)?.endpoint.config.name }))
    .filter(({ name }) => wanted === '' || (name ?? '').toLowerCase().includes(wanted));
}

interface DayProps {
  readonly day: IncidentDay<Shown>;
  readonly today: number;
  readonly marks: ReadonlyMap<string, IncidentMarks>;
}

function Day({ day: { day, items, complete, downMs }, today, marks }: DayProps) {
  const count = countOf(items.length, complete);
  return (
    <section className={css.day}>
      <h2 className={css.dayTitle}>
        {day === null ? 'Open' : dayName(day, today)}
        <span className={css.daySum}>
          {day === null || !complete ? count : `${count}, down for ${formatDuration(downMs)}`}
        </span>
      </h2>
      <ul className={css.list}>
        {items.map(({ incident, name }) => (
          <IncidentItem
            key={incident.id}
            incident={incident}
            marks={marks.get(incident.id) ?? null}
            endpoint={{ name: name ?? 'Deleted endpoint', known: name !== undefined }}
          />
        ))}
      </ul>
    </section>
  );
}

/** `Today`, `Yesterday`, `Fri, Mar 27`; with the year when it is another than now. */
function dayName(day: number, today: number): string {
  if (day === today) return 'Today';
  if (day === startOfDay(today, -1)) return 'Yesterday';
  return formatWeekday(day, today);
}

function LoadingList() {
  return (
    <div className={css.list} aria-busy>
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className={css.loading}>
          <Skeleton width={`${60 - index * 12}%`} />
        </div>
      ))}
    </div>
  );
}

function countSentence(shown: readonly Shown[], hasOlder: boolean): string {
  const all = shown.length;
  if (all === 0) return ' ';
  const open = shown.filter(({ incident }) => incident.resolvedAt === null).length;
  const total = countOf(all, !hasOlder);
  return open === 0 ? `${total}, none open` : `${total}, ${formatCount(open)} open`;
}

/** `1 incident`, `12 incidents`; `12+ incidents` when there may be more. */
function countOf(count: number, complete: boolean): string {
  return `${formatCount(count)}${complete ? '' : '+'} ${count === 1 && complete ? 'incident' : 'incidents'}`;
}
