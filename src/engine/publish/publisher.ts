import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { EndpointState } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Notice, Notification } from '../../contract/model/notices.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { EndpointNotifications, type EndpointNotificationsOptions } from './endpoint-notifications.ts';
import { IncidentLog } from './incident-log.ts';
import { Unreadable } from '../secrets/unreadable.ts';
import type { Transition } from '../verdict/status.ts';
import type { Monitor } from '../endpoints/monitor.ts';

export interface PublisherOptions extends EndpointNotificationsOptions {
  readonly find: (id: EndpointId) => Monitor | undefined;
  /** When the next check is due; null: no check is scheduled, or one is in flight. */
  readonly nextAt: (id: EndpointId) => EpochMs | null;
  /** The name of a parent, or a parent's parent, that is down; null: there is none. */
  readonly behind: (monitor: Monitor) => string | null;
  readonly setNotice: (notice: Notice) => void;
}

/** Publishes the changes of each endpoint to pages, and notifies the user when one goes down or recovers. */
export interface Publisher {
  /** An endpoint is new, or it was edited, paused, resumed or restored. */
  put(monitor: Monitor): void;
  removed(id: EndpointId): void;
  /** A check ended. Its result is pushed by the next `nextCheckChanged`, when the time of the next check is known. */
  result(monitor: Monitor, transition: Transition): void;
  /** The next check is due at another time. */
  nextCheckChanged(id: EndpointId): void;
  /** Shows a notification on this computer and in the open pages. Never throws. */
  show(notification: Notification): void;
  /** What was shown in the last seconds, for pages that were still loading; oldest first. */
  recentNotifications(): readonly Notification[];
  /** Loads the stored incidents. */
  load(incidents: readonly Incident[]): void;
  /** The open incidents of these endpoints, newest first. */
  openIncidents(ids: ReadonlySet<EndpointId>): Incident[];
  /** The newest ended incidents of endpoints that still exist, newest first. */
  endedIncidents(): Incident[];
  view(monitor: Monitor): EndpointView;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { ports, pushBatches, find, nextAt, setNotice } = options;
  const incidents = new IncidentLog();
  const unreadable = new Unreadable();
  const notifications = new EndpointNotifications(options);
  /** Endpoints whose last result was not pushed yet. */
  const unpushed = new Set<EndpointId>();

  function stateOf(monitor: Monitor): EndpointState {
    const state = monitor.state(ports.clock.now(), nextAt(monitor.endpoint.id));
    const behind = state.status === 'down' ? options.behind(monitor) : null;
    return behind === null ? state : { ...state, behind };
  }

  function view(monitor: Monitor): EndpointView {
    return { endpoint: monitor.endpoint, state: stateOf(monitor), recent: monitor.recentChecks };
  }

  function reportUnreadable(id: EndpointId, name: string | null): void {
    const notice = unreadable.put(id, name);
    if (notice !== null) setNotice(notice);
  }

  return {
    put(monitor) {
      const { id } = monitor.endpoint;
      notifications.forget(id);
      reportUnreadable(id, null);
      pushBatches.add({ type: 'endpoint', view: view(monitor) });
      // Pages forget the incidents of a removed endpoint. Push them again, in case this one was restored.
      const ofThis = (incident: Incident): boolean => incident.endpointId === id;
      for (const incident of [...incidents.open(ofThis), ...incidents.ended(ofThis)]) {
        pushBatches.add({ type: 'incident', incident });
      }
    },
    removed(id) {
      notifications.forget(id);
      reportUnreadable(id, null);
      pushBatches.add({ type: 'removed', id });
    },
    result(monitor, { incident, event }) {
      const { id, config } = monitor.endpoint;
      unpushed.add(id);
      reportUnreadable(id, monitor.lastFailure === 'local.secret' ? config.name : null);
      notifications.checked(monitor);
      if (incident === null) return;
      incidents.put(incident);
      pushBatches.add({ type: 'incident', incident });
      notifications.changed(monitor, incident, event);
    },
    nextCheckChanged(id) {
      const monitor = find(id);
      const checked = unpushed.delete(id);
      if (monitor === undefined) return;
      const state = stateOf(monitor);
      if (checked && state.last !== null)
        pushBatches.add({ type: 'checked', id, state: { ...state, last: state.last } });
      else pushBatches.add({ type: 'state', id, state });
    },
    show: (notification) => notifications.show(notification),
    recentNotifications: () => notifications.recent(),
    load(stored) {
      for (const incident of stored) incidents.put(incident);
    },
    openIncidents: (ids) => incidents.open(({ endpointId }) => ids.has(endpointId)),
    endedIncidents: () => incidents.ended(({ endpointId }) => find(endpointId) !== undefined),
    view,
  };
}
