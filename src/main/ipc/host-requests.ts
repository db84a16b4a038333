/** What a page asks of the desktop app itself, beside what it asks of the engine. */
import type { Shell } from 'electron';
import type { HostChannel } from '../../contract/channels/host.ts';
import type { Answer, Args } from '../../contract/channels/index.ts';
import { hostSchemas } from '../../engine/requests/host-schemas.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { validate } from '../../engine/base/validate.ts';

/** Who asks: the `id` of its `WebContents`. */
export type PageId = number;

/** Rejects with a `RequestError` what cannot be carried out. */
export type HostHandlers = {
  readonly [C in HostChannel]: (args: Args<C>, from: PageId) => Answer<C> | Promise<Answer<C>>;
};

export interface HostDesk {
  /** Arguments may be anything. @throws RequestError */
  handle(channel: HostChannel, args: unknown, from: PageId): Promise<unknown>;
}

export function createHostDispatcher(handlers: HostHandlers): HostDesk {
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
  // Electron answers with a sentence when it failed.
  const problem = await shell.openPath(folder);
  if (problem !== '') throw new RequestError('unavailable', `Expected ${folder} to be opened, got: ${problem}`);
  return null;
}
