import { useState } from 'react';
import { useNotifiesHere } from './use-browser-notifications.ts';
import { useHost } from './hooks.ts';
import { useSystemRefusesNotifications } from './use-window-notifications.ts';
import { Button } from '../components/button.tsx';
import { toastError } from './use-command.ts';
import css from './notification-permission.module.css';

/**
 * Shows that the system or the browser blocks notifications, and what to do about it. Renders nothing where they work.
 */
export function NotificationPermission() {
  return (
    <>
      <SystemRefusal />
      <BrowserPermission />
    </>
  );
}

const ALLOW_IN: Readonly<Record<string, string>> = {
  darwin: 'Allow them in System Settings under Notifications; macOS shows only those of signed apps.',
  win32: 'Allow them in Settings under System, Notifications.',
  linux: 'Check that your desktop runs a notification service, and that it is not set to block Lookout.',
};

function SystemRefusal() {
  const refused = useSystemRefusesNotifications();
  const { platform } = useHost();
  if (!refused) return null;
  return (
    <p className={css.note}>
      Your system does not show Lookout’s notifications, so Lookout shows them in its window. {ALLOW_IN[platform] ?? ''}
    </p>
  );
}

/** In a browser, notifications need permission, which may be requested only after a click. */
function BrowserPermission() {
  const here = useNotifiesHere();
  const [permission, setPermission] = useState(() => (here ? Notification.permission : 'granted'));
  if (!here || permission === 'granted') return null;
  if (permission === 'denied') {
    return (
      <p className={css.note}>
        This browser blocks notifications from Lookout. Allow them in the browser’s settings for this site, then reload
        the page.
      </p>
    );
  }
  const ask = async () => {
    try {
      setPermission(await Notification.requestPermission());
    } catch (error) {
      toastError('Could not ask the browser', error);
    }
  };
  return (
    <div className={css.line}>
      <span className={css.note}>
        This browser must allow notifications first, and shows them while this page is open.
      </span>
      <Button size="sm" onClick={() => void ask()}>
        Allow
      </Button>
    </div>
  );
}
