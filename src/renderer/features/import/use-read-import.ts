import { useCallback } from 'react';
import { IMPORT_BYTES, type ImportFile } from '../../../contract/channels/imports.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { toast } from '../../components/toast.tsx';
import { fileBase64 } from '../../form/file-base64.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { newId } from '../../live/new-id.ts';
import { toastError, useToastRefusal } from '../../live/use-command.ts';
import { importPreview, type ReadingImport } from './import-preview.ts';
import type { Pick, PickedFile } from './picked-files.ts';

/** Shows the endpoints that files would add. Only useful where the engine can import. */
export function useReadFiles(): (files: ImportFile[]) => Promise<void> {
  const readWith = useReadWith();
  return useCallback((files) => readWith(files[0]?.name ?? '', () => Promise.resolve({ ok: true, files })), [readWith]);
}

/** Reads files and folders, and shows the endpoints that they would add. Only useful where the engine can import. */
export function useReadImport(): (pick: Pick) => Promise<void> {
  const readWith = useReadWith();
  return useCallback((pick) => readWith(pick.name, (signal, onRead) => contentOf(pick, signal, onRead)), [readWith]);
}

type Content = { readonly ok: true; readonly files: ImportFile[] } | { readonly ok: false; readonly problem: Issue };
type OnRead = (files: NonNullable<ReadingImport['files']>) => void;

/** Shows the progress of reading and lets the person cancel it. */
function useReadWith() {
  const request = useRequest();
  const texts = useTexts();
  const toastRefusal = useToastRefusal();
  return useCallback(
    async (name: string, load: (signal: AbortSignal, onRead: OnRead) => Promise<Content>): Promise<void> => {
      const stop = new AbortController();
      const id = newId();
      const before = importPreview.get();
      // The person chose other files before these were read.
      if (before !== null && 'reading' in before) before.cancel();
      const reading: ReadingImport = {
        reading: name,
        files: null,
        cancel() {
          stop.abort();
          importPreview.set(null);
          request('imports.cancel', { id }).catch((error: unknown) => toastRefusal('Could not cancel', error));
        },
      };
      const show = (next: ReadingImport) => {
        if (!stop.signal.aborted) importPreview.set(next);
      };
      show(reading);
      let content: Content;
      try {
        content = await load(stop.signal, (files) => show({ ...reading, files }));
      } catch (error) {
        if (stop.signal.aborted) return;
        importPreview.set(null);
        toastError(`Could not read ${name}`, error);
        return;
      }
      if (stop.signal.aborted) return;
      if (!content.ok) {
        importPreview.set(null);
        toast({ title: `Could not read ${name}`, body: texts.issue(content.problem), level: 'error' });
        return;
      }
      show(reading);
      try {
        const preview = await request('imports.read', { id, files: content.files });
        if (!stop.signal.aborted) importPreview.set(preview);
      } catch (error) {
        if (stop.signal.aborted) return;
        importPreview.set(null);
        toastRefusal('Could not read the file', error);
      }
    },
    [request, texts, toastRefusal],
  );
}

/** Reads one file after the other, so that only their text in base64 is in memory. */
async function contentOf(pick: Pick, signal: AbortSignal, onRead: OnRead): Promise<Content> {
  const found = await pick.find(signal, (count) => onRead({ read: 0, found: count }));
  if (!found.ok) return found;
  const { files } = found;
  if (files.reduce((sum, { file }) => sum + file.size, 0) > IMPORT_BYTES) return tooLarge(files);
  const read: ImportFile[] = [];
  for (const { name, file, inFolder } of files) {
    signal.throwIfAborted();
    onRead({ read: read.length, found: files.length });
    read.push({ name, base64: await fileBase64(file), ...(inFolder ? { inFolder } : {}) });
  }
  return { ok: true, files: read };
}

function tooLarge({ length }: readonly PickedFile[]): Content {
  const code = length === 1 ? 'file.tooLarge' : 'file.allTooLarge';
  return { ok: false, problem: { code, params: { maxBytes: IMPORT_BYTES }, path: '' } };
}
