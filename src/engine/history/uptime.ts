import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { Uptime } from '../../contract/model/uptime.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { Store } from '../store/store.ts';
import { ratioOf } from '../verdict/uptime.ts';

const DAY_MS = 86_400_000;
const WINDOWS = [
  ['24h', DAY_MS],
  ['7d', 7 * DAY_MS],
  ['30d', 30 * DAY_MS],
] as const satisfies readonly (readonly [Uptime['window'], Ms])[];

/** The uptime of one endpoint over each window that ends now. */
export async function uptimeOf(
  { endpoint }: Pick<Monitor, 'endpoint'>,
  store: Pick<Store, 'uptime'>,
  now: EpochMs,
): Promise<Uptime[]> {
  const shares = await store.uptime(endpoint.id, { from: WINDOWS.map(([, length]) => now - length), to: now });
  return WINDOWS.flatMap(([window], index) => {
    const share = shares[index];
    if (share === undefined) return [];
    const { upMs, downMs, incidents } = share;
    return [{ window, ratio: ratioOf(share), upMs, downMs, watchedMs: upMs + downMs, incidents }];
  });
}
