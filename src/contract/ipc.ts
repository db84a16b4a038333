/** How the contract travels over Electron's IPC: the channel names that main and preload use. */
import type { Answer, AnyChannel } from './channels/index.ts';
import type { RequestFailure } from './errors.ts';

/** The name that a request of the contract has among all IPC channels of Electron. */
export const ipcRequest = (channel: AnyChannel): `lookout:${AnyChannel}` => `lookout:${channel}`;

export const IPC_EVENTS = {
  /** From page to main: send me every push from now on. */
  subscribe: 'lookout:subscribe',
  /** From page to main: send no more pushes. */
  unsubscribe: 'lookout:unsubscribe',
  /** From main to page: a `Push`. */
  push: 'lookout:push',
  /** From main to page: a path such as `/endpoint/ID`. */
  navigate: 'lookout:navigate',
} as const;

/**
 * An answer of main to a request. A refused request is data here, because an error that crosses Electron's IPC or its
 * context bridge loses everything except its message.
 */
export type IpcAnswer<C extends AnyChannel = AnyChannel> =
  | { readonly ok: true; readonly answer: Answer<C> }
  | { readonly ok: false; readonly failure: RequestFailure };
