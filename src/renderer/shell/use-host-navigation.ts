import { useEffect } from 'react';
import { IMPORT_PATH, useWaitingImport } from '../features/import/use-waiting-import.ts';
import { useHost, useLiveStore } from '../live/hooks.ts';
import { navigate } from '../navigation/route.ts';
import { useHostWindow } from '../live/host-window.tsx';

/** Goes where the host asks the page to go: a path of a view, or a file that waits to be looked at. */
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
    // A window that was made for the file begins there.
    if (location.hash === `#${IMPORT_PATH}`) navigate('/');
    // Whether it was asked to go there or not: the file of a start waits from before there was a page.
    if (imports) void showWaiting();
    return store.onNavigate(go);
  }, [store, imports, showWaiting]);
}
