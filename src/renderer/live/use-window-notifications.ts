import { useEffect, useRef } from 'react';
import type { Notification } from '../../contract/model/notices.ts';
import type { Texts } from '../../i18n/texts.ts';
import { toast } from '../components/toast.tsx';
import { navigate, pathOf } from '../navigation/route.ts';
import { useHost, useNotices, useNotified, useTexts } from './hooks.ts';

/** How long after a notification the system may report that it refused it. */
const REFUSED_WITHIN_MS = 10_000;

/** Whether this is the desktop app, and the system shows no notifications from Lookout. */
export function useSystemRefusesNotifications(): boolean {
  const { kind, features } = useHost();
  const refused = useNotices().some(({ code }) => code === 'notifications.refused');
  return kind === 'desktop' && (refused || !features.includes('notificationSound'));
}

/** Shows notifications in this window while the system does not show them, including the first one that it refused. */
export function useWindowNotifications(): void {
  const refuses = useSystemRefusesNotifications();
  const texts = useTexts();
  const last = useRef<{ readonly notification: Notification; readonly at: number } | null>(null);
  useNotified((notification) => {
    if (refuses) show(notification, texts);
    else last.current = { notification, at: Date.now() };
  });
  useEffect(() => {
    if (!refuses || last.current === null) return;
    const { notification, at } = last.current;
    last.current = null;
    if (Date.now() - at < REFUSED_WITHIN_MS) show(notification, texts);
  }, [refuses, texts]);
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
