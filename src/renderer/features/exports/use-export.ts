import { useCallback, useEffect, useRef, useState } from 'react';
import type { Args } from '../../../contract/channels/index.ts';
import type { ResultExport } from '../../../contract/model/result-export.ts';
import { saveLink } from '../../charts/section/save-file.ts';
import { toast } from '../../components/toast.tsx';
import { formatBytes, formatCount } from '../../format.ts';
import { useHost, useRequest, useTexts } from '../../live/hooks.ts';

/** How often the page requests the progress of its export. Milliseconds. */
const ASK_EVERY_MS = 400;

export interface RunningExport {
  /** The running export; null: none. */
  readonly shown: ResultExport | null;
  /** Starts an export. Rejects like the request. @returns false: the person chose no file */
  readonly begin: (options: Args<'results.export'>) => Promise<boolean>;
  readonly cancel: () => void;
}

/**
 * Runs one export at a time, and shows its result. It continues when its dialog is closed.
 * @param onEnd called when the file is complete
 */
export function useExport(onEnd: () => void): RunningExport {
  const request = useRequest();
  const { features } = useHost();
  const texts = useTexts();
  const [shown, setShown] = useState<ResultExport | null>(null);
  const isOpen = useRef(true);
  const current = useRef<string | null>(null);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  const cancel = useCallback(() => {
    const id = current.current;
    // If the connection is lost, the engine cancels it anyway.
    if (id !== null) request('results.cancel', { id }).catch(() => undefined);
  }, [request]);

  const show = (next: ResultExport | null): void => {
    if (isOpen.current) setShown(next);
  };

  /** Requests the progress until the export has ended. */
  const follow = (prepared: ResultExport): void => {
    const ask = async (): Promise<void> => {
      // Without a connection, wait for the next answer.
      const next = await request('results.progress', { id: prepared.id }).catch(() => prepared);
      if (next !== null && (next.state === 'waiting' || next.state === 'running')) {
        show(next);
        setTimeout(() => void ask(), ASK_EVERY_MS);
        return;
      }
      current.current = null;
      show(null);
      ended(next, prepared.fileName);
    };
    setTimeout(() => void ask(), ASK_EVERY_MS);
  };

  const ended = (last: ResultExport | null, fileName: string): void => {
    if (last?.state === 'done') {
      const body = `${formatCount(last.done)} checks, ${formatBytes(last.bytes)}`;
      toast({ title: `Exported ${last.fileName}`, body, level: 'done' });
      if (isOpen.current) onEnd();
    } else if (last?.state === 'cancelled') toast({ title: 'Export cancelled' });
    else {
      const problem = last?.problem ?? null;
      const body = problem === null ? 'Lookout has restarted in the meantime.' : texts.message(problem);
      toast({ title: `Could not export ${fileName}`, body, level: 'error' });
    }
  };

  const begin = async (options: Args<'results.export'>): Promise<boolean> => {
    const prepared = await request('results.export', options);
    const { id, fileName } = prepared;
    if (!features.includes('saveExports')) saveLink(`/exports/${id}`, fileName);
    else if ((await request('host.saveExport', { id })) === null) return false;
    current.current = id;
    show(prepared);
    follow(prepared);
    return true;
  };
  return { shown, begin, cancel };
}
