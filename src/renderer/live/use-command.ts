/** Requests whose rejections are shown as messages. */
import { useCallback } from 'react';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import { toast } from '../components/toast.tsx';
import type { UndoOutcome } from '../components/undo.ts';
import { useRequest, useTexts } from './hooks.ts';
import { toRequestFailure } from './request-failed.ts';

/** Shows an error of the browser, such as that the clipboard cannot be written. */
export function toastError(title: string, error: unknown): void {
  toast({ title, body: error instanceof Error ? error.message : String(error), level: 'error' });
}

/** Returns a function that shows why a request was refused: what is wrong with its arguments, or the reason. */
export function useToastRefusal(): (title: string, error: unknown) => void {
  const texts = useTexts();
  return useCallback(
    (title, error) => {
      const failure = toRequestFailure(error);
      const body =
        failure.issues.length > 0 ? failure.issues.map(texts.issueInFull).join('\n') : texts.refusal(failure);
      toast({ title, body, level: 'error' });
    },
    [texts],
  );
}

/**
 * Sends a request and shows a rejection as a message under `title` (such as `Could not pause`).
 * @returns the answer; undefined when the request was rejected
 */
export function useCommand(): <C extends AnyChannel>(
  title: string,
  channel: C,
  args: Args<C>,
) => Promise<Answer<C> | undefined> {
  const request = useRequest();
  const toastRefusal = useToastRefusal();
  return useCallback(
    async (title, channel, args) => {
      try {
        return await request(channel, args);
      } catch (error) {
        toastRefusal(title, error);
        return undefined;
      }
    },
    [request, toastRefusal],
  );
}

/**
 * Returns a function that sends a request which undoes a change. It shows a rejection as a message.
 * @param onDone receives the answer
 */
export function useUndoCommand(): <C extends AnyChannel>(
  channel: C,
  args: Args<C>,
  onDone?: (answer: Answer<C>) => void,
) => Promise<UndoOutcome> {
  const request = useRequest();
  const toastRefusal = useToastRefusal();
  return useCallback(
    async (channel, args, onDone) => {
      try {
        const answer = await request(channel, args);
        onDone?.(answer);
        return 'done';
      } catch (error) {
        toastRefusal('Could not undo', error);
        return toRequestFailure(error).code === 'unavailable' ? 'unavailable' : 'refused';
      }
    },
    [request, toastRefusal],
  );
}
