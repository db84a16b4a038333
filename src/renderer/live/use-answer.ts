import { useCallback, useEffect, useState } from 'react';
import type { Answer, Args, Channel } from '../../contract/channels/index.ts';
import type { Collection } from '../../contract/channels/snapshot.ts';
import type { RequestFailure } from '../../contract/errors.ts';
import { useChangedCount, useConnected, useRequest, useTexts } from './hooks.ts';
import { toRequestFailure } from './request-failed.ts';
import { useNewest } from './use-newest.ts';

export interface AnswerState<C extends Channel> {
  /** Null: not loaded yet. The answer to the previous arguments stays until the new one arrives. */
  readonly answer: Answer<C> | null;
  /** Why the last request was refused; null: it was not. */
  readonly trouble: string | null;
  readonly reload: () => void;
}

/**
 * The answer to a request, which is sent again when the arguments change, when the collection changes, and after a
 * reconnect. @param args null: nothing is requested @param what the collection of the answer; null: none @param version
 * the request is sent again when it changes, such as each minute, or after a check
 */
export function useAnswer<C extends Channel>(
  channel: C,
  args: Args<C> | null,
  what: Collection | null,
  version: number | string = 0,
): AnswerState<C> {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const changes = useChangedCount(what);
  const [reloads, setReloads] = useState(0);
  const [answer, setAnswer] = useState<Answer<C> | null>(null);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const key = args === null ? null : JSON.stringify(args);
  const begin = useNewest(JSON.stringify([channel, key, connected]));

  useEffect(() => {
    if (!connected || key === null) return;
    const counts = begin();
    const ask = async () => {
      try {
        const next = await request(channel, JSON.parse(key) as Args<C>);
        if (!counts()) return;
        setAnswer(next);
        setRefused(null);
      } catch (error) {
        if (counts()) setRefused(toRequestFailure(error));
      }
    };
    void ask();
    // The answer changes with these counts.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, begin, channel, key, connected, changes, reloads, version]);

  const reload = useCallback(() => setReloads((count) => count + 1), []);
  return { answer, trouble: refused === null ? null : texts.refusal(refused), reload };
}
