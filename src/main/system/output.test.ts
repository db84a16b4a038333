import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createOutput } from './output.ts';

it('writes until its reader is gone, and then neither writes nor throws', async () => {
  const written: string[] = [];
  let attempts = 0;
  const stream = new Writable({
    autoDestroy: false,
    write(chunk: Buffer, _encoding, done) {
      attempts++;
      if (attempts > 1) done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      else {
        written.push(chunk.toString());
        done();
      }
    },
  });
  const output = createOutput(stream);
  output.write('one');
  output.write('two');
  await new Promise((resolve) => setImmediate(resolve));
  output.write('three');
  await new Promise((resolve) => setImmediate(resolve));
  expect(written).toEqual(['one']);
  expect(attempts).toBe(2);
});
