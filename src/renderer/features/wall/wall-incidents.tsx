import { useMemo } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { formatAge, formatCount } from '../../format.ts';
import { useIncidents, useNow, useTexts } from '../../live/hooks.ts';
import { pathOf } from '../../navigation/route.ts';
import css from './wall.module.css';

/** More would not be read from afar. */
const SHOWN = 8;

/** The open incidents of the endpoints, the newest first; nothing while there are none. */
export function WallIncidents({ views }: { readonly views: readonly EndpointView[] }) {
  const incidents = useIncidents();
  const texts = useTexts();
  const now = useNow(10_000);
  const byId = useMemo(() => new Map(views.map((view) => [view.endpoint.id, view])), [views]);
  const open = incidents.filter(({ resolvedAt, endpointId }) => resolvedAt === null && byId.has(endpointId));
  if (open.length === 0) return null;
  return (
    <section className={css.incidents} aria-label="Open incidents">
      <h2>Open incidents</h2>
      <ol>
        {open.slice(0, SHOWN).map(({ id, endpointId, startedAt, cause }) => {
          const config = byId.get(endpointId)?.endpoint.config;
          return (
            <li key={id}>
              <a href={`#${pathOf({ name: 'endpoint', id: endpointId })}`} tabIndex={-1}>
                <span className={css.incidentName} title={config?.name}>
                  {config?.name}
                </span>
                <span className={css.age}>{formatAge(now - startedAt)}</span>
                <span className={css.cause}>{texts.failure(cause, config?.kind)}</span>
              </a>
            </li>
          );
        })}
      </ol>
      {open.length > SHOWN ? <p>and {formatCount(open.length - SHOWN)} more</p> : null}
    </section>
  );
}
