import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { KumaDatabase } from './kuma/testing/kuma-database.ts';
import { runPast } from './run-past.ts';

const workerUrl = new URL('./import-worker.ts', import.meta.url);

test('a copy of a database, which has secrets, is removed when reading it is cancelled', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-run-past-'));
  for (const name of ['TMPDIR', 'TEMP']) vi.stubEnv(name, folder);
  try {
    const path = join(folder, 'kuma.db');
    {
      using kuma = new KumaDatabase(path, 1);
      kuma.monitor('Shop');
      kuma.beats(
        1,
        Array.from({ length: 2001 }, (_, n) => ({ at: (n + 1) * 60_000, ping: 20 })),
      );
    }
    const files = [{ name: 'kuma.db', bytes: new Uint8Array(await readFile(path)) }];
    await rm(path);
    const stop = new AbortController();
    const wanted = [{ file: 0, sourceId: 'kuma:1' }];
    const parts = runPast(files, { workerUrl, signal: stop.signal, from: null, wanted, now: Date.now() });
    expect((await parts.next()).value).toMatchObject({ isLast: false });
    expect(await readdir(folder)).not.toEqual([]);
    stop.abort();
    await expect(parts.next()).rejects.toThrow('abort');
    expect(await readdir(folder)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  }
});
