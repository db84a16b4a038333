import { useMemo } from 'react';
import type { IncidentMarks } from '../../../contract/model/incident-event.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import { useAnswer } from '../../live/use-answer.ts';

/** The maximum number of ids in a request. */
const MOST = 1000;

/** The acknowledgements and exclusions of incidents, by incident id. */
export function useIncidentMarks(incidents: readonly Incident[]): ReadonlyMap<string, IncidentMarks> {
  const ids = incidents.slice(0, MOST).map(({ id }) => id);
  const { answer } = useAnswer('incidents.marks', ids.length === 0 ? null : { ids }, 'incidentEvents');
  return useMemo(() => new Map((answer ?? []).map((marks) => [marks.incidentId, marks])), [answer]);
}
