import { useEffect } from 'react';
import { IMPORT_PATH, useWaitingImport } from '../features/import/use-waiting-import.ts';
import { useHost, useLiveStore } from '../live/hooks.ts';
import { navigate } from '../navigation/route.ts';
import { useHostWindow } from '../live/host-window.tsx';

/** Navigates where the host asks: to a view, or to the import of a file. */
export function useHostNavigation(): void {
  const store = useLiveStore();
  const { main } = useHostWindow();
  const imports = useHost().features.includes('openFiles') && main;
  const showWaiting = useWaitingImport();
  useEffect(() => {
    const go = (path: string) => {
      if (path !== IMPORT_PATH) {
        navigate(path);
        return;
      }
      navigate('/');
      if (imports) void showWaiting();
    };
    // A window that was opened for an import starts with this path.
    if (location.hash === `#${IMPORT_PATH}`) navigate('/');
    // The app may have been started with a file before the page existed.
    if (imports) void showWaiting();
    return store.onNavigate(go);
  }, [store, imports, showWaiting]);
}
