import type { Writable } from 'node:stream';

/** Standard output or standard error. */
export interface Output {
  /** Does nothing after an error. */
  write(text: string): void;
}

/**
 * Writes to a standard stream as long as somebody reads it. The reader of a desktop app's output may go at any time, for
 * example when a terminal is closed; without a listener, each later write would be an uncaught error (EPIPE).
 */
export function createOutput(stream: Pick<Writable, 'write' | 'on'>): Output {
  let broken = false;
  stream.on('error', () => {
    broken = true;
  });
  return {
    write(text) {
      if (!broken) stream.write(text);
    },
  };
}
