/**
 * What can happen to the disk and to the store's thread: checks continue, the person is informed, and no data is lost
 * that could be kept.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { texts } from '../../src/engine/check/testing/texts.ts';
import { DATABASE_FILE, lockDataDir } from '../../src/engine/store/data-folder.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import { StoreError } from '../../src/engine/store/store.ts';
import { startWatch, type Watch } from './watch.ts';

const WAIT = { timeout: 60_000, interval: 50 };
const workerUrl = new URL('../../src/engine/store/sqlite-worker.ts', import.meta.url);
const dyingWorkerUrl = new URL('./dying-worker.ts', import.meta.url);

/** Whether this test may mount a file system. Only root may, and not in every container. */
function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const MOUNTS = mayMount();
const whyNot = MOUNTS ? '' : ' (skipped: needs root and the right to mount)';

let folder: string;
let target: Server;
let mounted: boolean;
let watch: Watch | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-disk-'));
  mounted = false;
  target = createServer((socket) => socket.on('error', () => undefined).end()).listen(0, '127.0.0.1');
  await once(target, 'listening');
});

afterEach(async () => {
  await watch?.engine.dispose();
  watch = undefined;
  target.close();
  if (mounted) execFileSync('umount', ['--lazy', folder]);
  await rm(folder, { recursive: true, force: true });
});

function mount(options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  mounted = true;
}

async function watchTarget(url = workerUrl): Promise<Watch & { readonly id: string }> {
  const store = createSqliteStore({ file: join(folder, DATABASE_FILE), workerUrl: url, log: () => undefined });
  watch = await startWatch({ store });
  const address = target.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const { id } = await watch.add({ kind: 'tcp', host: '127.0.0.1', port, interval: 500 });
  return { ...watch, id };
}

async function untilChecked(by: Watch, more: number): Promise<void> {
  const until = by.results.length + more;
  await expect.poll(() => by.results.length, WAIT).toBeGreaterThanOrEqual(until);
  expect(by.results.every(({ verdict }) => verdict === 'up')).toBe(true);
}

const ofStore = expect.objectContaining({ id: 'store', level: 'error', code: 'history.notSaved' }) as object;

/** The body of the notice about it. */
async function noticeBody(by: Watch): Promise<string> {
  await expect.poll(() => by.notices(), WAIT).toEqual([ofStore]);
  const [notice] = await by.notices();
  return notice === undefined ? '' : texts.notice(notice).body;
}

async function expectAllKept(by: Watch & { readonly id: string }): Promise<void> {
  await expect.poll(() => by.notices(), WAIT).toEqual([]);
  const taken = by.results.map(({ at }) => at);
  const kept = await by.engine.request('checks.list', { id: by.id, limit: 200 });
  expect(kept.map(({ at }) => at)).toEqual(expect.arrayContaining(taken));
}

describe('the disk', () => {
  it.skipIf(!MOUNTS)(`that is full${whyNot}`, async () => {
    mount('size=1m');
    const on = await watchTarget();
    await untilChecked(on, 1);
    // Fill the disk, so that the write-ahead log cannot grow.
    await expect(writeFile(join(folder, 'filler'), Buffer.alloc(2 * 1024 * 1024))).rejects.toThrow(/ENOSPC/);
    expect(await noticeBody(on)).toMatch(/The disk is full.*\nChecks continue\./su);
    await untilChecked(on, 2);
    await rm(join(folder, 'filler'));
    await expectAllKept(on);
  });

  it.skipIf(!MOUNTS)(`that is read-only is refused with a sentence${whyNot}`, async () => {
    mount('ro,size=1m');
    const refused: unknown = await watchTarget().catch((error: unknown) => error);
    if (!(refused instanceof StoreError)) throw refused;
    expect(texts.message(refused.problem)).toMatch(
      /^Lookout cannot open its data in .*Check that the folder can be written/u,
    );
    await expect(lockDataDir(folder)).rejects.toMatchObject({
      problem: { code: 'folder.unusable', params: { problem: expect.stringContaining('EROFS') } },
    });
  });

  it.skipIf(process.platform === 'win32')('from which the data folder is removed', async () => {
    const on = await watchTarget();
    await untilChecked(on, 1);
    await rm(folder, { recursive: true });
    await untilChecked(on, 2);
    expect(await noticeBody(on)).toMatch(/The file was removed while Lookout was running\. Put the file back/u);
    await mkdir(folder);
  });
});

describe('the thread of the store', () => {
  it('that dies again and again', async () => {
    const on = await watchTarget(dyingWorkerUrl);
    await untilChecked(on, 1);
    await writeFile(join(folder, 'die'), '');
    expect(await noticeBody(on)).toMatch(/The part of Lookout that stores data stopped/u);
    await untilChecked(on, 2);
    await rm(join(folder, 'die'));
    await expectAllKept(on);
  });
});
