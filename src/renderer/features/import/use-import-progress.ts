import { useEffect, useState } from 'react';
import type { ImportProgress } from '../../../contract/channels/imports.ts';
import { useRequest } from '../../live/hooks.ts';

/** How often the progress is requested, in milliseconds. */
const EVERY_MS = 500;

/** How much of the history of an import is imported; null: not known. @param isRunning whether it is being imported */
export function useImportProgress(id: string, isRunning: boolean): ImportProgress | null {
  const request = useRequest();
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  useEffect(() => {
    if (!isRunning) return;
    let isOver = false;
    const ask = async () => {
      // The import itself reports a lost connection.
      const next = await request('imports.progress', { id }).catch(() => null);
      if (!isOver) setProgress(next);
    };
    const timer = setInterval(() => void ask(), EVERY_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
      setProgress(null);
    };
  }, [id, isRunning, request]);
  return progress;
}
