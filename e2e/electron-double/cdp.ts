/** The DevTools protocol over `--remote-debugging-pipe`: JSON messages that end with a zero byte. */
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';

type Commands = Protocol.CommandParameters;
type Results = Protocol.CommandReturnValues;
type Events = Protocol.Events;
export type { Protocol };

/** One attached target, or the browser itself. */
export interface Session {
  send<M extends keyof Commands & keyof Results>(method: M, params?: Commands[M]): Promise<Results[M]>;
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void): void;
}

export interface Connection extends Session {
  session(id: string): Session;
  /** Resolves when the browser has closed the pipe. */
  readonly closed: Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** Chromium refused a command, or ended before it answered. */
export class CdpError extends Error {}

export function connect(input: Readable, output: Writable): Connection {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, ((params: unknown) => void)[]>();
  const ended = Promise.withResolvers<void>();
  let last = 0;
  let over = false;
  let rest = '';

  function receive(message: Message): void {
    if (message.id === undefined) {
      const key = `${message.sessionId ?? ''} ${message.method ?? ''}`;
      for (const listener of listeners.get(key) ?? []) {
        try {
          listener(message.params);
        } catch (error) {
          // An error of the app's own listener is uncaught, but later messages must still be handled.
          process.nextTick(() => {
            throw error;
          });
        }
      }
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) asked?.resolve(message.result);
    else asked?.reject(new CdpError(message.error.message));
  }

  function end(): void {
    over = true;
    for (const { reject } of waiting.values()) reject(new CdpError('Chromium has ended'));
    waiting.clear();
    ended.resolve();
  }

  input.setEncoding('utf8');
  input.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) receive(JSON.parse(part) as Message);
  });
  input.on('close', end);
  input.on('error', end);
  output.on('error', end);

  function sessionOf(sessionId: string | undefined): Session {
    return {
      async send(method, params) {
        if (over) throw new CdpError(`${method}: Chromium has ended`);
        const id = ++last;
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        waiting.set(id, { resolve, reject: (error) => reject(new CdpError(`${method}: ${error.message}`)) });
        output.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`);
        // The protocol's types define each method's answer.
        return (await promise) as never;
      },
      on(event, listener) {
        const key = `${sessionId ?? ''} ${event}`;
        listeners.set(key, [...(listeners.get(key) ?? []), listener as (params: unknown) => void]);
      },
    };
  }
  return { ...sessionOf(undefined), session: sessionOf, closed: ended.promise };
}
