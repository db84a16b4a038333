import { useEffect, useState } from 'react';

const IDLE_MS = 3000;

/** Whether the pointer has rested and no key was pressed for some seconds. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onActivity = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    onActivity();
    const events = ['pointermove', 'pointerdown', 'keydown'] as const;
    for (const event of events) window.addEventListener(event, onActivity);
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, onActivity);
    };
  }, []);
  return idle;
}
