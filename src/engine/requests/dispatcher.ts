import { CHANNELS, type Channel } from '../../contract/channels/index.ts';
import type { Log } from '../ports.ts';
import { StoreError } from '../store/store.ts';
import type { Handlers } from './handlers/handlers.ts';
import { RequestError } from '../base/request-error.ts';
import { requestSchemas } from './schemas.ts';
import { validate } from '../base/validate.ts';

export interface DispatcherOptions {
  readonly handlers: Handlers;
  /** Whether requests can be handled: the engine is running. */
  readonly isOpen: () => boolean;
  readonly log: Log;
}

/**
 * Handles requests from any transport: channel and arguments may be anything.
 * @returns a function that answers a request; it rejects only with a `RequestError`
 */
export function createDispatcher({
  handlers,
  isOpen,
  log,
}: DispatcherOptions): (channel: string, args: unknown) => Promise<unknown> {
  return async (channel, args) => {
    if (!isChannel(channel)) {
      throw new RequestError('unknownChannel', { channel });
    }
    if (!isOpen()) throw new RequestError('notOpen', {});
    const valid = validate<unknown>(requestSchemas[channel], args);
    try {
      return await (handlers[channel] as (args: unknown) => unknown)(valid);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      if (!isOpen()) throw new RequestError('stopping', {});
      log('error', `The request ${channel} failed`, { error });
      if (error instanceof StoreError) throw new RequestError('store', { problem: error.problem });
      throw new RequestError('internal', {});
    }
  };
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(CHANNELS, name);
}
