import type { EndpointView } from '../../contract/channels.ts';
import type { EndpointId, EpochMs, Incident, Notice } from '../../contract/model.ts';
import { IncidentLog } from './incident-log.ts';
import { newsOf } from '../alerts/incident-text.ts';
import type { Ports } from '../ports.ts';
import type { Pusher } from './push-batches.ts';
import { Unreadable } from '../secrets/unreadable.ts';
import type { Transition } from '../verdict/status.ts';
import type { Watched } from '../endpoints/monitor.ts';

export interface AnnouncerOptions {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'notifier'>;
  readonly pusher: Pick<Pusher, 'add'>;
  readonly find: (id: EndpointId) => Watched | undefined;
  /** When the next check is due; null: none is, or one is in flight. */
  readonly nextAt: (id: EndpointId) => EpochMs | null;
  /** Whether the person wants to be told. */
  readonly notifies: () => boolean;
  readonly setNotice: (notice: Notice) => void;
}

/** Tells pages what becomes of each endpoint, and the person when one goes down or is back. */
export interface Announcer {
  /** An endpoint is new, edited, paused, resumed or restored. */
  put(watched: Watched): void;
  removed(id: EndpointId): void;
  /** A check ended. Its result is pushed by the `moved` that follows, when the next check is known. */
  result(watched: Watched, transition: Transition): void;
  /** The next check is another one. */
  moved(id: EndpointId): void;
  /** What the store kept of incidents. */
  load(incidents: readonly Incident[]): void;
  /** Those of endpoints that are there, newest first. */
  incidents(): Incident[];
  view(watched: Watched): EndpointView;
}

export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { ports, pusher, find, nextAt, setNotice } = options;
  const { clock, log } = ports;
  const incidents = new IncidentLog();
  const unreadable = new Unreadable();
  /** Those whose last result was not pushed yet. */
  const unpushed = new Set<EndpointId>();

  const view = (watched: Watched): EndpointView => watched.view(clock.now(), nextAt(watched.endpoint.id));

  function tellUnreadable(id: EndpointId, name: string | null): void {
    const notice = unreadable.put(id, name);
    if (notice !== null) setNotice(notice);
  }

  function notify(watched: Watched, incident: Incident, news: NonNullable<Transition['news']>): void {
    const until = incident.resolvedAt ?? incident.lastFailureAt;
    const seenDownMs = watched.downMs(incident.startedAt, until, clock.now());
    const notification = newsOf(watched.endpoint, incident, news, seenDownMs);
    pusher.add({ type: 'notification', notification });
    try {
      ports.notifier(notification);
    } catch (error) {
      log('error', 'The notification could not be shown', { error });
    }
  }

  return {
    put(watched) {
      const { id } = watched.endpoint;
      tellUnreadable(id, null);
      pusher.add({ type: 'endpoint', view: view(watched) });
      // Pages forget an endpoint's incidents with it; one that comes back brings them along.
      for (const incident of incidents.list(({ endpointId }) => endpointId === id)) {
        pusher.add({ type: 'incident', incident });
      }
    },
    removed(id) {
      tellUnreadable(id, null);
      pusher.add({ type: 'removed', id });
    },
    result(watched, { incident, news }) {
      const { id, config } = watched.endpoint;
      unpushed.add(id);
      tellUnreadable(id, watched.lastFailure === 'us.secret' ? config.name : null);
      if (incident === null) return;
      incidents.put(incident);
      pusher.add({ type: 'incident', incident });
      if (news !== null && options.notifies()) notify(watched, incident, news);
    },
    moved(id) {
      const watched = find(id);
      const checked = unpushed.delete(id);
      if (watched === undefined) return;
      const state = watched.state(clock.now(), nextAt(id));
      if (checked && state.last !== null) pusher.add({ type: 'checked', id, state: { ...state, last: state.last } });
      else pusher.add({ type: 'state', id, state });
    },
    load(stored) {
      for (const incident of stored) incidents.put(incident);
    },
    incidents: () => incidents.list(({ endpointId }) => find(endpointId) !== undefined),
    view,
  };
}
