/** The thread's side: answers calls one after another. */
import type { MessagePort } from 'node:worker_threads';
import { StoreError } from '../store.ts';
import { explain, isCorrupt, isTransient } from './database.ts';
import type { DatabaseStore } from './database-store.ts';
import type { MethodArgs, MethodAnswer, MethodCall, MethodReply, StoreMethod } from './methods.ts';

/**
 * Opens the store, replies with the file's identity or the error (with id 0), and answers calls until `close`.
 * @param file for error messages
 */
export function serve(port: MessagePort, file: string, open: () => DatabaseStore): void {
  let store: DatabaseStore;
  try {
    store = open();
  } catch (error) {
    reply(port, failed(0, explain(error, file, 'open')));
    port.close();
    return;
  }
  reply(port, { id: 0, ok: true, value: store.identity });
  port.on('message', ({ id, method, args }: MethodCall) => {
    try {
      reply(port, { id, ok: true, value: call(store, method, args as MethodArgs<typeof method>) });
    } catch (error) {
      reply(port, failed(id, explain(error, file, 'use')));
    }
    if (method === 'close') port.close();
  });
}

function call<M extends StoreMethod>(store: DatabaseStore, method: M, args: MethodArgs<M>): MethodAnswer<M> {
  const run = store[method] as (args: MethodArgs<M>) => MethodAnswer<M>;
  return run(args);
}

function reply(port: MessagePort, message: MethodReply): void {
  port.postMessage(message);
}

function failed(id: number, error: unknown): MethodReply {
  const known = error instanceof Error ? error : new Error(String(error));
  return {
    id,
    ok: false,
    error: {
      message: known.message,
      stack: known.stack ?? known.message,
      problem: known instanceof StoreError ? known.problem : null,
      transient: isTransient(known),
      corrupt: isCorrupt(known),
    },
  };
}
