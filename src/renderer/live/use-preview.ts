import { useEffect, useState } from 'react';
import type { Answer, Args, Channel } from '../../contract/channels/index.ts';
import { useRequest } from './hooks.ts';

/** How long after the last key press a preview is requested. Milliseconds. */
const AFTER_MS = 300;

/**
 * The answer to a request about what a person types, requested when they pause.
 * @param args null: nothing is requested
 * @returns null: nothing can be shown yet; the previous answer stays until the new one arrives
 */
export function usePreview<C extends Channel>(channel: C, args: Args<C> | null): Answer<C> | null {
  const request = useRequest();
  const [answer, setAnswer] = useState<Answer<C> | null>(null);
  const key = args === null ? null : JSON.stringify(args);
  useEffect(() => {
    if (key === null) return undefined;
    const controller = new AbortController();
    const ask = async () => {
      // An incomplete form is refused. Saving it shows why.
      const next = await request(channel, JSON.parse(key) as Args<C>).catch(() => null);
      if (!controller.signal.aborted) setAnswer(next);
    };
    const timer = setTimeout(() => void ask(), AFTER_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [request, channel, key]);
  return answer;
}
