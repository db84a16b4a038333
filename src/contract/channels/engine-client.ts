import type { Capabilities } from '../model/source.ts';
import type { Answer, Args, Channel } from './index.ts';
import type { Push } from './snapshot.ts';

/**
 * What the page, the tray and the command line need of an engine, wherever it runs. The local engine implements it, and so
 * does whatever stands in for one.
 */
export interface EngineClient {
  readonly capabilities: Capabilities;
  /** Rejects with a `RequestFailure`-shaped error. */
  request<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  /** Calls back for every push from now on; returns what ends it. */
  onPush(listener: (push: Push) => void): () => void;
}
