import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { Uptime } from '../../contract/model/uptime.ts';
import type { Store } from '../store/store.ts';
import { ratioOf, shareOf } from '../verdict/uptime.ts';

const DAY_MS = 86_400_000;
const WINDOWS = { '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const satisfies Record<
  Uptime['window'],
  number
>;

/** The uptime of one endpoint over each window that ends now. */
export async function uptimeOf(
  { id }: Pick<Endpoint, 'id'>,
  store: Pick<Store, 'spans' | 'incidents'>,
  now: EpochMs,
): Promise<Uptime[]> {
  const [spans, incidents] = await Promise.all([
    store.spans(id, { from: now - WINDOWS['30d'], to: now }),
    store.incidents({ id, limit: 10_000 }),
  ]);
  return Object.entries(WINDOWS).map(([window, length]) => {
    const from = now - length;
    const share = shareOf(spans, from, now);
    const within = incidents.filter((incident) => (incident.resolvedAt ?? now) >= from);
    return { window: window as Uptime['window'], ratio: ratioOf(share), ...share, incidents: within.length };
  });
}
