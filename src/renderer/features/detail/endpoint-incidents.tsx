import { Button } from '../../components/button.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { IncidentItem } from '../incidents/incident-item.tsx';
import { useIncidentMarks } from '../incidents/use-incident-marks.ts';
import type { IncidentPages } from '../incidents/use-incident-pages.ts';
import css from './endpoint-incidents.module.css';

/** The incidents of one endpoint, open ones first. */
export function EndpointIncidents({ pages }: { readonly pages: IncidentPages }) {
  const { incidents, loaded, hasOlder, loading, trouble, loadOlder } = pages;
  const marks = useIncidentMarks(incidents);
  return (
    <>
      {trouble === null ? null : (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      {incidents.length > 0 ? (
        <ul className={css.list}>
          {incidents.map((incident) => (
            <IncidentItem key={incident.id} incident={incident} marks={marks.get(incident.id) ?? null} />
          ))}
        </ul>
      ) : loaded ? (
        <p className={css.none}>It was never down while it was watched.</p>
      ) : trouble === null ? (
        <Skeleton width="60%" />
      ) : null}
      {hasOlder ? (
        <Button size="sm" busy={loading} onClick={loadOlder}>
          Load older
        </Button>
      ) : null}
    </>
  );
}
