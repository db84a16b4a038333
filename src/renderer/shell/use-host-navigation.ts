import { useEffect } from 'react';
import { IMPORT_PATH, useWaitingImport } from '../features/import/use-waiting-import.ts';
import { useHost, useLiveStore } from '../engine/hooks.ts';
import { navigate } from '../route.ts';

/** Goes where the host asks the page to go: a path of a view, or a file that waits to be looked at. */
export function useHostNavigation(): void {
  const store = useLiveStore();
  const imports = useHost().features.includes('import');
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
    if (location.hash === `#${IMPORT_PATH}`) go(IMPORT_PATH);
    return store.onNavigate(go);
  }, [store, imports, showWaiting]);
}
