import { join } from 'node:path';
import { Notification } from 'electron';
import type { Notice } from '../../contract/model/notices.ts';
import { systemClock, systemTimers } from '../../engine/node-ports.ts';
import type { Log } from '../../engine/ports.ts';
import type { Texts } from '../../i18n/texts.ts';
import { createDeliveryNotice } from '../system/delivery-notice.ts';
import { resources } from '../system/environment.ts';
import { createNotifications, type Notifications, type NotificationsOptions } from '../system/notifications.ts';
import type { ShellView } from '../tray/engine-watch.ts';

export interface DesktopNotificationsOptions {
  readonly texts: Texts;
  /** Null until the engine runs. */
  readonly view: () => ShellView | null;
  readonly onOpen: (path: string) => void;
  readonly onAction: NotificationsOptions['onAction'];
  readonly setNotice: (notice: Notice) => void;
  readonly log: Log;
}

export interface DesktopNotifications extends Notifications {
  /** Whether the system has notifications at all. */
  readonly isSupported: boolean;
}

/** Must be called after the app is ready, because macOS asks the person for permission here. */
export function createDesktopNotifications(options: DesktopNotificationsOptions): DesktopNotifications {
  const { texts, view, onOpen, onAction, setNotice, log } = options;
  const isSupported = Notification.isSupported();
  const notifications = createNotifications({
    create: isSupported ? (content) => new Notification(content) : null,
    icon: join(resources, 'icons', 'app-256.png'),
    texts,
    sound: () => view()?.settings.notificationSound ?? true,
    nameOf: (id) => view()?.endpoints.get(id)?.name,
    onOpen,
    onAction,
    onDelivery: createDeliveryNotice(setNotice),
    timers: systemTimers,
    now: () => systemClock.mono(),
    log,
  });
  return { isSupported, ...notifications };
}
