import { useCallback } from 'react';
import { IMPORT_BYTES, type ImportFile } from '../../../contract/channels/imports.ts';
import { toast } from '../../components/toast.tsx';
import { fileBase64 } from '../../form/file-base64.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { toastError, useToastRefusal } from '../../live/use-command.ts';
import { importPreview, type ReadingImport } from './import-preview.ts';

/** Shows the endpoints that files would add. Only useful where the engine can import. */
export function useReadFiles(): (files: ImportFile[]) => Promise<void> {
  const request = useRequest();
  const toastRefusal = useToastRefusal();
  return useCallback(
    async (files) => {
      let isCancelled = false;
      const reading: ReadingImport = {
        reading: files[0]?.name ?? '',
        cancel() {
          isCancelled = true;
          importPreview.set(null);
          request('imports.cancel', {}).catch((error: unknown) => toastRefusal('Could not cancel', error));
        },
      };
      importPreview.set(reading);
      try {
        const preview = await request('imports.read', { files });
        if (!isCancelled) importPreview.set(preview);
      } catch (error) {
        if (isCancelled) return;
        importPreview.set(null);
        toastRefusal('Could not read the file', error);
      }
    },
    [request, toastRefusal],
  );
}

/** Reads files and shows the endpoints that they would add. Only useful where the engine can import. */
export function useReadImport(): (files: readonly File[]) => Promise<void> {
  const readFiles = useReadFiles();
  const texts = useTexts();
  return useCallback(
    async (files) => {
      const name = files[0]?.name ?? '';
      if (files.reduce((sum, { size }) => sum + size, 0) > IMPORT_BYTES) {
        const body = texts.issue({ code: 'file.tooLarge', params: { maxBytes: IMPORT_BYTES }, path: '' });
        toast({ title: `Could not read ${name}`, body, level: 'error' });
        return;
      }
      let read: ImportFile[];
      try {
        read = await Promise.all(files.map(async (file) => ({ name: nameOf(file), base64: await fileBase64(file) })));
      } catch (error) {
        toastError(`Could not read ${name}`, error);
        return;
      }
      await readFiles(read);
    },
    [readFiles, texts],
  );
}

/** The name of a file, with its folder if a folder was chosen. */
function nameOf(file: File): string {
  return file.webkitRelativePath || file.name;
}
