/** The state of the page, and how pushes change it. Pure: the live store holds the state. */
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import { RECENT_INCIDENTS, type Collection, type Push, type Snapshot } from '../../contract/channels/snapshot.ts';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { Health } from '../../contract/model/health.ts';
import type { HostInfo } from '../../contract/model/host.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Network, Notice } from '../../contract/model/notices.ts';
import type { Source } from '../../contract/model/source.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { appendRecent } from '../../shared/recent-checks.ts';

/** How much history `healthHistory` keeps. */
export const HEALTH_HISTORY_MS = 5 * 60_000;

export interface LiveState {
  /** The number of the last push that the state contains. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly host: HostInfo;
  readonly sources: readonly Source[];
  readonly kinds: readonly KindDescriptor[];
  readonly settings: Settings;
  readonly network: Network;
  /** The active notices, oldest first. */
  readonly notices: readonly Notice[];
  readonly health: Health | null;
  /** Oldest first, over at most `HEALTH_HISTORY_MS`. */
  readonly healthHistory: readonly Health[];
  /** All open incidents and the newest ended ones, newest first. */
  readonly incidents: readonly Incident[];
  /** How often each collection has changed. A snapshot starts again at zero, because changes may have been missed. */
  readonly changed: Readonly<Partial<Record<Collection, number>>>;
  /** In the order in which they were added. Never mutated: a push that changes an endpoint creates a new map. */
  readonly endpoints: ReadonlyMap<string, EndpointView>;
  /** The keys of `endpoints`. A new array only when an endpoint was added or removed. */
  readonly ids: readonly string[];
}

/** @param previous the state before a gap or a reconnect, whose health history continues */
export function fromSnapshot(snapshot: Snapshot, previous: LiveState | null = null): LiveState {
  const endpoints = new Map(snapshot.endpoints.map((view) => [view.endpoint.id, view]));
  return {
    seq: snapshot.seq,
    at: snapshot.at,
    host: snapshot.host,
    sources: snapshot.sources,
    kinds: snapshot.kinds,
    settings: snapshot.settings,
    network: snapshot.network,
    notices: snapshot.notices.filter((notice) => notice.active),
    health: snapshot.health,
    healthHistory: withHealth(previous?.healthHistory ?? [], snapshot.health),
    incidents: byStart(snapshot.incidents),
    changed: previous === null ? {} : mapped(previous.changed),
    endpoints,
    ids: [...endpoints.keys()],
  };
}

/**
 * Applies a push.
 * @returns the new state; null when the push changes an unknown endpoint, so a new snapshot is needed
 */
export function applyPush(state: LiveState, push: Push): LiveState | null {
  const next: Mutable<LiveState> = { ...state, seq: push.seq, at: push.at };
  // One copy per push instead of per change: a push may contain hundreds of checks of ten thousand endpoints.
  let endpoints: Map<string, EndpointView> | null = null;
  const own = () => (endpoints ??= new Map(state.endpoints));
  for (const change of push.changes) {
    switch (change.type) {
      case 'endpoint': {
        const { id } = change.view.endpoint;
        const known = (endpoints ?? state.endpoints).has(id);
        own().set(id, change.view);
        if (!known) next.ids = [...next.ids, id];
        break;
      }
      case 'removed':
        if (!own().delete(change.id)) return null;
        next.ids = next.ids.filter((id) => id !== change.id);
        next.incidents = next.incidents.filter((incident) => incident.endpointId !== change.id);
        break;
      case 'checked': {
        const view = own().get(change.id);
        if (view === undefined) return null;
        own().set(change.id, {
          endpoint: view.endpoint,
          state: change.state,
          recent: appendRecent(view.recent, change.state.last),
        });
        break;
      }
      case 'state': {
        const view = own().get(change.id);
        if (view === undefined) return null;
        own().set(change.id, { ...view, state: change.state });
        break;
      }
      case 'incident':
        next.incidents = withIncident(next.incidents, change.incident);
        break;
      case 'changed':
        next.changed = { ...next.changed, [change.what]: (next.changed[change.what] ?? 0) + 1 };
        break;
      case 'sources':
        next.sources = change.sources;
        break;
      case 'settings':
        next.settings = change.settings;
        break;
      case 'network':
        next.network = change.network;
        break;
      case 'notice':
        next.notices = withNotice(next.notices, change.notice);
        break;
      case 'health':
        next.health = change.health;
        next.healthHistory = withHealth(next.healthHistory, change.health);
        break;
      case 'notification':
      case 'sound':
        // Delivered once to the listeners; not part of the state.
        break;
    }
  }
  if (endpoints !== null) next.endpoints = endpoints;
  return next;
}

/** Changes every count. */
function mapped(changed: LiveState['changed']): LiveState['changed'] {
  return Object.fromEntries(Object.entries(changed).map(([what, count]) => [what, count + 1]));
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
function withIncident(incidents: readonly Incident[], incident: Incident): readonly Incident[] {
  return byStart([incident, ...incidents.filter((known) => known.id !== incident.id)]);
}

function byStart(incidents: readonly Incident[]): readonly Incident[] {
  let ended = 0;
  return [...incidents]
    .sort((a, b) => b.startedAt - a.startedAt)
    .filter((incident) => incident.resolvedAt === null || ++ended <= RECENT_INCIDENTS);
}

function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  const others = notices.filter((known) => known.id !== notice.id);
  return notice.active ? [...others, notice] : others;
}

function withHealth(history: readonly Health[], health: Health | null): readonly Health[] {
  if (health === null || history.at(-1)?.at === health.at) return history;
  return [...history.filter((one) => one.at > health.at - HEALTH_HISTORY_MS && one.at < health.at), health];
}
