/** Carries the contract over Electron's IPC. The only file with `ipcMain`. */
import { ipcMain } from 'electron';
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import type { AnyChannel } from '../../contract/channels/index.ts';
import { IPC_EVENTS, type IpcAnswer, ipcRequest } from '../../contract/ipc.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import type { HostDispatcher } from './host-requests.ts';
import { answerRequest, engineChannels, hostChannels, isTrustedSender } from './page-requests.ts';

export interface IpcOptions {
  readonly engine: Pick<Engine, 'handle' | 'onPush'>;
  readonly hostDispatcher: HostDispatcher;
  readonly log: Log;
  /** The development server's address; null: none. */
  readonly devUrl: string | null;
}

/** Answers the page's requests from now on. @returns ends it */
export function serveIpc({ engine, hostDispatcher, log, devUrl }: IpcOptions): () => void {
  const subscribers = new Set<WebContents>();

  function trusted(event: IpcMainEvent | IpcMainInvokeEvent, name: string): boolean {
    if (isTrustedSender(event.senderFrame, devUrl)) return true;
    log('warn', 'A message that does not come from the page was refused', { name, url: event.senderFrame?.url });
    return false;
  }

  function serve(channel: AnyChannel, carryOut: (args: unknown, event: IpcMainInvokeEvent) => Promise<unknown>): void {
    ipcMain.handle(ipcRequest(channel), (event, args: unknown): Promise<IpcAnswer> => {
      // An error and no answer, because the sender is not the page.
      if (!trusted(event, channel)) throw new Error('Expected the sender to be the page of Lookout');
      return answerRequest(channel, () => carryOut(args, event), log);
    });
  }

  function subscribe(event: IpcMainEvent): void {
    const page = event.sender;
    if (!trusted(event, IPC_EVENTS.subscribe) || subscribers.has(page)) return;
    subscribers.add(page);
    // A page that is reloaded, also after a crash, subscribes again.
    page.once('destroyed', () => subscribers.delete(page));
    page.once('render-process-gone', () => subscribers.delete(page));
  }

  function unsubscribe(event: IpcMainEvent): void {
    subscribers.delete(event.sender);
  }

  for (const channel of engineChannels) serve(channel, (args) => engine.handle(channel, args));
  for (const channel of hostChannels)
    serve(channel, (args, { sender }) => hostDispatcher.handle(channel, args, sender.id));
  ipcMain.on(IPC_EVENTS.subscribe, subscribe);
  ipcMain.on(IPC_EVENTS.unsubscribe, unsubscribe);
  const endPushes = engine.onPush((push) => {
    for (const page of subscribers) if (!page.isDestroyed()) page.send(IPC_EVENTS.push, push);
  });

  return () => {
    endPushes();
    for (const channel of [...engineChannels, ...hostChannels]) ipcMain.removeHandler(ipcRequest(channel));
    ipcMain.removeListener(IPC_EVENTS.subscribe, subscribe);
    ipcMain.removeListener(IPC_EVENTS.unsubscribe, unsubscribe);
    subscribers.clear();
  };
}
