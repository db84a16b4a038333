import { useEffect, useRef, useState } from 'react';
import type { Answer, Args } from '../../contract/channels/index.ts';
import type { RequestFailure } from '../../contract/errors.ts';
import { useRequest } from './hooks.ts';
import { newId } from './new-id.ts';
import { toRequestFailure } from './request-failed.ts';

type RunChannel = 'whatIf.rule' | 'whatIf.endpoint';

export interface Run<C extends RunChannel> {
  readonly running: boolean;
  /** From 0 to 1. */
  readonly done: number;
  /** Null: there was no run, or it was refused or cancelled. */
  readonly answer: Answer<C> | null;
  /** Why the last run was refused; null: it was not. */
  readonly refused: RequestFailure | null;
  readonly start: (args: Omit<Args<C>, 'run'>) => Promise<void>;
  readonly cancel: () => void;
}

/** How often the progress is requested. Milliseconds. */
const ASK_EVERY_MS = 250;

/** A long-running job in the engine, with its progress. It is cancelled when the component unmounts. */
export function useRun<C extends RunChannel>(channel: C): Run<C> {
  const request = useRequest();
  const [run, setRun] = useState<string | null>(null);
  const [done, setDone] = useState(0);
  const [answer, setAnswer] = useState<Answer<C> | null>(null);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const current = useRef<string | null>(null);

  useEffect(() => {
    if (run === null) return undefined;
    const ask = () =>
      request('whatIf.progress', { run }).then(
        (progress) => setDone(progress.done),
        () => undefined,
      );
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      clearInterval(timer);
      // Cancels a running job, and has no effect on one that has ended.
      void request('whatIf.cancel', { run }).catch(() => undefined);
    };
  }, [request, run]);

  async function start(args: Omit<Args<C>, 'run'>): Promise<void> {
    const name = newId();
    current.current = name;
    setDone(0);
    setRefused(null);
    setAnswer(null);
    setRun(name);
    const isCurrent = () => current.current === name;
    try {
      const next = await request(channel, { ...args, run: name } as Args<C>);
      if (isCurrent()) setAnswer(next);
    } catch (error) {
      if (isCurrent()) setRefused(toRequestFailure(error));
    }
    if (isCurrent()) setRun(null);
  }

  function cancel(): void {
    current.current = null;
    setRun(null);
  }

  return { running: run !== null, done, answer, refused, start, cancel };
}
