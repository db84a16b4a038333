import { useCallback } from 'react';
import { CONFIG_FILE_BYTES } from '../../../contract/channels/imports.ts';
import { formatCount } from '../../format.ts';
import { toast } from '../../components/toast.tsx';
import { toastError, useCommand } from '../../live/use-command.ts';
import { importPreview } from './import-preview.ts';

/** Shows what a text would add; of use where the engine can import. */
export function useReadText(): (fileName: string, text: string) => Promise<void> {
  const command = useCommand();
  return useCallback(
    async (fileName, text) => {
      const preview = await command('Could not read the file', 'imports.read', { fileName, text });
      if (preview !== undefined) importPreview.set(preview);
    },
    [command],
  );
}

/** Reads a file and shows what it would add; of use where the engine can import. */
export function useReadImport(): (file: File) => Promise<void> {
  const readText = useReadText();
  return useCallback(
    async (file) => {
      if (file.size > CONFIG_FILE_BYTES) {
        const [most, size] = [formatCount(CONFIG_FILE_BYTES), formatCount(file.size)];
        toast({
          title: `${file.name} was not read`,
          body: `Expected the file to be ${most} bytes or less, got ${size}`,
          level: 'error',
        });
        return;
      }
      let text: string;
      try {
        text = await file.text();
      } catch (error) {
        toastError(`Could not read ${file.name}`, error);
        return;
      }
      await readText(file.name, text);
    },
    [readText],
  );
}
