/** Endpoints that fail together are one outage, which names what they have in common. Pure. */
import { SHARED_BY, type Outage, type SharedBy } from '../../contract/model/incident-event.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';

/** Failures this close belong together, whatever the intervals are. */
const LEAST_MS: Ms = 60_000;
/** At least this share of the failed endpoints must have something in common for it to be named. */
const COVERED = 0.8;
/** At most this share of the endpoints that have it may be healthy. */
const HEALTHY = 0.25;

export interface FailedEndpoint {
  /** The incident. */
  readonly id: string;
  readonly endpointId: EndpointId;
  readonly startedAt: EpochMs;
  readonly resolvedAt: EpochMs | null;
  /** Of the checks of the endpoint. */
  readonly interval: Ms;
}

/** What an endpoint may have in common with others; absent: not known. */
export type Attributes = Readonly<Partial<Record<SharedBy, string>>>;

/**
 * Groups incidents that began within two intervals, or a minute, after one another.
 * @param attributes of every endpoint, also of healthy ones
 * @returns the outages of at least two endpoints, oldest first
 */
export function correlate(
  failed: readonly FailedEndpoint[],
  attributes: ReadonlyMap<EndpointId, Attributes>,
): readonly Outage[] {
  const outages: Outage[] = [];
  for (const together of clusters(failed)) {
    const ids = new Set(together.map(({ endpointId }) => endpointId));
    const [first] = together;
    if (first === undefined || ids.size < 2) continue;
    const ends = together.map(({ resolvedAt }) => resolvedAt);
    outages.push({
      from: first.startedAt,
      to: ends.includes(null) ? null : Math.max(...ends.map((end) => end ?? 0)),
      incidents: together.map(({ id, endpointId }) => ({ id, endpointId })),
      shared: sharedBy(ids, attributes),
    });
  }
  return outages;
}

function clusters(failed: readonly FailedEndpoint[]): readonly (readonly FailedEndpoint[])[] {
  const found: FailedEndpoint[][] = [];
  for (const one of failed.toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))) {
    const last = found.at(-1);
    const before = last?.at(-1);
    const reach = Math.max(2 * one.interval, 2 * (before?.interval ?? 0), LEAST_MS);
    if (last !== undefined && before !== undefined && one.startedAt - before.startedAt <= reach) last.push(one);
    else found.push([one]);
  }
  return found;
}

/** The most specific thing that covers most of the failed endpoints, and few healthy ones. */
function sharedBy(failed: ReadonlySet<EndpointId>, attributes: ReadonlyMap<EndpointId, Attributes>): Outage['shared'] {
  let best: Outage['shared'] = null;
  for (const by of SHARED_BY) {
    const counts = new Map<string, { failed: number; all: number }>();
    for (const [id, { [by]: value }] of attributes) {
      if (value === undefined || value === '') continue;
      const count = counts.get(value) ?? { failed: 0, all: 0 };
      counts.set(value, { failed: count.failed + (failed.has(id) ? 1 : 0), all: count.all + 1 });
    }
    for (const [value, count] of counts) {
      if (count.failed < 2 || count.failed < COVERED * failed.size) continue;
      if (count.all - count.failed > HEALTHY * count.all) continue;
      // The fewer endpoints have it, the more specific it is; at a tie, the order of `SHARED_BY` decides.
      if (best === null || count.all < best.all) best = { by, value, ...count };
    }
  }
  return best;
}

/** The network of an address: /24 of IPv4, /64 of IPv6. @param remote an address with or without a port */
export function networkOf(remote: string): string | undefined {
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?::\d+)?$/u.exec(remote)?.[1];
  if (v4 !== undefined) return `${v4}.0/24`;
  const v6 = /^\[?([0-9a-f:]+)\]?(?::\d+)?$/iu.exec(
    remote.startsWith('[') ? remote.replace(/\]:\d+$/u, ']') : remote,
  )?.[1];
  if (v6?.includes(':') !== true) return undefined;
  const [head = '', tail = ''] = v6.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = v6.includes('::')
    ? Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
    : [];
  return `${[...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/u, ''))
    .join(':')}::/64`;
}
