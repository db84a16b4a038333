/** Native notifications: one per incident, a later one in the place of the earlier. */
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { EndpointId, Notification } from '../contract/model.ts';
import type { Log, Notifier } from '../engine/ports.ts';

export interface NotificationsOptions {
  /** Makes one, not shown yet; null where the system has no notifications. */
  readonly create: ((options: NotificationConstructorOptions) => ElectronNotification) | null;
  readonly icon: string;
  /** A notification was clicked. */
  readonly onOpen: (endpointId: EndpointId | null) => void;
  readonly log: Log;
}

export interface Notifications {
  readonly notify: Notifier;
  /** Takes away what is still shown. */
  dispose(): void;
}

/** The oldest is let go beyond this: systems do not tell of every notification that it was dismissed. */
const KEPT = 50;

export function createNotifications({ create, icon, onOpen, log }: NotificationsOptions): Notifications {
  // Held by tag to be replaced, and because one that is collected as garbage no longer hears its click.
  const shown = new Map<string, ElectronNotification>();
  let disposed = false;

  function close(tag: string): void {
    const notification = shown.get(tag);
    shown.delete(tag);
    notification?.close();
  }

  function show({ tag, title, body, endpointId, kind }: Notification, make: NonNullable<typeof create>): void {
    close(tag);
    const notification = make({ id: tag, title, body, icon, urgency: kind === 'up' ? 'low' : 'normal' });
    shown.set(tag, notification);
    const forget = (): void => {
      if (shown.get(tag) === notification) shown.delete(tag);
    };
    notification.on('click', () => {
      forget();
      onOpen(endpointId);
    });
    notification.on('close', forget);
    notification.on('failed', (_event, error) => {
      forget();
      log('warn', 'A notification could not be shown', { title, error });
    });
    notification.show();
    const [oldest] = shown.keys();
    if (shown.size > KEPT && oldest !== undefined) shown.delete(oldest);
  }

  return {
    notify(notification) {
      if (disposed || create === null) return;
      try {
        show(notification, create);
      } catch (error) {
        // A notifier must not throw: an alert that the system refuses cannot hold up checks.
        log('warn', 'A notification could not be shown', { title: notification.title, error });
      }
    },
    dispose() {
      disposed = true;
      for (const tag of shown.keys()) close(tag);
    },
  };
}
