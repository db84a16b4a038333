import { IncidentItem } from '../../incidents/incident-item.tsx';
import { useIncidentMarks } from '../../incidents/use-incident-marks.ts';
import type { IncidentPages } from '../../incidents/use-incident-pages.ts';
import css from './endpoint-incidents.module.css';
import { PagedList } from '../../../components/paged-list.tsx';

/** The incidents of one endpoint, open ones first. */
export function EndpointIncidents({ pages }: { readonly pages: IncidentPages }) {
  const { incidents } = pages;
  const marks = useIncidentMarks(incidents);
  return (
    <PagedList pages={pages} none="No incidents recorded.">
      {incidents.length === 0 ? null : (
        <ul className={css.list}>
          {incidents.map((incident) => (
            <IncidentItem key={incident.id} incident={incident} marks={marks.get(incident.id) ?? null} />
          ))}
        </ul>
      )}
    </PagedList>
  );
}
