import { useMemo } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { EndpointConfig } from '../../../contract/model/endpoint.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import { formatAge, formatCount } from '../../format.ts';
import { useIncidents, useNow, useTexts } from '../../live/hooks.ts';
import { staleSince } from '../../../shared/stale-sources.ts';
import { lastContact } from '../../live/source-label.tsx';
import { useRemoteSource } from '../../live/sources.ts';
import { pathOf } from '../../navigation/route.ts';
import css from './wall.module.css';

export interface OpenIncident {
  readonly incident: Incident;
  readonly config: EndpointConfig;
}

/** The open incidents of some endpoints, the newest first. */
export function useOpenIncidents(views: readonly EndpointView[]): readonly OpenIncident[] {
  const incidents = useIncidents();
  return useMemo(() => {
    const configs = new Map(views.map(({ endpoint }) => [endpoint.id, endpoint.config]));
    return incidents.flatMap((incident): OpenIncident[] => {
      const config = configs.get(incident.endpointId);
      return incident.resolvedAt !== null || config === undefined ? [] : [{ incident, config }];
    });
  }, [incidents, views]);
}

interface WallIncidentsProps {
  readonly open: readonly OpenIncident[];
  /** The maximum number of incidents to show; more could not be read from afar. */
  readonly most: number;
}

/** The open incidents; renders nothing if there are none. */
export function WallIncidents({ open, most }: WallIncidentsProps) {
  if (open.length === 0) return null;
  return (
    <section className={css.incidents} aria-label="Open incidents">
      <h2>Open incidents</h2>
      <ol>
        {open.slice(0, most).map((one) => (
          <Item key={one.incident.id} open={one} />
        ))}
      </ol>
      {open.length > most ? <p className={css.more}>and {formatCount(open.length - most)} more</p> : null}
    </section>
  );
}

function Item({ open: { incident, config } }: { readonly open: OpenIncident }) {
  const { endpointId, startedAt, cause } = incident;
  const { name, kind } = config;
  const texts = useTexts();
  const now = useNow(10_000);
  const stale = staleSince(useRemoteSource(endpointId));
  return (
    <li data-stale={stale !== null || undefined}>
      <a href={`#${pathOf({ name: 'endpoint', id: endpointId })}`} tabIndex={-1}>
        <span className={css.incidentName} title={name}>
          {name}
        </span>
        {/* Without a connection, it is unknown whether it is still open. */}
        <span className={css.age}>{stale === null ? formatAge(now - startedAt) : lastContact(stale)}</span>
        <span className={css.cause}>{texts.failure(cause, kind)}</span>
      </a>
    </li>
  );
}
