/** An alert as JSON for programs. */
import type { AlertMessage } from './channel-kind.ts';

/** `endpoint` and `incident` are those of the first endpoint; `endpoints` has all, at most 50. */
export function alertJson(message: AlertMessage): object {
  const { id, dedupKey, event, severity, at, title, text, endpoints, endpointCount, rule, url } = message;
  const [first] = endpoints;
  const incident = (one: AlertMessage['endpoints'][number]): object | null =>
    one.incidentId === null
      ? null
      : { id: one.incidentId, startedAt: iso(one.since), resolvedAt: one.endedAt === null ? null : iso(one.endedAt) };
  const about = (one: AlertMessage['endpoints'][number]): object => ({
    id: one.endpointId,
    name: one.name,
    kind: one.kind,
    target: one.target,
  });
  return {
    id,
    dedupKey,
    event,
    severity,
    at: iso(at),
    endpoint: first === undefined ? null : about(first),
    incident: first === undefined ? null : incident(first),
    endpoints: endpoints.map((one) => ({
      ...about(one),
      group: one.group,
      cause: one.cause?.code ?? null,
      incident: incident(one),
    })),
    endpointCount,
    rule,
    title,
    text,
    url,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
