import type { Capabilities } from '../model/source.ts';
import type { Answer, Args, Channel } from './index.ts';
import type { Push } from './snapshot.ts';

/**
 * What the page, the tray and the command line need from an engine, wherever it runs. The local engine implements it,
 * and so does everything that stands in for an engine.
 */
export interface EngineClient {
  readonly capabilities: Capabilities;
  /** Rejects with an error that has the fields of `RequestFailure`. */
  request<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  /** Calls `listener` for every push from now on. Returns a function that unsubscribes. */
  onPush(listener: (push: Push) => void): () => void;
}
