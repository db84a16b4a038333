/** Sends each request to the sources that it is about, and combines their answers. */
import type { Answer, Args, Channel } from '../../contract/channels/index.ts';
import type { SourceId } from '../../contract/model/source.ts';
import type { Ms } from '../../contract/model/units.ts';
import { RequestError } from '../base/request-error.ts';
import type { Log } from '../ports.ts';
import type { RemoteChannel } from './remote-channels.ts';
import { RemoteError } from './remote-error.ts';
import { REMOTE_TIMES } from './remote-times.ts';
import { ROUTES, type Asked } from './routes.ts';
import type { Sources } from './sources.ts';

export interface RouterOptions {
  readonly sources: Pick<Sources, 'connected' | 'nameOf' | 'remotes'>;
  readonly log: Log;
  /** See `RemoteTimes.gather`. */
  readonly gatherMs?: Ms | undefined;
}

/** Answers a request in this Lookout. */
export type AnswerHere = (args: unknown) => Promise<unknown>;

/**
 * Answers a request with the help of other sources.
 * @param here answers it for the endpoints of this Lookout
 * @returns null: it is only about this Lookout
 */
export type Router = (channel: Channel, args: unknown, here: AnswerHere) => Promise<unknown> | null;

export function createRouter({ sources, log, gatherMs = REMOTE_TIMES.gather }: RouterOptions): Router {
  /** @throws RequestError */
  async function ask<C extends RemoteChannel>(source: SourceId, channel: C, args: Args<C>): Promise<Answer<C>> {
    const remote = sources.connected(source);
    try {
      return await remote.request(channel, args);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      throw new RequestError('sourceFailed', { name: sources.nameOf(source), problem: error.problem });
    }
  }

  /** The answers of all connected sources that come in time. */
  async function askAll<C extends RemoteChannel>(channel: C, args: Args<C>, ms: Ms): Promise<Answer<C>[]> {
    const answers = sources.remotes
      .filter(({ isConnected }) => isConnected)
      .map(async (remote) => {
        try {
          return [await within(ms, remote.request(channel, args))];
        } catch (error) {
          if (!(error instanceof RequestError || error instanceof RemoteError)) throw error;
          log('debug', 'A source gave no answer', { channel, error });
          return [];
        }
      });
    return (await Promise.all(answers)).flat();
  }

  return (channel, args, here) => {
    if (sources.remotes.length === 0 || !Object.hasOwn(ROUTES, channel)) return null;
    const route = ROUTES[channel as keyof typeof ROUTES] as (asked: Asked<RemoteChannel>) => Promise<unknown> | null;
    return route({
      args: args as Args<RemoteChannel>,
      here: here as Asked<RemoteChannel>['here'],
      ask: (source, changed) => ask(source, channel as RemoteChannel, changed),
      askAll: (changed, ms = gatherMs) => askAll(channel as RemoteChannel, changed, ms),
    });
  };
}

/** Rejects when it takes longer. A later answer is dropped. */
function within<T>(ms: Ms, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new RemoteError({ code: 'remote.silent' })), ms);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
