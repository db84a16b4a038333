/** How the contract travels over Electron's IPC: the names that main and preload agree on. */
import type { Answer, AnyChannel } from './channels/index.ts';
import type { RequestFailure } from './errors.ts';

/** Request channel of the contract -> the name it has among all of Electron's IPC. */
export const ipcRequest = (channel: AnyChannel): `lookout:${AnyChannel}` => `lookout:${channel}`;

export const IPC_EVENTS = {
  /** Page to main: send me every push from now on. */
  subscribe: 'lookout:subscribe',
  /** Page to main: no more pushes. */
  unsubscribe: 'lookout:unsubscribe',
  /** Main to page: a `Push`. */
  push: 'lookout:push',
  /** Main to page: a path such as `/endpoint/ID`. */
  navigate: 'lookout:navigate',
} as const;

/**
 * What main answers to a request. A refused request is data here, because an error that crosses Electron's IPC or its
 * context bridge keeps nothing but its message.
 */
export type IpcAnswer<C extends AnyChannel = AnyChannel> =
  | { readonly ok: true; readonly answer: Answer<C> }
  | { readonly ok: false; readonly failure: RequestFailure };
