import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeyFileSecrets } from './key-file.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-key-'));
  file = join(folder, 'secrets.key');
});
afterEach(() => rm(folder, { recursive: true }));

it('opens what it sealed, also after a restart, and seals the same text differently each time', async () => {
  const secrets = createKeyFileSecrets(file);
  const [first, second] = await Promise.all([secrets.seal('hunter2'), secrets.seal('hunter2')]);
  expect(first).not.toBe(second);
  expect(`${first}${second}`).not.toContain('hunter2');
  const restarted = createKeyFileSecrets(file);
  expect(await restarted.open(first)).toBe('hunter2');
  expect(await restarted.open(second)).toBe('hunter2');
});

it.skipIf(process.platform === 'win32')(
  'makes the key readable only by its owner, and removes other permissions',
  async () => {
    const sealed = await createKeyFileSecrets(file).seal('x');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    await createKeyFileSecrets(file).open(sealed);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  },
);

it('reports a missing key, and makes none for reading', async () => {
  const sealed = await createKeyFileSecrets(file).seal('x');
  await rm(file);
  await expect(createKeyFileSecrets(file).open(sealed)).rejects.toMatchObject({
    problem: { code: 'secret.keyGone', params: { file } },
  });
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

it('restores the key when it was deleted while in use', async () => {
  const secrets = createKeyFileSecrets(file);
  const before = await secrets.seal('before');
  await rm(file);
  const after = await secrets.seal('after');
  const restarted = createKeyFileSecrets(file);
  expect([await restarted.open(before), await restarted.open(after)]).toEqual(['before', 'after']);
});

it('does not open secrets sealed with another key, or damaged ones', async () => {
  const sealed = await createKeyFileSecrets(join(folder, 'other.key')).seal('x');
  const secrets = createKeyFileSecrets(file);
  const own = await secrets.seal('y');
  await expect(secrets.open(sealed)).rejects.toMatchObject({ name: 'SecretError' });
  const last = own.at(-1) === 'A' ? 'Q' : 'A';
  await expect(secrets.open(own.slice(0, -2) + last + last)).rejects.toMatchObject({ name: 'SecretError' });
  await expect(secrets.open('key:v1:AAAA')).rejects.toThrow('damaged');
});

it('never overwrites a file without a valid key', async () => {
  await writeFile(file, 'something else\n');
  await expect(createKeyFileSecrets(file).seal('x')).rejects.toMatchObject({ problem: { code: 'secret.keyInvalid' } });
  expect(await readFile(file, 'utf8')).toBe('something else\n');
});
