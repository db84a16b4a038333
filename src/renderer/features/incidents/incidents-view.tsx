import { ShieldCheck, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useAllEndpoints } from '../../live/hooks.ts';
import { formatCount } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TextInput } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { IncidentItem } from './incident-item.tsx';
import css from './incidents-view.module.css';
import { useIncidentPages } from './use-incident-pages.ts';

/** Every incident: the open ones first, each with why it happened. */
export function IncidentsView() {
  const { incidents, loaded, hasOlder, loading, trouble, loadOlder } = useIncidentPages();
  const endpoints = useAllEndpoints();
  const [filter, setFilter] = useState('');

  const wanted = filter.trim().toLowerCase();
  const shown = incidents
    .map((incident) => ({ incident, name: endpoints.get(incident.endpointId)?.endpoint.config.name }))
    .filter(({ name }) => wanted === '' || (name ?? '').toLowerCase().includes(wanted));
  const open = shown.filter(({ incident }) => incident.resolvedAt === null).length;

  return (
    <Page
      title="Incidents"
      actions={
        <TextInput
          type="search"
          className={css.filter}
          placeholder="Filter by endpoint"
          aria-label="Filter by endpoint"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      }
    >
      <output className={css.count}>{loaded ? countSentence(shown.length, open, hasOlder) : ' '}</output>
      {trouble === null ? null : (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      {shown.length > 0 ? (
        <ul className={css.list}>
          {shown.map(({ incident, name }) => (
            <IncidentItem
              key={incident.id}
              incident={incident}
              endpoint={{ name: name ?? 'An endpoint that was deleted', known: name !== undefined }}
            />
          ))}
        </ul>
      ) : !loaded ? (
        <div className={css.list} aria-busy>
          {Array.from({ length: 3 }, (_, index) => (
            <div key={index} className={css.loading}>
              <Skeleton width={`${60 - index * 12}%`} />
            </div>
          ))}
        </div>
      ) : wanted === '' ? (
        <EmptyState icon={ShieldCheck} title="No incidents">
          <p>When an endpoint goes down, it stands here, with the check that showed it.</p>
        </EmptyState>
      ) : (
        <EmptyState icon={SearchX} title="Nothing found">
          <p>No incident of an endpoint whose name contains “{filter.trim()}”.</p>
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

function countSentence(all: number, open: number, hasOlder: boolean): string {
  if (all === 0) return ' ';
  const total = `${formatCount(all)}${hasOlder ? ' newest' : ''} ${all === 1 ? 'incident' : 'incidents'}`;
  return open === 0 ? `${total}, none open` : `${total}, ${formatCount(open)} open`;
}
