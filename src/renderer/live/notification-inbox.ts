/** Hands notifications to the page once, also those that came while it was loading. */
import { NOTIFICATION_KEPT_MS } from '../../contract/channels/snapshot.ts';
import type { Notification } from '../../contract/model/notices.ts';

type Listener = (notification: Notification) => void;

export interface NotificationInbox {
  /** A notification that was pushed. */
  deliver(notification: Notification): void;
  /** Those of a snapshot: delivers the ones that no push has brought. */
  catchUp(recent: readonly Notification[]): void;
  /** @returns what ends it */
  listen(listener: Listener): () => void;
}

/** Beyond so many, what was delivered is forgotten. A snapshot has fewer. */
const MAX_REMEMBERED = 100;
/** Nobody reads more at once. */
const MAX_WAITING = 20;

export function createNotificationInbox(): NotificationInbox {
  const listeners = new Set<Listener>();
  const delivered = new Set<string>();
  /** Those that came before there was a listener. */
  let waiting: readonly { readonly notification: Notification; readonly at: number }[] = [];

  function deliver(notification: Notification): void {
    const key = JSON.stringify(notification);
    delivered.delete(key);
    delivered.add(key);
    for (const oldest of delivered) {
      if (delivered.size <= MAX_REMEMBERED) break;
      delivered.delete(oldest);
    }
    if (listeners.size === 0) waiting = [...waiting, { notification, at: performance.now() }].slice(-MAX_WAITING);
    for (const listener of listeners) listener(notification);
  }

  function deliverWaiting(): void {
    if (listeners.size === 0) return;
    const since = performance.now() - NOTIFICATION_KEPT_MS;
    const due = waiting.filter(({ at }) => at >= since);
    waiting = [];
    for (const { notification } of due) for (const listener of listeners) listener(notification);
  }

  return {
    deliver,
    catchUp(recent) {
      for (const notification of recent) if (!delivered.has(JSON.stringify(notification))) deliver(notification);
    },
    listen(listener) {
      listeners.add(listener);
      // The other listeners of the same rendering follow at once, and want them, too.
      queueMicrotask(deliverWaiting);
      return () => listeners.delete(listener);
    },
  };
}
