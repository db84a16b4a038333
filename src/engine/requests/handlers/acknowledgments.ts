/** An alert and the incidents that it is about are acknowledged together. */
import type { Alert } from '../../../contract/model/alert.ts';
import type { IncidentMarks } from '../../../contract/model/incident-event.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { Alerts } from '../../alerts/alerts.ts';
import { issueOf } from '../../base/issues.ts';
import { invalid, RequestError } from '../../base/request-error.ts';
import type { Clock } from '../../ports.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { IncidentEvents, Remark } from '../../history/incident-events.ts';

export interface Acknowledging {
  readonly alerts: Alerts;
  readonly incidentEvents: IncidentEvents;
}

interface AcknowledgeArgs {
  readonly ids?: readonly string[] | undefined;
  readonly endpoints?: readonly EndpointId[] | undefined;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
  readonly until?: EpochMs | undefined;
}

/** The most incidents of an alert that are acknowledged with it: each of them is looked up in the store. */
const MAX_INCIDENTS = 200;

/**
 * Acknowledges alerts, and the alerts and incidents of endpoints. The incidents of the alerts are acknowledged with them.
 * @throws RequestError `invalid` when `until` has passed
 */
export async function acknowledge(
  { ids = [], endpoints = [], by = '', note = '', until }: AcknowledgeArgs,
  {
    alerts,
    incidentEvents,
    registry,
    clock,
  }: Acknowledging & {
    readonly registry: EndpointRegistry;
    readonly clock: Clock;
  },
): Promise<Alert[]> {
  if (until !== undefined && until <= clock.now()) throw invalid([issueOf('inPast', 'until', {}, { given: until })]);
  const remark = { type: 'acknowledged', by, text: note } as const;
  for (const { endpoint, statusState } of registry.all(endpoints)) {
    const incidentId = statusState.incident?.id;
    if (incidentId !== undefined) await incidentEvents.add(endpoint.id, { ...remark, incidentId });
  }
  const acknowledged = await alerts.acknowledge([...ids, ...alerts.openAbout(endpoints)], by, note, until ?? null);
  const incidents = acknowledged.flatMap(({ id }) => alerts.openIncidentsOf(id)).slice(0, MAX_INCIDENTS);
  for (const { endpointId, incidentId } of incidents) {
    if (incidentEvents.marksOf(incidentId).acknowledged !== null) continue;
    try {
      await incidentEvents.add(endpointId, { ...remark, incidentId });
    } catch (error) {
      // The endpoint was removed, or the incident is not stored yet.
      if (!(error instanceof RequestError)) throw error;
    }
  }
  return acknowledged;
}

/** Records what a person does with an incident. An alert whose incidents are all acknowledged is acknowledged, too. */
export async function remarkOn(
  endpointId: EndpointId,
  remark: Remark,
  { alerts, incidentEvents }: Acknowledging,
): Promise<IncidentMarks> {
  const marks = await incidentEvents.add(endpointId, remark);
  if (remark.type !== 'acknowledged') return marks;
  const isAcknowledged = ({ incidentId }: { readonly incidentId: string }): boolean =>
    incidentEvents.marksOf(incidentId).acknowledged !== null;
  const ids = alerts
    .openAboutIncident(remark.incidentId)
    .filter(({ id, acknowledged }) => acknowledged === null && alerts.openIncidentsOf(id).every(isAcknowledged))
    .map(({ id }) => id);
  await alerts.acknowledge(ids, remark.by ?? '', remark.text ?? '');
  return marks;
}
