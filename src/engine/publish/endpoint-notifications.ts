import type { Incident } from '../../contract/model/incident.ts';
import type { Notification } from '../../contract/model/notices.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { calmNotification, flappingNotification, incidentNotification } from '../alerts/incident-notification.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { Ports } from '../ports.ts';
import type { Transition } from '../verdict/status.ts';
import type { PushBatches } from './push-batches.ts';
import { RecentNotifications } from './recent-notifications.ts';

export interface EndpointNotificationsOptions {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'notifier'>;
  readonly pushBatches: Pick<PushBatches, 'add'>;
  /** Whether the user wants notifications. */
  readonly notifies: () => boolean;
  /** Whether notifications of an endpoint are held now, such as in a silence. */
  readonly isHeld: (monitor: Monitor) => boolean;
  /** How often an endpoint went down lately, if it goes down again and again; null: it does not. */
  readonly flapping: (id: EndpointId) => number | null;
}

/** Notifies the user when an endpoint goes down, recovers or is flapping. */
export class EndpointNotifications {
  readonly #options: EndpointNotificationsOptions;
  /** Endpoints that a notification has reported as flapping. */
  readonly #flapping = new Set<EndpointId>();
  /** Endpoints that went down while their notifications were held. */
  readonly #heldBack = new Set<EndpointId>();
  readonly #shown = new RecentNotifications();

  constructor(options: EndpointNotificationsOptions) {
    this.#options = options;
  }

  /** Shows a notification on this computer and in the open pages. Never throws. */
  show(notification: Notification): void {
    const { ports, pushBatches } = this.#options;
    this.#shown.add(notification, ports.clock.mono());
    pushBatches.add({ type: 'notification', notification });
    try {
      ports.notifier(notification);
    } catch (error) {
      ports.log('error', 'The notification could not be shown', { error });
    }
  }

  /** What was shown in the last seconds, for pages that were still loading; oldest first. */
  recent(): readonly Notification[] {
    return this.#shown.list(this.#options.ports.clock.mono());
  }

  /** An endpoint is new, was edited or removed: nothing that was held back counts any more. */
  forget(id: EndpointId): void {
    this.#heldBack.delete(id);
    this.#flapping.delete(id);
  }

  /** A check ended. Shows the last notification about an endpoint that was flapping and no longer is. */
  checked(monitor: Monitor): void {
    const { id } = monitor.endpoint;
    const { flapping, notifies, isHeld } = this.#options;
    if (!this.#flapping.has(id) || flapping(id) !== null) return;
    this.#flapping.delete(id);
    const { status } = monitor.statusState;
    if (notifies() && !isHeld(monitor)) this.show(calmNotification(monitor.endpoint, status === 'down'));
  }

  /** An endpoint went down or recovered, or it is still down and its notification may no longer be held. */
  changed(monitor: Monitor, incident: Incident, event: Transition['event']): void {
    const { id, source } = monitor.endpoint;
    const { flapping, notifies, isHeld } = this.#options;
    // Nobody has to act when a demo endpoint fails.
    if (source === 'demo') return;
    const downs = flapping(id);
    if (downs !== null && this.#flapping.has(id)) return;
    const wasHeld = this.#heldBack.delete(id);
    const due = wasHeld && incident.resolvedAt === null ? 'wentDown' : event;
    if (due === null || (wasHeld && due === 'recovered')) return;
    if (isHeld(monitor)) {
      if (due === 'wentDown') this.#heldBack.add(id);
    } else if (downs !== null && due === 'wentDown') {
      this.#flapping.add(id);
      if (notifies()) this.show(flappingNotification(monitor.endpoint, incident, downs));
    } else if (notifies()) {
      this.show(incidentNotification(monitor.endpoint, incident, due, monitor.seenDownMs));
    }
  }
}
