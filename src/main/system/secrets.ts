/** Secrets on the desktop, which the system's vault seals if there is one. */
import type { SafeStorage } from 'electron';
import type { Secrets } from '../../engine/ports.ts';
import { isSealedWithKey } from '../../engine/secrets/key-secrets.ts';
import { problemOf } from '../../engine/base/problem-error.ts';
import { SecretError } from '../../engine/secrets/secret-error.ts';

/** The start of each text that Electron's safeStorage sealed. The number changes with the format. */
const PREFIX = 'vault:v1:';

export interface DesktopSecretsOptions {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
  >;
  readonly platform: NodeJS.Platform;
  /** Used when there is no vault and the person agrees. */
  readonly keyFile: Secrets;
}

/**
 * Uses the vault only when there is a secret, because macOS and some Linux desktops then ask the person to unlock it. A
 * secret can be opened as long as its key exists, also when a vault was added or removed since it was sealed.
 */
export function createDesktopSecrets({ safeStorage, platform, keyFile }: DesktopSecretsOptions): Secrets {
  async function hasVault(): Promise<boolean> {
    // Without a keyring, Chromium on Linux uses the same key on every machine, which protects nothing.
    if (platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
    return safeStorage.isAsyncEncryptionAvailable();
  }

  return {
    kind: async () => ((await hasVault()) ? 'vault' : 'none'),
    async seal(plain) {
      if (!(await hasVault())) return keyFile.seal(plain);
      try {
        return PREFIX + (await safeStorage.encryptStringAsync(plain)).toString('base64url');
      } catch (error) {
        throw new SecretError(problemOf('secret.vaultRefused', { problem: messageOf(error) }), { cause: error });
      }
    },
    async open(sealed) {
      if (isSealedWithKey(sealed)) return keyFile.open(sealed);
      if (!sealed.startsWith(PREFIX)) throw new SecretError(problemOf('secret.otherFormat', {}));
      try {
        return (await safeStorage.decryptStringAsync(Buffer.from(sealed.slice(PREFIX.length), 'base64url'))).result;
      } catch (error) {
        throw new SecretError(problemOf('secret.vaultLocked', { problem: messageOf(error) }), { cause: error });
      }
    },
  };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/u, '');
}
