import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { EndpointState } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Notice, Notification } from '../../contract/model/notices.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { IncidentLog } from './incident-log.ts';
import { calmNotification, flappingNotification, incidentNotification } from '../alerts/incident-notification.ts';
import type { Ports } from '../ports.ts';
import type { PushBatches } from './push-batches.ts';
import { RecentNotifications } from './recent-notifications.ts';
import { Unreadable } from '../secrets/unreadable.ts';
import type { Transition } from '../verdict/status.ts';
import type { Monitor } from '../endpoints/monitor.ts';

export interface PublisherOptions {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'notifier'>;
  readonly pushBatches: Pick<PushBatches, 'add'>;
  readonly find: (id: EndpointId) => Monitor | undefined;
  /** When the next check is due; null: no check is scheduled, or one is in flight. */
  readonly nextAt: (id: EndpointId) => EpochMs | null;
  /** Whether the user wants notifications. */
  readonly notifies: () => boolean;
  /** Whether notifications of an endpoint are held now, such as in a silence. */
  readonly isHeld: (monitor: Monitor) => boolean;
  /** The name of a parent, or a parent's parent, that is down; null: there is none. */
  readonly behind: (monitor: Monitor) => string | null;
  /** How often an endpoint went down lately, if it goes down again and again; null: it does not. */
  readonly flapping: (id: EndpointId) => number | null;
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
  const { clock, log } = ports;
  const incidents = new IncidentLog();
  const unreadable = new Unreadable();
  /** Endpoints whose last result was not pushed yet. */
  const unpushed = new Set<EndpointId>();
  /** Endpoints that a notification has reported as flapping. */
  const flapping = new Set<EndpointId>();
  /** Endpoints that went down while their notifications were held. */
  const heldBack = new Set<EndpointId>();
  const shown = new RecentNotifications();

  function stateOf(monitor: Monitor): EndpointState {
    const state = monitor.state(clock.now(), nextAt(monitor.endpoint.id));
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

  function show(notification: Notification): void {
    shown.add(notification, clock.mono());
    pushBatches.add({ type: 'notification', notification });
    try {
      ports.notifier(notification);
    } catch (error) {
      log('error', 'The notification could not be shown', { error });
    }
  }

  function notify(monitor: Monitor, incident: Incident, event: NonNullable<Transition['event']>): void {
    show(incidentNotification(monitor.endpoint, incident, event, monitor.seenDownMs));
  }

  /**
   * Notifies people of an endpoint that went down or recovered, or that is still down when its notification is no
   * longer held.
   */
  function notifyOf(monitor: Monitor, incident: Incident, event: Transition['event']): void {
    const { id } = monitor.endpoint;
    // Nobody has to act when a demo endpoint fails.
    if (monitor.endpoint.source === 'demo') return;
    const downs = options.flapping(id);
    if (downs !== null && flapping.has(id)) return;
    const wasHeld = heldBack.delete(id);
    const due = wasHeld && incident.resolvedAt === null ? 'wentDown' : event;
    if (due === null || (wasHeld && due === 'recovered')) return;
    if (options.isHeld(monitor)) {
      if (due === 'wentDown') heldBack.add(id);
    } else if (downs !== null && due === 'wentDown') {
      flapping.add(id);
      if (options.notifies()) show(flappingNotification(monitor.endpoint, incident, downs));
    } else if (options.notifies()) notify(monitor, incident, due);
  }

  /** The last notification about an endpoint that was flapping. */
  function notifyOfCalm(monitor: Monitor): void {
    const { id } = monitor.endpoint;
    if (!flapping.has(id) || options.flapping(id) !== null) return;
    flapping.delete(id);
    const { status } = monitor.statusState;
    if (options.notifies() && !options.isHeld(monitor)) show(calmNotification(monitor.endpoint, status === 'down'));
  }

  return {
    put(monitor) {
      const { id } = monitor.endpoint;
      heldBack.delete(id);
      flapping.delete(id);
      reportUnreadable(id, null);
      pushBatches.add({ type: 'endpoint', view: view(monitor) });
      // Pages forget the incidents of a removed endpoint. Push them again, in case this one was restored.
      const ofThis = (incident: Incident): boolean => incident.endpointId === id;
      for (const incident of [...incidents.open(ofThis), ...incidents.ended(ofThis)]) {
        pushBatches.add({ type: 'incident', incident });
      }
    },
    removed(id) {
      heldBack.delete(id);
      flapping.delete(id);
      reportUnreadable(id, null);
      pushBatches.add({ type: 'removed', id });
    },
    result(monitor, { incident, event }) {
      const { id, config } = monitor.endpoint;
      unpushed.add(id);
      reportUnreadable(id, monitor.lastFailure === 'local.secret' ? config.name : null);
      notifyOfCalm(monitor);
      if (incident === null) return;
      incidents.put(incident);
      pushBatches.add({ type: 'incident', incident });
      notifyOf(monitor, incident, event);
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
    show,
    recentNotifications: () => shown.list(clock.mono()),
    load(stored) {
      for (const incident of stored) incidents.put(incident);
    },
    openIncidents: (ids) => incidents.open(({ endpointId }) => ids.has(endpointId)),
    endedIncidents: () => incidents.ended(({ endpointId }) => find(endpointId) !== undefined),
    view,
  };
}
