/** Test code: standard streams for a command, which collect its output. */
import { Readable, Writable } from 'node:stream';
import type { Io } from '../base/io.ts';

export interface CollectingIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

export function createCollectingIo(stdin = '', env: Io['env'] = {}): CollectingIo {
  const written = { out: '', err: '' };
  const collector = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  return {
    stdin: Readable.from([stdin]),
    stdout: collector('out'),
    stderr: collector('err'),
    env,
    out: () => written.out,
    err: () => written.err,
  };
}
