import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScratchFolder, removeLeftFolders } from './scratch-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-scratch-test-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A process that runs until it is killed, and its id. */
async function runProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const { pid = 0 } = child;
  return {
    pid,
    kill: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Makes the folder that a process with this id would have made, with a file in it. */
async function makeFor(pid: number): Promise<string> {
  await using scratch = await createScratchFolder();
  const name = `${basename(String(scratch.env['TMPDIR'])).replace(`-${process.pid}-`, `-${pid}-`)}x`;
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'kuma.db'), 'a password');
  return name;
}

test('the folder of a process that was killed is removed by the next import, and that of a live process stays', async () => {
  const other = await runProcess();
  const name = await makeFor(other.pid);
  await removeLeftFolders();
  expect(await readdir(folder)).toEqual([name]);
  await other.kill();
  await using scratch = await createScratchFolder();
  expect(await readdir(folder)).toEqual([basename(String(scratch.env['TMPDIR']))]);
});

test('folders that this process uses stay, and nothing that only looks like one is removed', async () => {
  const other = await runProcess();
  await other.kill();
  await using scratch = await createScratchFolder();
  const own = String(scratch.env['TMPDIR']);
  expect(dirname(own)).toBe(folder);
  const looksLikeIt = basename(own).replace(`-${process.pid}-`, `-${other.pid}-`);
  const kept = join(folder, 'kept');
  await mkdir(kept);
  await symlink(kept, join(folder, looksLikeIt));
  const others = ['lookout-import-abc', `lookout-import-00000000-${other.pid}-abc`, 'lookout.db'];
  for (const name of others) await mkdir(join(folder, name));
  await removeLeftFolders();
  expect((await readdir(folder)).toSorted()).toEqual(['kept', basename(own), looksLikeIt, ...others].toSorted());
});

test('the folder of an earlier process with the same id is removed', async () => {
  const name = await makeFor(process.pid);
  await removeLeftFolders();
  // It was made after this process began, so it may belong to another import.
  expect(await readdir(folder)).toEqual([name]);
  vi.spyOn(process, 'uptime').mockReturnValue(-3600);
  await removeLeftFolders();
  vi.restoreAllMocks();
  expect(await readdir(folder)).toEqual([]);
});

test('a temporary folder that cannot be read is no problem', async () => {
  vi.stubEnv('TMPDIR', join(folder, 'none'));
  await expect(removeLeftFolders()).resolves.toBeUndefined();
});
