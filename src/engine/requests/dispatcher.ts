import { CHANNELS, type Channel } from '../../contract/channels/index.ts';
import { scopeOf } from '../../contract/channels/scopes.ts';
import { allows, OWNER, type Caller } from '../access/api-tokens.ts';
import type { AuditLog } from '../access/audit-log.ts';
import type { Log } from '../ports.ts';
import { StoreError } from '../store/store.ts';
import { idsAppliedBy, idsIn, idsNamedBy, isAudited, stateReader, type AuditedParts } from './audited.ts';
import type { Router } from '../remote/route-requests.ts';
import type { Handlers } from './handlers/handlers.ts';
import { RequestError } from '../base/request-error.ts';
import { requestSchemas } from './schemas.ts';
import { validate } from '../base/validate.ts';

export interface DispatcherOptions extends Omit<AuditedParts, 'handlers'> {
  readonly handlers: Handlers;
  readonly audit: Pick<AuditLog, 'record'>;
  /** Sends requests about other sources to them. Default: there are no other sources. */
  readonly route?: Router;
  /** Whether requests can be handled: the engine is running. */
  readonly isOpen: () => boolean;
  readonly log: Log;
}

/** Answers a request. @param caller default: the owner */
export type Dispatch = (channel: string, args: unknown, caller?: Caller) => Promise<unknown>;

/**
 * Handles requests from any transport: channel and arguments may be anything.
 * @returns a function that answers a request; it rejects only with a `RequestError`
 */
export function createDispatcher(options: DispatcherOptions): Dispatch {
  const { handlers, isOpen, log, route = () => null } = options;
  return async (channel, args, caller = OWNER) => {
    if (!isChannel(channel)) {
      throw new RequestError('unknownChannel', { channel });
    }
    const needed = scopeOf(channel);
    if (!allows(caller, needed)) throw new RequestError('scope', { channel, needed, scope: caller.scope });
    if (!isOpen()) throw new RequestError('notOpen', {});
    const valid = validate<unknown>(requestSchemas[channel], args);
    const handler = handlers[channel] as (args: unknown, caller: Caller) => unknown;
    const here = async (asked: unknown): Promise<unknown> =>
      isAudited(channel) ? noted(channel, asked, caller, handler) : handler(asked, caller);
    try {
      const routed = caller.isLookout === true ? null : route(channel, valid, here);
      return await (routed ?? here(valid));
    } catch (error) {
      if (error instanceof RequestError) throw error;
      if (!isOpen()) throw new RequestError('stopping', {});
      log('error', `The request ${channel} failed`, { error });
      if (error instanceof StoreError) throw new RequestError('store', { problem: error.problem });
      throw new RequestError('internal', {});
    }
  };

  /** Handles a request, and records its changes in the audit log. */
  async function noted(
    channel: Channel,
    args: unknown,
    caller: Caller,
    handler: (args: unknown, caller: Caller) => unknown,
  ): Promise<unknown> {
    const read = stateReader(channel, options);
    const asked = idsNamedBy(channel, args);
    const before = await read(asked);
    const answer = await handler(args, caller);
    const ids = [...new Set([...asked, ...idsIn(answer)])];
    const after = await read(ids);
    const applied = idsAppliedBy(channel, answer);
    options.audit.record({ caller, request: channel, before, after, ids: [...ids, ...applied] });
    return answer;
  }
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(CHANNELS, name);
}
