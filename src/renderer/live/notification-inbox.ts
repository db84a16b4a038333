/** Delivers each notification to the page once, including those that arrived while it was loading. */
import { NOTIFICATION_KEPT_MS } from '../../contract/channels/snapshot.ts';
import type { Notification } from '../../contract/model/notices.ts';

type Listener = (notification: Notification) => void;

export interface NotificationInbox {
  /** Delivers a pushed notification. */
  deliver(notification: Notification): void;
  /** Delivers the notifications of a snapshot that were not pushed. */
  catchUp(recent: readonly Notification[]): void;
  /** @returns a function that removes the listener */
  listen(listener: Listener): () => void;
}

/** The number of delivered notifications to remember. A snapshot has fewer. */
const MAX_REMEMBERED = 100;
/** The maximum number of waiting notifications; nobody reads more at once. */
const MAX_WAITING = 20;

export function createNotificationInbox(): NotificationInbox {
  const listeners = new Set<Listener>();
  const delivered = new Set<string>();
  /** The notifications that arrived before there was a listener. */
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
      // The other listeners of the same rendering are added right after this one, and also need them.
      queueMicrotask(deliverWaiting);
      return () => listeners.delete(listener);
    },
  };
}
