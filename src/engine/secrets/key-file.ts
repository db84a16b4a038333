/** Keeps the key in a file, for systems without a vault. */
import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename, rm, stat } from 'node:fs/promises';
import type { Secrets } from '../ports.ts';
import { isSealedWithKey, KEY_BYTES, openWithKey, sealWithKey } from './key-secrets.ts';
import { problemOf } from '../base/problem-error.ts';
import { SecretError } from './secret-error.ts';

/** The name of the key file in the data folder. */
export const KEY_FILE = 'secrets.key';

const ABOUT = `# Lookout's key for the passwords and tokens in its database. It protects copies of the database, not against
# the user that Lookout runs as. Keep it out of backups of the database; without it they have to be entered again.
`;

/**
 * Seals secrets with a key in `file`, which only its owner may read (mode 0600; on Windows, the permissions of the
 * folder apply). The key is made with the first secret. An existing file without a valid key is never overwritten.
 */
export function createKeyFileSecrets(file: string): Secrets {
  let known: Buffer | null = null;
  let making: Promise<Buffer> | null = null;

  /** Null: the file does not exist. */
  async function read(): Promise<Buffer | null> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
      // Copying the data folder may have changed the mode.
      if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') return null;
      throw new SecretError(problemOf('secret.keyUnreadable', { file, problem: messageOf(error) }), { cause: error });
    }
    const line = text.split('\n').find((one) => one !== '' && !one.startsWith('#')) ?? '';
    const key = Buffer.from(line.trim(), 'base64');
    if (key.length !== KEY_BYTES) {
      throw new SecretError(problemOf('secret.keyInvalid', { file, expectedBytes: KEY_BYTES, foundBytes: key.length }));
    }
    return key;
  }

  /** Writes the file completely or not at all. The data folder is locked, so no other process makes a key. */
  async function write(key: Buffer): Promise<void> {
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    try {
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(`${ABOUT}${key.toString('base64')}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, file);
    } catch (error) {
      throw new SecretError(problemOf('secret.keyNotWritten', { file, problem: messageOf(error) }), { cause: error });
    } finally {
      await rm(draft, { force: true });
    }
  }

  async function readOrMake(): Promise<Buffer> {
    const found = await read();
    // If the file was deleted while Lookout runs, the key in memory still opens the stored secrets.
    const key = found ?? known ?? randomBytes(KEY_BYTES);
    if (found === null) await write(key);
    known = key;
    return key;
  }

  return {
    kind: async () => 'file',
    async seal(plain) {
      // Two concurrent calls must not make two keys.
      making ??= readOrMake().finally(() => (making = null));
      return sealWithKey(await making, plain);
    },
    async open(sealed) {
      if (!isSealedWithKey(sealed)) throw new SecretError(problemOf('secret.desktopVault', {}));
      known ??= await read();
      if (known === null) throw new SecretError(problemOf('secret.keyGone', { file }));
      return openWithKey(known, sealed);
    },
  };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
