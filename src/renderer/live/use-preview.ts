import { useEffect, useState } from 'react';
import type { Answer, Args, Channel } from '../../contract/channels/index.ts';
import type { RequestFailure } from '../../contract/errors.ts';
import { useRequest } from './hooks.ts';
import { toRequestFailure } from './request-failed.ts';

/** How long after the last key press a preview is requested. Milliseconds. */
const AFTER_MS = 300;

export interface Preview<C extends Channel> {
  /** Null: nothing can be shown yet; the previous answer stays until the new one arrives. */
  readonly answer: Answer<C> | null;
  /** Why nothing can be shown: the form is incomplete or wrong; null: no reason. */
  readonly refused: RequestFailure | null;
}

const NOTHING = { answer: null, refused: null };

/**
 * The answer to a request about what a person types, requested when they pause.
 * @param args null: nothing is requested
 */
export function usePreview<C extends Channel>(channel: C, args: Args<C> | null): Preview<C> {
  const request = useRequest();
  const [preview, setPreview] = useState<Preview<C>>(NOTHING);
  const key = args === null ? null : JSON.stringify(args);
  useEffect(() => {
    if (key === null) return undefined;
    const controller = new AbortController();
    const ask = async () => {
      const next = await request(channel, JSON.parse(key) as Args<C>).then(
        (answer): Preview<C> => ({ answer, refused: null }),
        (error: unknown): Preview<C> => ({ answer: null, refused: toRequestFailure(error) }),
      );
      if (!controller.signal.aborted) setPreview(next);
    };
    const timer = setTimeout(() => void ask(), AFTER_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [request, channel, key]);
  return preview;
}
