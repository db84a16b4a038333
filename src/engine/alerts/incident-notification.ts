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
  const { kind } = endpoint.config;
  const { id: tag, startedAt, lastFailureAt, resolvedAt, cause } = incident;
  const named = namesOf(endpoint);
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

/** An endpoint goes down and up again and again: nothing more is shown until that is over. */
export function flappingNotification(endpoint: Endpoint, { id }: Incident, downs: number): Notification {
  const params = { ...namesOf(endpoint), count: downs };
  return { tag: id, endpointId: endpoint.id, kind: 'down', code: 'incident.flapping', params };
}

/** An endpoint is no longer flapping. */
export function calmNotification(endpoint: Endpoint, isDown: boolean): Notification {
  const params = { ...namesOf(endpoint), reason: isDown ? 'down' : 'up' };
  return {
    tag: `calm ${endpoint.id}`,
    endpointId: endpoint.id,
    kind: isDown ? 'down' : 'up',
    code: 'incident.calm',
    params,
  };
}

/** Many endpoints are named after their target, which is then not repeated. */
function namesOf({ config: { name }, target }: Endpoint): { readonly name: string; readonly target?: string } {
  return target.includes(name) ? { name } : { name, target };
}
