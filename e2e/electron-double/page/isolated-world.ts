/**
 * Prepares the preload's world in every page before the preload runs: `ipcRenderer`, `contextBridge`, the connection to
 * main, and `require`. Its source text runs in the page.
 */
import type { BridgeSide, createBridgeSide } from './bridge.ts';
import type { Codec } from './codec.ts';

/** Isolated world -> main. The app's values are encoded by the codec. */
export type FromPage =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly type: 'send'; readonly channel: string; readonly args: string }
  | { readonly type: 'permission'; readonly id: number; readonly permission: string; readonly query: boolean }
  | { readonly type: 'key'; readonly key: string; readonly code: string; readonly modifiers: readonly string[] }
  /** The frame navigates to an address whose scheme Chromium does not load. */
  | { readonly type: 'navigate'; readonly url: string }
  | { readonly type: 'title'; readonly title: string }
  | { readonly type: 'preloadFailed'; readonly message: string; readonly stack: string };

/** Main -> isolated world. */
export type ToPage =
  | { readonly type: 'answer'; readonly id: number; readonly ok: boolean; readonly value: string }
  | { readonly type: 'message'; readonly channel: string; readonly args: string }
  | { readonly type: 'permitted'; readonly id: number; readonly granted: boolean };

export interface WorldNames {
  /** The name of the function that sends text to main. */
  readonly binding: string;
  /** The name of the function that receives text from main. */
  readonly receive: string;
  /** The name of the function that runs the preload. */
  readonly run: string;
  /** Secret names of the two sides of the bridge. */
  readonly isolated: string;
  readonly page: string;
}

export function installIsolatedWorld(
  names: WorldNames,
  createCodecHere: () => Codec,
  createSide: typeof createBridgeSide,
  versions: Readonly<Record<string, string>>,
): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const carry = world[names.binding] as (text: string) => void;
  delete world[names.binding];
  const say = (message: FromPage): void => carry(JSON.stringify(message));
  // For Chromium, the app's scheme belongs to another program, and it would ask its user about it.
  window.navigation.addEventListener('navigate', (event) => {
    const { url } = event.destination;
    if (!event.cancelable || /^(?:https?|about|blob|data|file|javascript|chrome-error):/u.test(url)) return;
    event.preventDefault();
    say({ type: 'navigate', url });
  });
  // The preload runs in the page, but not in its frames or in Chromium's error pages.
  if (window.top !== window || location.protocol === 'chrome-error:') return;
  const codec = createCodecHere();
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  const permissions = new Map<number, (granted: boolean) => void>();
  type Listener = (event: object, ...args: unknown[]) => void;
  const listeners = new Map<string, Listener[]>();
  let last = 0;

  const side: BridgeSide = createSide(names.isolated, names.page, () => {});
  const missing = (what: string): never => {
    const message = `The double has no ${what}`;
    say({ type: 'preloadFailed', message, stack: String(new Error(message).stack) });
    throw new Error(message);
  };
  const strict = (name: string, object: object): object =>
    new Proxy(object, {
      get: (target, property, receiver) =>
        typeof property === 'symbol' || property in target || property === 'then'
          ? (Reflect.get(target, property, receiver) as unknown)
          : missing(`${name}.${property}`),
    });

  const add = (channel: string, listener: Listener): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  };
  const remove = (channel: string, listener: Listener): void => {
    const left = [...(listeners.get(channel) ?? [])];
    const at = left.lastIndexOf(listener);
    if (at >= 0) left.splice(at, 1);
    listeners.set(channel, left);
  };
  const ipcRenderer = strict('ipcRenderer', {
    invoke(channel: string, ...args: unknown[]) {
      const id = ++last;
      const answer = Promise.withResolvers<unknown>();
      // Encoded first: if this throws, no request is waiting yet.
      const text = codec.encode(args);
      asked.set(id, answer);
      say({ type: 'invoke', id, channel, args: text });
      return answer.promise;
    },
    send(channel: string, ...args: unknown[]) {
      say({ type: 'send', channel, args: codec.encode(args) });
    },
    on(channel: string, listener: Listener) {
      add(channel, listener);
      return ipcRenderer;
    },
    addListener(channel: string, listener: Listener) {
      add(channel, listener);
      return ipcRenderer;
    },
    once(channel: string, listener: Listener) {
      const once: Listener = (event, ...args) => {
        remove(channel, once);
        listener(event, ...args);
      };
      add(channel, once);
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      remove(channel, listener);
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      remove(channel, listener);
      return ipcRenderer;
    },
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  });
  const contextBridge = strict('contextBridge', {
    exposeInMainWorld: (name: string, api: unknown) => side.give(`expose:${name}`, api),
  });
  // For the wrappers in the page's world that ask main for permission.
  side.give('ask', (permission: string, query: boolean) => {
    const id = ++last;
    return new Promise<boolean>((resolve) => {
      permissions.set(id, resolve);
      say({ type: 'permission', id, permission, query });
    });
  });

  function receive(text: string): void {
    const message = JSON.parse(text) as ToPage;
    if (message.type === 'answer') {
      const answer = asked.get(message.id);
      asked.delete(message.id);
      const value = codec.decode(message.value);
      if (message.ok) answer?.resolve(value);
      else answer?.reject(new Error(String(value)));
    } else if (message.type === 'permitted') {
      permissions.get(message.id)?.(message.granted);
      permissions.delete(message.id);
    } else {
      const event = { sender: ipcRenderer, ports: [] };
      const args = codec.decode(message.args) as unknown[];
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...args);
    }
  }
  Object.defineProperty(world, names.receive, { value: receive });

  let title = '';
  const tellTitle = (): void => {
    if (document.title === title) return;
    ({ title } = document);
    say({ type: 'title', title });
  };
  document.addEventListener('DOMContentLoaded', () => {
    tellTitle();
    new MutationObserver(tellTitle).observe(document.head, { childList: true, subtree: true, characterData: true });
  });

  // Keys that the page does not handle go to the menu.
  window.addEventListener('keydown', (event) => {
    if (!event.isTrusted) return;
    setTimeout(() => {
      if (event.defaultPrevented) return;
      const modifiers = [
        ...(event.ctrlKey ? ['Control'] : []),
        ...(event.metaKey ? ['Meta'] : []),
        ...(event.altKey ? ['Alt'] : []),
        ...(event.shiftKey ? ['Shift'] : []),
      ];
      const alone = modifiers.length === 0 || (modifiers.length === 1 && modifiers[0] === 'Shift');
      if (!alone || /^F\d+$/u.test(event.key)) say({ type: 'key', key: event.key, code: event.code, modifiers });
    });
  });

  const electron = strict('electron', { contextBridge, ipcRenderer });
  const require = (name: string): unknown =>
    name === 'electron' || name === 'electron/renderer'
      ? electron
      : missing(`require(${JSON.stringify(name)}) in a sandboxed preload`);
  const process = strict('process', {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
    versions,
    platform: versions['platform'],
  });
  world[names.run] = (preload: (...globals: unknown[]) => void): void => {
    delete world[names.run];
    const module = { exports: {} };
    try {
      preload(require, module, module.exports, process);
    } catch (error) {
      const { message, stack } = error as Error;
      say({ type: 'preloadFailed', message, stack: String(stack) });
    }
  };
}
