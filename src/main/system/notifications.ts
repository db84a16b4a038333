/**
 * Native notifications: one per incident, which the next one about it replaces, and one for all when many come at once.
 * The system itself holds notifications back during do-not-disturb and screen sharing; Electron cannot ask about either.
 */
import type { Notification } from '../../contract/model/notices.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { Notifier, Timer, Timers } from '../../engine/ports.ts';
import type { Texts } from '../../i18n/texts.ts';
import {
  createNativeNotifications,
  type NativeAction,
  type NativeNotificationsOptions,
} from './native-notifications.ts';

export interface NotificationsOptions extends NativeNotificationsOptions {
  readonly texts: Pick<Texts, 'notification' | 'say'>;
  /** A person pressed a button of a notification about an endpoint. */
  readonly onAction: (action: NotificationAction, endpointId: EndpointId) => void;
  /** Whether they have the system's sound. */
  readonly sound: () => boolean;
  readonly nameOf: (endpointId: EndpointId) => string | undefined;
  readonly timers: Timers;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
}

export type NotificationAction = 'acknowledge' | 'silence';

export interface Notifications {
  readonly notify: Notifier;
  /** Closes those that are still shown. */
  dispose(): void;
}

/** More than this many of one kind within `BURST_MS` are replaced by a summary. */
const MAX_SINGLE = 3;
const BURST_MS = 5000;
/** How long a summary waits for more notifications, and the shortest time between two of its updates. */
const SUMMARY_MS = 500;
/** How many endpoints a summary names. */
const MAX_NAMES = 5;

/** Notifications of one kind that arrived within a short time. */
interface Burst {
  members: { readonly at: number; readonly notification: Notification }[];
  /** There are too many, so a summary replaces them. */
  isSummarized: boolean;
  timer: Timer | null;
}

export function createNotifications(options: NotificationsOptions): Notifications {
  const { timers, now, texts } = options;
  const native = createNativeNotifications(options);
  const bursts: Record<'down' | 'up', Burst> = { down: emptyBurst(), up: emptyBurst() };
  let disposed = false;

  function showOne(notification: Notification): void {
    const { tag, endpointId, kind } = notification;
    const path = endpointId === null ? '/' : `/endpoint/${encodeURIComponent(endpointId)}`;
    native.show({
      tag,
      ...texts.notification(notification),
      path,
      urgency: kind === 'up' ? 'low' : 'normal',
      silent: !options.sound(),
      ...(kind === 'down' && endpointId !== null ? { actions: actionsFor(endpointId, path) } : {}),
    });
  }

  function actionsFor(endpointId: EndpointId, path: string): readonly NativeAction[] {
    return [
      { text: texts.say('tray.acknowledge'), run: () => options.onAction('acknowledge', endpointId) },
      { text: texts.say('tray.show'), run: () => options.onOpen(path) },
      { text: texts.say('tray.silenceHour'), run: () => options.onAction('silence', endpointId) },
    ];
  }

  function showSummary(kind: 'down' | 'up', isUpdate: boolean): void {
    const burst = bursts[kind];
    burst.timer = null;
    const names = burst.members.flatMap(({ notification: { endpointId } }) =>
      endpointId === null ? [] : (options.nameOf(endpointId) ?? []),
    );
    const params = {
      count: burst.members.length,
      names: names.slice(0, MAX_NAMES),
      more: Math.max(0, names.length - MAX_NAMES),
    };
    native.show({
      tag: `many-${kind}`,
      ...texts.notification({ code: kind === 'down' ? 'incidents.down' : 'incidents.up', params }),
      path: '/incidents',
      urgency: kind === 'up' ? 'low' : 'normal',
      // A sound once, not for each endpoint that is added.
      silent: isUpdate || !options.sound(),
    });
  }

  function add(notification: Notification, kind: 'down' | 'up'): void {
    const at = now();
    const burst = bursts[kind];
    const isOver = at - (burst.members.at(-1)?.at ?? -Infinity) > BURST_MS;
    if (isOver) {
      burst.members = [];
      burst.isSummarized = false;
    }
    if (!burst.isSummarized) burst.members = burst.members.filter((member) => at - member.at <= BURST_MS);
    burst.members.push({ at, notification });
    const isUpdate = burst.isSummarized;
    burst.isSummarized ||= burst.members.length > MAX_SINGLE;
    if (!burst.isSummarized) {
      showOne(notification);
      return;
    }
    // This also closes earlier ones about the same incidents: an endpoint that is back must not be shown as down.
    for (const { notification: member } of burst.members) native.close(member.tag);
    burst.timer ??= timers.set(() => showSummary(kind, isUpdate), SUMMARY_MS);
  }

  return {
    notify(notification) {
      if (disposed) return;
      if (notification.kind === 'problem') showOne(notification);
      else add(notification, notification.kind);
    },
    dispose() {
      disposed = true;
      for (const { timer } of Object.values(bursts)) if (timer !== null) timers.clear(timer);
      native.closeAll();
    },
  };
}

function emptyBurst(): Burst {
  return { members: [], isSummarized: false, timer: null };
}
