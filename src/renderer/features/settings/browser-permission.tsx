import { useState } from 'react';
import { useNotifiesHere } from '../../live/use-browser-notifications.ts';
import { Button } from '../../components/button.tsx';
import { toastError } from '../../live/use-command.ts';
import css from './settings.module.css';

/** In a browser, notifications need the person's word, which may only be asked for after a click. */
export function BrowserPermission() {
  const here = useNotifiesHere();
  const [permission, setPermission] = useState(() => (here ? Notification.permission : 'granted'));
  if (!here || permission === 'granted') return null;
  if (permission === 'denied') {
    return (
      <p className={css.note}>
        This browser blocks notifications from Lookout. Allow them in the browser’s settings for this site.
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
      <span className={css.note}>This browser must allow them first, and shows them while this page is open.</span>
      <Button size="sm" onClick={() => void ask()}>
        Allow
      </Button>
    </div>
  );
}
