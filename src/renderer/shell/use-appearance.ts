import { useEffect } from 'react';
import { useSettings } from '../live/hooks.ts';

/**
 * Sets the theme and the density on the document, for the styles; `system` leaves the theme to `prefers-color-scheme`.
 */
export function useAppearance(): void {
  const { theme, density } = useSettings();
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
}
