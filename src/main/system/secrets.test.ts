import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyFileSecrets, KEY_FILE } from '../../engine/secrets/key-file.ts';
import { createDesktopSecrets, type DesktopSecretsOptions } from './secrets.ts';

type SafeStorage = DesktopSecretsOptions['safeStorage'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-vault-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A vault that inverts bytes. When locked, it throws as Electron's does. */
function vault({ backend = 'gnome_libsecret', available = true, locked = false } = {}): SafeStorage {
  const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  function enter(): void {
    if (locked) throw new Error('The keychain is locked.');
  }
  return {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend as ReturnType<SafeStorage['getSelectedStorageBackend']>,
    encryptStringAsync: async (text) => {
      enter();
      return turned(Buffer.from(text));
    },
    decryptStringAsync: async (bytes) => {
      enter();
      return { result: turned(bytes).toString(), shouldReEncrypt: false };
    },
  };
}

const secretsWith = (safeStorage: SafeStorage, platform: NodeJS.Platform = 'linux') =>
  createDesktopSecrets({ safeStorage, platform, keyFile: createKeyFileSecrets(join(folder, KEY_FILE)) });

test('seals with the vault, and creates no key file', async () => {
  const secrets = secretsWith(vault());
  expect(await secrets.kind()).toBe('vault');
  const sealed = await secrets.seal('päss');
  expect(sealed).toMatch(/^vault:v1:/u);
  expect(await secrets.open(sealed)).toBe('päss');
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['has no keyring', vault({ backend: 'basic_text' }), 'linux'],
  ['says that encryption is not available', vault({ available: false }), 'darwin'],
] as const)('seals with the key file where the system %s', async (_, safeStorage, platform) => {
  const secrets = secretsWith(safeStorage, platform);
  expect(await secrets.kind()).toBe('none');
  const sealed = await secrets.seal('päss');
  expect(sealed).toMatch(/^key:v1:/u);
  expect(await secrets.open(sealed)).toBe('päss');
});

test('opens what was sealed before there was a vault', async () => {
  const sealed = await secretsWith(vault({ available: false })).seal('before');
  expect(await secretsWith(vault()).open(sealed)).toBe('before');
});

test('says why a locked vault cannot seal or open, without the secret', async () => {
  const sealed = await secretsWith(vault()).seal('hunter2');
  const locked = secretsWith(vault({ locked: true }));
  await expect(locked.open(sealed)).rejects.toMatchObject({
    name: 'SecretError',
    problem: { code: 'secret.vaultLocked', params: { problem: expect.stringContaining('locked') as string } },
  });
  await expect(locked.seal('hunter2')).rejects.toMatchObject({ name: 'SecretError' });
  await expect(locked.seal('hunter2')).rejects.not.toThrow('hunter2');
});

test('refuses what it did not seal', async () => {
  await expect(secretsWith(vault()).open('plain')).rejects.toMatchObject({ name: 'SecretError' });
});
