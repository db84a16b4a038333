import type { Notification as Told } from '../../contract/model/notices.ts';
import { useHost, useNotified } from './hooks.ts';
import { navigate, pathOf } from '../navigation/route.ts';

/** Whether the page is the one that notifies: on the desktop the main process does. */
export function useNotifiesHere(): boolean {
  return useHost().kind !== 'desktop' && 'Notification' in window;
}

/** Shows what the engine tells as notifications of the browser, when the person has permitted them (in Settings). */
export function useBrowserNotifications(): void {
  const here = useNotifiesHere();
  useNotified((told) => {
    if (here && Notification.permission === 'granted') show(told);
  });
}

function show(told: Told): void {
  const notification = new Notification(told.title, { body: told.body, tag: told.tag });
  notification.addEventListener('click', () => {
    window.focus();
    if (told.endpointId !== null) navigate(pathOf({ name: 'endpoint', id: told.endpointId }));
    notification.close();
  });
}
