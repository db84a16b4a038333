/** The data that templates of alerts can use. `docs/alerts.md` lists it. Pure. */
import type { AlertMember } from '../../../contract/model/alert.ts';
import type { Texts } from '../../../i18n/texts.ts';
import { troubleSince } from '../alert-message.ts';
import type { AlertMessage } from '../channel-kind.ts';
import type { TemplateContext } from './template-types.ts';

/** An example endpoint, for test messages, which are about no endpoint. */
export const EXAMPLE: AlertMember = {
  endpointId: 'example',
  name: 'Example',
  target: 'https://example.org/',
  kind: 'http',
  group: 'Examples',
  severity: 'down',
  incidentId: 'example',
  since: 0,
  cause: null,
  endedAt: null,
};

/** @param texts turns causes into sentences */
export function contextOf(message: AlertMessage, channel: string, texts: Pick<Texts, 'failure'>): TemplateContext {
  const { event, severity, resolved, title, text, rule, url, id, at, endedAt, startedAt, endpointCount, dedupKey } =
    message;
  const members = message.endpoints.length === 0 ? [{ ...EXAMPLE, since: startedAt }] : message.endpoints;
  const endpoints = members.map((member) => endpointOf(member, texts));
  const since = troubleSince(message, members);
  return {
    id,
    dedupKey,
    event,
    severity,
    resolved,
    title,
    text,
    rule,
    channel,
    url,
    at: iso(at),
    startedAt: iso(since),
    endedAt: endedAt === null ? null : iso(endedAt),
    seconds: Math.max(0, Math.round(((endedAt ?? at) - since) / 1_000)),
    cause: endpoints[0]?.cause ?? null,
    endpoint: endpoints[0] ?? null,
    incident: incidentOf(members[0] ?? EXAMPLE),
    endpoints,
    endpointCount: Math.max(endpointCount, endpoints.length),
  };
}

function endpointOf(member: AlertMember, texts: Pick<Texts, 'failure'>): TemplateContext {
  const { endpointId, name, kind, target, group, severity, since, endedAt, cause } = member;
  return {
    id: endpointId,
    name,
    kind,
    target,
    group,
    status: endedAt === null ? severity : 'up',
    since: iso(since),
    endedAt: endedAt === null ? null : iso(endedAt),
    cause: cause === null ? null : texts.failure(cause, kind),
  };
}

function incidentOf({ incidentId, since, endedAt }: AlertMember): TemplateContext | null {
  if (incidentId === null) return null;
  return { id: incidentId, startedAt: iso(since), resolvedAt: endedAt === null ? null : iso(endedAt) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
