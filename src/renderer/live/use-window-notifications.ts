import { useRef } from 'react';
import type { HostInfo } from '../../contract/model/host.ts';
import type { Notice, Notification } from '../../contract/model/notices.ts';
import type { Texts } from '../../i18n/texts.ts';
import { toast } from '../components/toast.tsx';
import { navigate, pathOf } from '../navigation/route.ts';
import { useHost, useLiveStore, useNoticed, useNotices, useNotified, useTexts } from './hooks.ts';

/** How long after a notification the system may report that it refused it. */
const REFUSED_WITHIN_MS = 10_000;

/** Whether this is the desktop app, and the system shows no notifications from Lookout. */
export function useSystemRefusesNotifications(): boolean {
  return systemRefuses(useHost(), useNotices());
}

function systemRefuses({ kind, features }: HostInfo, notices: readonly Notice[]): boolean {
  return kind === 'desktop' && (notices.some(isRefusal) || !features.includes('notificationSound'));
}

function isRefusal({ code, active }: Notice): boolean {
  return code === 'notifications.refused' && active;
}

/** Shows notifications in this window while the system does not show them, including the first ones that it refused. */
export function useWindowNotifications(): void {
  const store = useLiveStore();
  const texts = useTexts();
  /** Those that the system may still refuse. */
  const passed = useRef<readonly { readonly notification: Notification; readonly at: number }[]>([]);

  function lately() {
    const since = performance.now() - REFUSED_WITHIN_MS;
    return passed.current.filter(({ at }) => at >= since);
  }

  // What is rendered may be older than what has arrived: a hidden window is rendered once a minute.
  useNotified((notification) => {
    const state = store.getState();
    if (state !== null && systemRefuses(state.host, state.notices)) show(notification, texts);
    else passed.current = [...lately(), { notification, at: performance.now() }];
  });
  useNoticed((notice) => {
    if (!isRefusal(notice)) return;
    const refused = lately();
    passed.current = [];
    for (const { notification } of refused) show(notification, texts);
  });
}

function show(notification: Notification, texts: Texts): void {
  const { endpointId, kind } = notification;
  const { title, body } = texts.notification(notification);
  toast({
    title,
    body,
    level: kind === 'up' ? 'done' : 'error',
    ...(endpointId === null
      ? {}
      : { action: { label: 'Show', onAction: () => navigate(pathOf({ name: 'endpoint', id: endpointId })) } }),
  });
}
