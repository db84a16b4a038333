import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DATABASE_FILE } from '../../../engine/store/data-folder.ts';
import type { ServeArguments } from '../../arguments/arguments.ts';
import { PageError } from '../../http/page.ts';
import { parseArguments } from '../../arguments/parse-arguments.ts';
import { NO_SCRAPE } from '../../access/scrape-access.ts';
import { startHost } from './serve-host.ts';

test('a start that fails while the store is being opened ends when the store is closed, before the folder is unlocked', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'lookout-host-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const unused = new URL('file:///nowhere.ts');
  const starting = startHost({
    args: parseArguments(['serve', '--data-dir', dataDir, '--port', '0']) as ServeArguments,
    token: 'token',
    scrape: NO_SCRAPE,
    vantageKey: null,
    prometheus: null,
    places: {
      pageDir: join(dataDir, 'no-page'),
      storeWorkerUrl: new URL('../../../engine/store/sqlite-worker.ts', import.meta.url),
      configWorkerUrl: unused,
      importWorkerUrl: unused,
      queryWorkerUrl: unused,
    },
    io: { stderr: process.stderr, env: {} },
    log: () => undefined,
    restart: () => undefined,
    file: null,
    onListening: () => expect.unreachable('There is no page to serve'),
  });
  await expect(starting).rejects.toThrow(PageError);
  const database = join(dataDir, DATABASE_FILE);
  expect([existsSync(database), existsSync(`${database}-wal`)]).toEqual([true, false]);
});
