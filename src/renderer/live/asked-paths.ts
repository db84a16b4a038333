/** The paths that the host asks the page to show. */
import type { Bridge } from '../../contract/channels/bridge.ts';

export interface AskedPaths {
  /** Calls `listener` for each path. One that arrived before there was a listener is delivered at once. */
  onNavigate(listener: (path: string) => void): () => void;
  dispose(): void;
}

/** Starts to listen at once, because a host that opens a window for a path may send it before there is a view. */
export function createAskedPaths(bridge: Pick<Bridge, 'onNavigate'>): AskedPaths {
  const listeners = new Set<(path: string) => void>();
  let waitingPath: string | null = null;
  const dispose = bridge.onNavigate((path) => {
    if (listeners.size === 0) waitingPath = path;
    for (const listener of listeners) listener(path);
  });
  return {
    onNavigate(listener) {
      listeners.add(listener);
      const path = waitingPath;
      waitingPath = null;
      if (path !== null) listener(path);
      return () => listeners.delete(listener);
    },
    dispose,
  };
}
