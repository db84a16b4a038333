import { useEffect } from 'react';
import { useSettings } from '../live/hooks.ts';

/** Puts the chosen theme on the document; `system` leaves it to `prefers-color-scheme`. */
export function useTheme(): void {
  const { theme } = useSettings();
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
