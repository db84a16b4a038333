import { NOTIFICATION_KEPT_MS } from '../../contract/channels/snapshot.ts';
import type { Notification } from '../../contract/model/notices.ts';
import type { Ms } from '../../contract/model/units.ts';

/** The most notifications that are kept. A page would not show more at once. */
const MAX_KEPT = 20;

/** The notifications of the last seconds, for pages that were still loading when they were pushed. */
export class RecentNotifications {
  #kept: readonly { readonly at: Ms; readonly notification: Notification }[] = [];

  /** @param at the time on the monotonic clock */
  add(notification: Notification, at: Ms): void {
    this.#kept = [...this.#since(at), { at, notification }].slice(-MAX_KEPT);
  }

  /** Oldest first. @param now the time on the monotonic clock */
  list(now: Ms): readonly Notification[] {
    return this.#since(now).map(({ notification }) => notification);
  }

  #since(now: Ms) {
    return this.#kept.filter(({ at }) => now - at <= NOTIFICATION_KEPT_MS);
  }
}
