import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Notification } from '../../contract/model/notices.ts';
import type { Ms } from '../../contract/model/units.ts';
import { roundOutage } from '../../shared/duration.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';

/** Lookout may miss this share of an incident and still report its duration without a qualification. */
const UNSEEN_SHARE = 0.1;

/**
 * The notification that an endpoint went down or recovered.
 * @param seenDownMs for how much of the incident it was seen down; null: unknown
 */
export function incidentNotification(
  endpoint: Endpoint,
  incident: Incident,
  event: 'wentDown' | 'recovered',
  seenDownMs: Ms | null = null,
): Notification {
  const { name, kind } = endpoint.config;
  const { id: tag, startedAt, lastFailureAt, resolvedAt, cause } = incident;
  // Many endpoints are named after their target; then it is not repeated.
  const named = endpoint.target.includes(name) ? { name } : { name, target: endpoint.target };
  const endpointId = endpoint.id;
  if (event === 'wentDown') {
    const params = { ...named, cause: { ...summarizeFailure(cause), kind } };
    return { tag, endpointId, kind: 'down', code: 'incident.down', params };
  }
  const downMs = (resolvedAt ?? lastFailureAt) - startedAt;
  const sawAll = seenDownMs === null || seenDownMs > (1 - UNSEEN_SHARE) * downMs;
  const params = { ...named, downMs: roundOutage(downMs), ...(sawAll ? {} : { seenMs: roundOutage(seenDownMs) }) };
  return { tag, endpointId, kind: 'up', code: 'incident.up', params };
}
