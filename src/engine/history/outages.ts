/** Which incidents of a range belong together, and what their endpoints have in common. */
import type { CheckResult } from '../../contract/model/check.ts';
import type { Outage } from '../../contract/model/incident-event.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Store } from '../store/store.ts';
import { correlate, networkOf, type Attributes } from '../verdict/correlation.ts';

const PAGE = 200;
/** The most incidents of a range that are read. */
export const MAX_INCIDENTS = 5000;

export interface IncidentRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The incidents of watched endpoints that were open at any time in a range, newest first. */
export async function incidentsWithin(
  { from, to }: IncidentRange,
  store: Pick<Store, 'incidents'>,
  isWanted: (incident: Incident) => boolean,
): Promise<Incident[]> {
  const found: Incident[] = [];
  let before: { before: EpochMs; beforeId?: string } = { before: to + 1 };
  while (found.length < MAX_INCIDENTS) {
    const page = await store.incidents({ ...before, endedAfter: from, limit: PAGE });
    found.push(...page.filter(isWanted));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    before = { before: last.startedAt, beforeId: last.id };
  }
  return found;
}

/** The outages of several endpoints in a range, newest first. */
export async function outagesWithin(
  range: IncidentRange,
  { store, registry }: { readonly store: Pick<Store, 'incidents' | 'checks'>; readonly registry: EndpointRegistry },
): Promise<Outage[]> {
  const incidents = await incidentsWithin(range, store, ({ endpointId }) => registry.find(endpointId) !== undefined);
  // Most of the time nothing failed together, and the attributes of all endpoints are not needed.
  const failed = incidents.map(({ id, endpointId, startedAt, resolvedAt }) => {
    const { interval } = registry.get(endpointId).endpoint.config;
    return { id, endpointId, startedAt, resolvedAt, interval };
  });
  if (correlate(failed, new Map()).length === 0) return [];
  const attributes = new Map<EndpointId, Attributes>();
  for (const monitor of registry) {
    const known = await lastAnswer(monitor, range, store);
    attributes.set(monitor.endpoint.id, attributesOf(monitor, known));
  }
  return correlate(failed, attributes).toReversed();
}

/** The last check up to the range that reached the endpoint. */
async function lastAnswer(
  { endpoint }: Monitor,
  { to }: IncidentRange,
  store: Pick<Store, 'checks'>,
): Promise<CheckResult | null> {
  const checks = await store.checks(endpoint.id, { before: to + 1, limit: 20 });
  return checks.find(({ details }) => details.remoteAddress !== undefined) ?? checks[0] ?? null;
}

function attributesOf({ host, endpoint: { config } }: Monitor, check: CheckResult | null): Attributes {
  const address = check?.details.remoteAddress?.replace(/:\d+$/u, '');
  const network = address === undefined ? undefined : networkOf(address);
  const issuer = check?.details.tls?.chain[0]?.issuer;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const [proxy, resolver] = [text(config['proxy']), text(config['dnsServer'])];
  return {
    ...(host === '' ? {} : { host }),
    ...(address === undefined ? {} : { address }),
    ...(network === undefined ? {} : { network }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(resolver === undefined ? {} : { resolver }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(config.group === '' ? {} : { group: config.group }),
  };
}
