/** Requests whose rejections are shown as messages. */
import { useCallback } from 'react';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import { toast } from '../components/toast.tsx';
import { useRequest } from './hooks.ts';
import { toRequestFailure } from './request-failed.ts';

/** Shows why an action failed. */
export function toastError(title: string, error: unknown): void {
  const failure = toRequestFailure(error);
  const issues = failure.issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`));
  toast({ title, body: issues.length > 0 ? issues.join('\n') : failure.message, level: 'error' });
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
  return useCallback(
    async (title, channel, args) => {
      try {
        return await request(channel, args);
      } catch (error) {
        toastError(title, error);
        return undefined;
      }
    },
    [request],
  );
}
