import { useCallback } from 'react';
import { CONFIG_FILE_BYTES } from '../../../contract/channels/imports.ts';
import { toast } from '../../components/toast.tsx';
import { useTexts } from '../../live/hooks.ts';
import { toastError, useCommand } from '../../live/use-command.ts';
import { importPreview } from './import-preview.ts';

/** Shows what a text would add. Only useful where the engine can import. */
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

/** Reads a file and shows what it would add. Only useful where the engine can import. */
export function useReadImport(): (file: File) => Promise<void> {
  const readText = useReadText();
  const texts = useTexts();
  return useCallback(
    async (file) => {
      if (file.size > CONFIG_FILE_BYTES) {
        const params = { maxBytes: CONFIG_FILE_BYTES };
        const body = texts.issue({ code: 'file.tooLarge', params, path: '' });
        toast({ title: `Could not read ${file.name}`, body, level: 'error' });
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
    [readText, texts],
  );
}
