/** Shows, replaces and closes native notifications, and reports whether the system shows them. */
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { Log } from '../../engine/ports.ts';

export interface NativeNotification {
  /** It replaces the earlier one with the same tag. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** The path in the page that a click opens. */
  readonly path: string;
  readonly urgency: 'low' | 'normal';
  readonly silent: boolean;
  /** Buttons, where the system shows some (macOS, Windows). */
  readonly actions?: readonly NativeAction[];
}

export interface NativeAction {
  readonly text: string;
  readonly run: () => void;
}

/** Systems show notifications with the same group together. */
const GROUP = 'endpoints';

export interface NativeNotificationsOptions {
  /** Creates one that is not shown yet; null where the system has no notifications. */
  readonly create: ((options: NotificationConstructorOptions) => ElectronNotification) | null;
  readonly icon: string;
  /** Called with a path in the page when a notification is clicked. */
  readonly onOpen: (path: string) => void;
  /** Called when a notification is shown, or with the system's reason when it is not; macOS refuses those of unsigned apps. */
  readonly onDelivery: (problem: string | null) => void;
  readonly log: Log;
}

export interface NativeNotifications {
  show(notification: NativeNotification): void;
  close(tag: string): void;
  closeAll(): void;
}

/** Keep at most this many: systems do not report every notification that a person dismisses. */
const MAX_KEPT = 50;

export function createNativeNotifications(options: NativeNotificationsOptions): NativeNotifications {
  const { create, icon, onOpen, onDelivery, log } = options;
  // By tag, so that they can be replaced. A notification that is garbage-collected would not report its click.
  const shown = new Map<string, ElectronNotification>();

  function close(tag: string): void {
    const notification = shown.get(tag);
    shown.delete(tag);
    notification?.close();
  }

  function fail(title: string, error: unknown): void {
    log('warn', 'A notification could not be shown', { title, error });
    onDelivery(error instanceof Error ? error.message : String(error));
  }

  function listen(notification: ElectronNotification, { tag, title, path, actions = [] }: NativeNotification): void {
    const forget = (): void => {
      if (shown.get(tag) === notification) shown.delete(tag);
    };
    notification.on('show', () => onDelivery(null));
    notification.on('click', () => {
      forget();
      onOpen(path);
    });
    notification.on('action', ({ actionIndex }) => {
      forget();
      actions[actionIndex]?.run();
    });
    notification.on('close', forget);
    notification.on('failed', (_event, error) => {
      forget();
      fail(title, error);
    });
  }

  return {
    show(notification) {
      const { tag, path: _path, actions = [], ...content } = notification;
      close(tag);
      if (create === null) return;
      try {
        const buttons = actions.map(({ text }) => ({ type: 'button' as const, text }));
        const native = create({ id: tag, groupId: GROUP, icon, actions: buttons, ...content });
        shown.set(tag, native);
        listen(native, notification);
        native.show();
      } catch (error) {
        // A notifier must not throw: a notification that the system refuses must not stop checks.
        fail(content.title, error);
      }
      const [oldest] = shown.keys();
      if (shown.size > MAX_KEPT && oldest !== undefined) shown.delete(oldest);
    },
    close,
    closeAll() {
      for (const tag of shown.keys()) close(tag);
    },
  };
}
