import type { Answer, AnyChannel, Args } from './index.ts';
import type { Push } from './snapshot.ts';

/** What a transport offers to the page: `window.lookout` on the desktop, an HTTP client in the page when headless. */
export interface Bridge {
  /** Rejects with an error that has the fields of `RequestFailure`. */
  request<C extends AnyChannel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  /** Calls `listener` for every push from now on. Returns a function that unsubscribes. */
  onPush(listener: (push: Push) => void): () => void;
  /**
   * Calls `listener` when the connection to the engine opens or breaks (never on the desktop). Returns a function that
   * unsubscribes.
   */
  onConnection(listener: (connected: boolean) => void): () => void;
  /**
   * Calls `listener` when the host asks the page to navigate, for example after a click on a notification: a path such
   * as `/endpoint/ID`. Returns a function that unsubscribes.
   */
  onNavigate(listener: (path: string) => void): () => void;
}
