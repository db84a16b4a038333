/**
 * Native notifications: one per incident, a later one in the place of the earlier, and one for all when many come at
 * once. Do-not-disturb and screen sharing are the system's to heed: it holds native notifications back itself, and
 * Electron has no way to ask it.
 */
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { Notification } from '../../contract/model/notices.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { Log, Notifier, Timer, Timers } from '../../engine/ports.ts';

export interface NotificationsOptions {
  /** Makes one, not shown yet; null where the system has no notifications. */
  readonly create: ((options: NotificationConstructorOptions) => ElectronNotification) | null;
  readonly icon: string;
  /** Whether they come with the system's sound. */
  readonly sound: () => boolean;
  readonly nameOf: (endpointId: EndpointId) => string | undefined;
  /** A notification was clicked: where it leads in the page. */
  readonly onOpen: (path: string) => void;
  readonly timers: Timers;
  /** Milliseconds on any clock that does not go back. */
  readonly now: () => number;
  readonly log: Log;
}

export interface Notifications {
  readonly notify: Notifier;
  /** Takes away what is still shown. */
  dispose(): void;
}

/** The oldest is let go beyond this: systems do not tell of every notification that it was dismissed. */
const KEPT = 50;
/** More than `ALONE` of one kind within `TOGETHER_MS` are one. */
const ALONE = 3;
const TOGETHER_MS = 5000;
/** A summary waits this long for more, and is renewed no more often. */
const SUMMARY_MS = 500;
/** So many endpoints are named in a summary. */
const NAMED = 5;

/** Notifications of one kind that came close together. */
interface Burst {
  members: { readonly at: number; readonly notification: Notification }[];
  /** They are too many: one summary stands for them. */
  summed: boolean;
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
  const { create, icon, onOpen, timers, now, log } = options;
  // Held by tag to be replaced, and because one that is collected as garbage no longer hears its click.
  const shown = new Map<string, ElectronNotification>();
  const bursts: Record<'down' | 'up', Burst> = { down: noBurst(), up: noBurst() };
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
      // A notifier must not throw: an alert that the system refuses cannot hold up checks.
      log('warn', 'A notification could not be shown', { title: rest.title, error });
    }
    const [oldest] = shown.keys();
    if (shown.size > KEPT && oldest !== undefined) shown.delete(oldest);
  }

  function showOne({ tag, title, body, endpointId, kind }: Notification): void {
    const path = endpointId === null ? '/' : `/endpoint/${encodeURIComponent(endpointId)}`;
    show({ tag, title, body, path, urgency: kind === 'up' ? 'low' : 'normal', silent: !options.sound() });
  }

  function showSummary(kind: 'down' | 'up', renewed: boolean): void {
    const burst = bursts[kind];
    burst.timer = null;
    const names = burst.members.flatMap(({ notification: { endpointId } }) =>
      endpointId === null ? [] : (options.nameOf(endpointId) ?? []),
    );
    const more = names.length - NAMED;
    show({
      tag: `many-${kind}`,
      title: `${burst.members.length} endpoints are ${kind === 'down' ? 'down' : 'back'}`,
      body: more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', '),
      path: '/incidents',
      urgency: kind === 'up' ? 'low' : 'normal',
      // Heard once, not with every endpoint that comes to it.
      silent: renewed || !options.sound(),
    });
  }

  function add(notification: Notification, kind: 'down' | 'up'): void {
    const at = now();
    const burst = bursts[kind];
    const isOver = at - (burst.members.at(-1)?.at ?? -Infinity) > TOGETHER_MS;
    if (isOver) {
      burst.members = [];
      burst.summed = false;
    }
    if (!burst.summed) burst.members = burst.members.filter((member) => at - member.at <= TOGETHER_MS);
    burst.members.push({ at, notification });
    const renewed = burst.summed;
    burst.summed ||= burst.members.length > ALONE;
    if (!burst.summed) {
      showOne(notification);
      return;
    }
    // Those of the same incidents as well: an endpoint that is back must not be shown as down.
    for (const { notification: member } of burst.members) close(member.tag);
    burst.timer ??= timers.set(() => showSummary(kind, renewed), SUMMARY_MS);
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

function noBurst(): Burst {
  return { members: [], summed: false, timer: null };
}
