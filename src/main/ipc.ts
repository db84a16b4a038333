/** Carries the contract over Electron's IPC. The only file with `ipcMain`. */
import { ipcMain } from 'electron';
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import type { Channel } from '../contract/channels.ts';
import { IPC_EVENTS, ipcRequest } from '../contract/ipc.ts';
import type { IpcAnswer } from '../contract/ipc.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/ports.ts';
import { answerRequest, channels, isTrustedSender } from './requests.ts';

export interface IpcOptions {
  readonly engine: Pick<Engine, 'handle' | 'onPush'>;
  readonly log: Log;
  /** The development server's address; null: none. */
  readonly devUrl: string | null;
}

/** Begins to answer the page; call what is returned to end it. */
export function serveIpc({ engine, log, devUrl }: IpcOptions): () => void {
  const subscribers = new Set<WebContents>();

  function trusted(event: IpcMainEvent | IpcMainInvokeEvent, name: string): boolean {
    if (isTrustedSender(event.senderFrame, devUrl)) return true;
    log('warn', 'A message from elsewhere than the page was refused', { name, url: event.senderFrame?.url });
    return false;
  }

  function answer(channel: Channel, event: IpcMainInvokeEvent, args: unknown): Promise<IpcAnswer> {
    // An error and not an answer: whoever this is, it is not the page.
    if (!trusted(event, channel)) throw new Error('Expected the sender to be the page of Lookout');
    return answerRequest(engine, channel, args, log);
  }

  function subscribe(event: IpcMainEvent): void {
    const page = event.sender;
    if (!trusted(event, IPC_EVENTS.subscribe) || subscribers.has(page)) return;
    subscribers.add(page);
    // A page that is loaded anew, or made anew after a crash, subscribes again.
    page.once('destroyed', () => subscribers.delete(page));
    page.once('render-process-gone', () => subscribers.delete(page));
  }

  function unsubscribe(event: IpcMainEvent): void {
    subscribers.delete(event.sender);
  }

  for (const channel of channels) {
    ipcMain.handle(ipcRequest(channel), (event, args: unknown) => answer(channel, event, args));
  }
  ipcMain.on(IPC_EVENTS.subscribe, subscribe);
  ipcMain.on(IPC_EVENTS.unsubscribe, unsubscribe);
  const endPushes = engine.onPush((push) => {
    for (const page of subscribers) if (!page.isDestroyed()) page.send(IPC_EVENTS.push, push);
  });

  return () => {
    endPushes();
    for (const channel of channels) ipcMain.removeHandler(ipcRequest(channel));
    ipcMain.removeListener(IPC_EVENTS.subscribe, subscribe);
    ipcMain.removeListener(IPC_EVENTS.unsubscribe, unsubscribe);
    subscribers.clear();
  };
}
