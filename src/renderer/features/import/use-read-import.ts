import { useCallback } from 'react';
import { CONFIG_FILE_BYTES } from '../../../contract/channels.ts';
import { formatCount } from '../../format.ts';
import { toast, toastError, useCommand } from '../../components/toast.tsx';
import { importPreview } from './import-preview.ts';

/** Reads a lookout.yaml and shows what it would add; of use where the host has `import`. */
export function useReadImport(): (file: File) => Promise<void> {
  const command = useCommand();
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
      const preview = await command('Could not look at the file', 'host.readImport', { fileName: file.name, text });
      if (preview !== undefined) importPreview.set(preview);
    },
    [command],
  );
}
