/** `ipcMain`, and messages from pages to it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { IpcMain } from 'electron';
import { createCodec } from '../page/codec.ts';
import type { ToPage } from '../page/isolated-world.ts';
import { settings } from '../runtime.ts';
import { reportProblem, strictEmitter } from '../strict.ts';
import type { FrameDouble } from './frames.ts';

type Handler = (event: never, ...args: never[]) => unknown;

class IpcMainDouble extends strictEmitter('ipcMain') implements Pick<IpcMain, 'handle' | 'removeHandler'> {
  readonly handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof listener !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`);
    this.handlers.set(channel, listener);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}

export const ipcMain = new IpcMainDouble();
const codec = createCodec();

/** The sender of a message. */
export interface Sender {
  readonly sender: object;
  readonly senderFrame: FrameDouble | null;
  readonly reply: (channel: string, ...args: unknown[]) => void;
}

function eventOf({ sender, senderFrame }: Sender, extra: object = {}): object {
  const { routingId: frameId = 0, processId = 0 } = senderFrame ?? {};
  return {
    type: 'frame',
    sender,
    processId,
    frameId,
    ...extra,
    get senderFrame() {
      // As in Electron, it is null when the frame has navigated meanwhile.
      return senderFrame?.isDestroyed() === true ? null : senderFrame;
    },
  };
}

/** Answers an `invoke`. Never rejects. */
export async function answerInvoke(channel: string, args: string, from: Sender, id: number): Promise<ToPage> {
  try {
    const handler = ipcMain.handlers.get(channel) as ((...all: unknown[]) => unknown) | undefined;
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const value = await handler(eventOf(from), ...(codec.decode(args) as unknown[]));
    if (settings.slowdown !== undefined) await delay(Math.random() * 100 * settings.slowdown);
    return { type: 'answer', id, ok: true, value: codec.encode(value) };
  } catch (error) {
    process.stderr.write(
      `Error occurred in handler for '${channel}': ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    const message = `Error invoking remote method '${channel}': ${String(error)}`;
    return { type: 'answer', id, ok: false, value: codec.encode(message) };
  }
}

/** Passes a `send` to its listeners. */
export function receiveSend(channel: string, args: string, from: Sender): void {
  const event = eventOf(from, { reply: from.reply, ports: [] });
  Object.defineProperty(event, 'returnValue', {
    set() {
      reportProblem('The double has no ipcRenderer.sendSync, so event.returnValue goes nowhere');
    },
  });
  ipcMain.emit(channel, event, ...(codec.decode(args) as unknown[]));
}

/** @throws Error when an argument cannot be cloned */
export function messageText(channel: string, args: readonly unknown[]): string {
  return JSON.stringify({ type: 'message', channel, args: codec.encode(args) } satisfies ToPage);
}
