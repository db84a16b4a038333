import { useCallback } from 'react';
import { useCommand } from '../../components/toast.tsx';
import { importPreview } from './import-preview.ts';

/** Where the host asks the page to go when a file waits to be looked at. It is no view: the dialog opens over the list. */
export const IMPORT_PATH = '/import';

/** Shows what a file that Lookout was started with would add, if one waits. */
export function useWaitingImport(): () => Promise<void> {
  const command = useCommand();
  return useCallback(async () => {
    const preview = await command('Could not look at the file', 'host.waitingImport', {});
    if (preview !== undefined && preview !== null) importPreview.set(preview);
  }, [command]);
}
