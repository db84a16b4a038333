/**
 * Native notifications: one per incident, which the next one about it replaces, and one for all when many come at once.
 * The system itself holds notifications back during do-not-disturb and screen sharing; Electron cannot ask about either.
 */
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { Notification } from '../../contract/model/notices.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { Log, Notifier, Timer, Timers } from '../../engine/ports.ts';
import type { Texts } from '../../i18n/texts.ts';

export interface NotificationsOptions {
  /** Creates one that is not shown yet; null where the system has no notifications. */
  readonly create: ((options: NotificationConstructorOptions) => ElectronNotification) | null;
  readonly icon: string;
  readonly texts: Pick<Texts, 'notification'>;
  /** Whether they have the system's sound. */
  readonly sound: () => boolean;
  readonly nameOf: (endpointId: EndpointId) => string | undefined;
  /** Called with a path in the page when a notification is clicked. */
  readonly onOpen: (path: string) => void;
  readonly timers: Timers;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  readonly log: Log;
}

export interface Notifications {
  readonly notify: Notifier;
  /** Closes those that are still shown. */
  dispose(): void;
}

/** Keep at most this many: systems do not report every notification that a person dismisses. */
const MAX_KEPT = 50;
/** More than this many of one kind within `BURST_MS` are replaced by a summary. */
const MAX_SINGLE = 3;
const BURST_MS = 5000;
/** How long a summary waits for more notifications, and the shortest time between two of its updates. */
const SUMMARY_MS = 500;
/** How many endpoints a summary names. */
const MAX_NAMES = 5;

/** Notifications of one kind that came within a short time. */
interface Burst {
  members: { readonly at: number; readonly notification: Notification }[];
  /** There are too many, so a summary replaces them. */
  isSummarized: boolean;
  timer: Timer | null;
}

interface Shown {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly urgency: 'low' | 'normal';
  readonly silent: boolean;
}

export function createNotifications(options: NotificationsOptions): Notifications {
  const { create, icon, onOpen, timers, now, log, texts } = options;
  // By tag, so that they can be replaced. A notification that is garbage-collected would not report its click.
  const shown = new Map<string, ElectronNotification>();
  const bursts: Record<'down' | 'up', Burst> = { down: emptyBurst(), up: emptyBurst() };
  let disposed = false;

  function close(tag: string): void {
    const notification = shown.get(tag);
    shown.delete(tag);
    notification?.close();
  }

  function show({ tag, path, ...rest }: Shown): void {
    close(tag);
    if (create === null || disposed) return;
    try {
      const notification = create({ id: tag, icon, ...rest });
      shown.set(tag, notification);
      const forget = (): void => {
        if (shown.get(tag) === notification) shown.delete(tag);
      };
      notification.on('click', () => {
        forget();
        onOpen(path);
      });
      notification.on('close', forget);
      notification.on('failed', (_event, error) => {
        forget();
        log('warn', 'A notification could not be shown', { title: rest.title, error });
      });
      notification.show();
    } catch (error) {
      // A notifier must not throw: a notification that the system refuses must not stop checks.
      log('warn', 'A notification could not be shown', { title: rest.title, error });
    }
    const [oldest] = shown.keys();
    if (shown.size > MAX_KEPT && oldest !== undefined) shown.delete(oldest);
  }

  function showOne(notification: Notification): void {
    const { tag, endpointId, kind } = notification;
    const path = endpointId === null ? '/' : `/endpoint/${encodeURIComponent(endpointId)}`;
    show({
      tag,
      ...texts.notification(notification),
      path,
      urgency: kind === 'up' ? 'low' : 'normal',
      silent: !options.sound(),
    });
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
    show({
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
    for (const { notification: member } of burst.members) close(member.tag);
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
      for (const tag of shown.keys()) close(tag);
    },
  };
}

function emptyBurst(): Burst {
  return { members: [], isSummarized: false, timer: null };
}
