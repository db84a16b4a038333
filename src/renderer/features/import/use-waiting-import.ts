import { useCallback } from 'react';
import { useCommand } from '../../live/use-command.ts';
import { importPreview } from './import-preview.ts';
import { useReadFiles } from './use-read-import.ts';

/** The path to which the host sends the page when there is a file to import. The dialog opens over the list. */
export const IMPORT_PATH = '/import';

/** Shows the endpoints of the file with which Lookout was started, if there is one. */
export function useWaitingImport(): () => Promise<void> {
  const command = useCommand();
  const readFiles = useReadFiles();
  return useCallback(async () => {
    const file = await command('Could not read the file', 'host.waitingImport', {});
    if (file === undefined || file === null) return;
    const { fileName, text, problem } = file;
    if (text !== undefined) await readFiles([{ name: fileName, text }]);
    else
      importPreview.set({
        id: '',
        formats: [],
        fileName,
        entries: [],
        warnings: [],
        hasHistory: false,
        problems: [problem],
      });
  }, [command, readFiles]);
}
