/** The contract's bridge over Electron's IPC. It does not import Electron, so that it can be tested without it. */
import { HOST_CHANNELS } from '../contract/channels/host.ts';
import { CHANNELS } from '../contract/channels/index.ts';
import type { Bridge } from '../contract/channels/bridge.ts';
import type { Push } from '../contract/channels/snapshot.ts';
import { REFUSALS, type RefusalReason, type RequestFailure } from '../contract/errors.ts';
import type { Params } from '../contract/model/text.ts';
import { IPC_EVENTS, type IpcAnswer, ipcRequest } from '../contract/ipc.ts';

/** The part of `ipcRenderer` that the bridge needs. */
export interface IpcPage {
  invoke(name: string, args: unknown): Promise<unknown>;
  send(name: string): void;
  on(name: string, listener: (event: unknown, value: unknown) => void): unknown;
  removeListener(name: string, listener: (event: unknown, value: unknown) => void): unknown;
}

/**
 * Rejects with a plain object and not with an `Error`, because Electron's context bridge copies only the message of an
 * error (electron/electron#25596), and the page needs `reason` and `issues`.
 */
function refuse(reason: RefusalReason, params: Params = {}): Promise<never> {
  const failure: RequestFailure = { code: REFUSALS[reason].code, reason, params, issues: [] };
  return Promise.reject(failure);
}

/**
 * Creates the page's connection to the engine. A failed request rejects with a plain `RequestFailure`, which the page
 * turns into an error on its side of the context bridge.
 */
export function createBridge(ipc: IpcPage): Bridge {
  const pushListeners = new Set<(push: Push) => void>();
  const onPush = (_event: unknown, push: unknown): void => {
    for (const listener of pushListeners) listener(push as Push);
  };

  return {
    async request(channel, args) {
      // Only the contract's channels reach Electron's IPC, whatever the page sends.
      if (!Object.hasOwn(CHANNELS, channel) && !Object.hasOwn(HOST_CHANNELS, channel)) {
        return refuse('unknownChannel', { channel });
      }
      let answer: IpcAnswer<typeof channel>;
      try {
        answer = (await ipc.invoke(ipcRequest(channel), args)) as IpcAnswer<typeof channel>;
      } catch {
        // Main answers every request with data. So the engine is starting or stopping.
        return refuse('notOpen');
      }
      return answer.ok ? answer.answer : Promise.reject(answer.failure);
    },

    onPush(listener) {
      if (pushListeners.size === 0) {
        ipc.on(IPC_EVENTS.push, onPush);
        ipc.send(IPC_EVENTS.subscribe);
      }
      pushListeners.add(listener);
      return () => {
        if (!pushListeners.delete(listener) || pushListeners.size > 0) return;
        ipc.removeListener(IPC_EVENTS.push, onPush);
        ipc.send(IPC_EVENTS.unsubscribe);
      };
    },

    // The engine runs in the process that created this window, so it is connected as long as there is a page.
    onConnection(listener) {
      let wanted = true;
      queueMicrotask(() => {
        if (wanted) listener(true);
      });
      return () => {
        wanted = false;
      };
    },

    onNavigate(listener) {
      const onNavigate = (_event: unknown, path: unknown): void => {
        if (typeof path === 'string') listener(path);
      };
      ipc.on(IPC_EVENTS.navigate, onNavigate);
      return () => {
        ipc.removeListener(IPC_EVENTS.navigate, onNavigate);
      };
    },
  };
}
