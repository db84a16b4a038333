import type { Notification as EngineNotification } from '../../contract/model/notices.ts';
import type { Texts } from '../../i18n/texts.ts';
import { useHost, useNotified, useTexts } from './hooks.ts';
import { navigate, pathOf } from '../navigation/route.ts';

/** Whether the page shows notifications. On the desktop, the main process does. */
export function useNotifiesHere(): boolean {
  return useHost().kind !== 'desktop' && 'Notification' in window;
}

/** Shows the engine's notifications as browser notifications, if the person has allowed them in Settings. */
export function useBrowserNotifications(): void {
  const here = useNotifiesHere();
  const texts = useTexts();
  useNotified((notification) => {
    if (here && Notification.permission === 'granted') show(notification, texts);
  });
}

function show(notification: EngineNotification, texts: Texts): void {
  const { tag, endpointId } = notification;
  const { title, body } = texts.notification(notification);
  const shown = new Notification(title, { body, tag });
  shown.addEventListener('click', () => {
    window.focus();
    if (endpointId !== null) navigate(pathOf({ name: 'endpoint', id: endpointId }));
    shown.close();
  });
}
