import type { Answer, Args, Channel, Snapshot } from '../../contract/channels.ts';
import type { CheckResult, Endpoint, EndpointInput, Health, Settings, Uptime } from '../../contract/model.ts';
import type { CheckKind } from '../check/kind.ts';
import { parseTargets } from '../check/registry.ts';
import type { Entry } from '../endpoints/read-endpoints.ts';
import type { Clock } from '../ports.ts';
import type { Roster } from '../roster.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { Store } from '../store/store.ts';
import { ratioOf, shareOf } from '../verdict/timeline.ts';
import { invalid } from '../base/request-error.ts';

export type Handlers = { readonly [C in Channel]: (args: Args<C>) => Answer<C> | Promise<Answer<C>> };

export interface HandlerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly roster: Roster;
  readonly scheduler: Scheduler;
  readonly kinds: readonly CheckKind[];
  readonly snapshot: () => Snapshot;
  readonly health: () => Health;
  readonly updateSettings: (settings: Partial<Settings>) => Promise<Settings>;
  /** Fills in what the settings say of new endpoints. */
  readonly complete: (input: EndpointInput) => EndpointInput;
  /** Checks once, outside the schedule, what is not kept. */
  readonly test: (entry: Entry) => Promise<CheckResult>;
}

const DAY_MS = 86_400_000;
const WINDOWS = { '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const;

/** What each channel does. Arguments are validated before they come here. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { clock, store, roster, kinds } = parts;
  return {
    'app.snapshot': parts.snapshot,
    'health.get': parts.health,
    'endpoints.parse': ({ text }) => {
      const targets = new Set([...roster].map((watched) => watched.endpoint.target));
      return parseTargets(text, kinds).map((line) => {
        if (line.target === undefined) return line;
        const duplicate = targets.has(line.target);
        targets.add(line.target);
        return duplicate ? { ...line, duplicate } : line;
      });
    },
    'endpoints.create': ({ endpoints, secretsOf }) => roster.create(endpoints.map(parts.complete), secretsOf),
    'endpoints.update': ({ id, config }) => roster.update(id, parts.complete(config)),
    'endpoints.remove': ({ ids }) => roster.remove(ids),
    'endpoints.restore': ({ ids }) => roster.restore(ids),
    'endpoints.pause': ({ ids, until = null }) => {
      if (until !== null && until <= clock.now()) {
        throw invalid([{ path: 'until', message: `Expected until to be later than now, got ${until}` }]);
      }
      return roster.setPaused(ids, true, until);
    },
    'endpoints.resume': ({ ids }) => roster.setPaused(ids, false),
    'endpoints.checkNow': ({ ids }) => roster.checkNow(ids),
    'endpoints.test': ({ config, secretsOf }) => parts.test(roster.read(parts.complete(config), secretsOf)),
    'checks.list': async ({ id, before, limit }) => {
      roster.get(id);
      return [...(await store.checks(id, { limit, ...(before === undefined ? {} : { before }) }))];
    },
    'series.get': ({ id, from, to, points }) => {
      roster.get(id);
      return store.series(id, { from, to, points });
    },
    'incidents.list': async ({ id, before, beforeId, limit }) => {
      const options = {
        limit,
        ...(id === undefined ? {} : { id }),
        ...(before === undefined ? {} : { before }),
        ...(beforeId === undefined ? {} : { beforeId }),
      };
      if (id !== undefined) roster.get(id);
      // An endpoint that was removed can come back, and its incidents with it; until then nobody can look it up.
      return (await store.incidents(options)).filter((incident) => roster.find(incident.endpointId) !== undefined);
    },
    'uptime.get': ({ id }) => uptimeOf(roster.get(id).endpoint, store, clock.now()),
    'settings.update': ({ settings }) => parts.updateSettings(settings),
  };
}

async function uptimeOf(endpoint: Endpoint, store: Store, now: number): Promise<Uptime[]> {
  const range = { from: now - WINDOWS['30d'], to: now };
  const [spans, incidents] = await Promise.all([
    store.spans(endpoint.id, range),
    store.incidents({ id: endpoint.id, limit: 10_000 }),
  ]);
  return Object.entries(WINDOWS).map(([window, length]) => {
    const from = now - length;
    const share = shareOf(spans, from, now);
    const within = incidents.filter((incident) => (incident.resolvedAt ?? now) >= from);
    return { window: window as Uptime['window'], ratio: ratioOf(share), ...share, incidents: within.length };
  });
}
