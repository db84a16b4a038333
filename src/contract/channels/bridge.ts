import type { Answer, AnyChannel, Args } from './index.ts';
import type { Push } from './snapshot.ts';

/** What a transport gives the page. `window.lookout` on the desktop; made by the page over HTTP when headless. */
export interface Bridge {
  /** Rejects with a `RequestFailure`-shaped error. */
  request<C extends AnyChannel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  /** Calls back for every push from now on; returns what ends it. */
  onPush(listener: (push: Push) => void): () => void;
  /** Calls back when the way to the engine opens or breaks (never breaks on the desktop); returns what ends it. */
  onConnection(listener: (connected: boolean) => void): () => void;
  /** The host asks the page to go somewhere (notification or tray clicked): a path such as `/endpoint/ID`. */
  onNavigate(listener: (path: string) => void): () => void;
}
