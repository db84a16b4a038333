import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { enlargeThreadPool } from './thread-pool.ts';

const MODULE = fileURLToPath(new URL('./thread-pool.ts', import.meta.url));

describe('enlargeThreadPool', () => {
  it('keeps a number that the environment sets', () => {
    const environment = { UV_THREADPOOL_SIZE: '4' };
    enlargeThreadPool(environment);
    expect(environment).toEqual({ UV_THREADPOOL_SIZE: '4' });
  });

  it.runIf(process.platform === 'linux')('gives libuv 64 threads', () => {
    const program = `
      import { readdirSync, promises } from 'node:fs';
      import { enlargeThreadPool } from ${JSON.stringify(MODULE)};
      enlargeThreadPool();
      const threads = () => readdirSync('/proc/self/task').length;
      const before = threads();
      await promises.stat('/');
      console.log(threads() - before);
    `;
    const env = { ...process.env };
    delete env['UV_THREADPOOL_SIZE'];
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      env,
    });
    expect(stderr).toBe('');
    expect(stdout.trim()).toBe('64');
  });
});
