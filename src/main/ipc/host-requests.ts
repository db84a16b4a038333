/** Dispatches the requests that a page sends to the desktop app itself, not to the engine. */
import type { Shell } from 'electron';
import type { HostChannel } from '../../contract/channels/host.ts';
import type { Answer, Args } from '../../contract/channels/index.ts';
import { hostSchemas } from '../../engine/requests/host-schemas.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { validate } from '../../engine/base/validate.ts';

/** The page that sends a request: the `id` of its `WebContents`. */
export type PageId = number;

/** Each rejects with a `RequestError` when it cannot carry out the request. */
export type HostHandlers = {
  readonly [C in HostChannel]: (args: Args<C>, from: PageId) => Answer<C> | Promise<Answer<C>>;
};

export interface HostDispatcher {
  /** Validates the arguments. @throws RequestError */
  handle(channel: HostChannel, args: unknown, from: PageId): Promise<unknown>;
}

export function createHostDispatcher(handlers: HostHandlers): HostDispatcher {
  return {
    async handle(channel, args, from) {
      const valid = validate<unknown>(hostSchemas[channel], args);
      return (handlers[channel] as (args: unknown, from: PageId) => unknown)(valid, from);
    },
  };
}

/**
 * Shows a folder in the system's file manager.
 * @throws RequestError
 */
export async function openFolder(shell: Pick<Shell, 'openPath'>, folder: string): Promise<null> {
  // Electron returns an error message; empty: it succeeded.
  const problem = await shell.openPath(folder);
  if (problem !== '') throw new RequestError('folderNotOpened', { folder, problem });
  return null;
}
