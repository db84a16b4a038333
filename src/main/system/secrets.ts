/** Secrets on the desktop: sealed by the system's vault where there is one. */
import type { SafeStorage } from 'electron';
import type { Secrets } from '../../engine/ports.ts';
import { isSealedWithKey } from '../../engine/secrets/key-secrets.ts';
import { SecretError } from '../../engine/secrets/secret-error.ts';

/** Begins what Electron's safeStorage sealed; the number changes with the format. */
const PREFIX = 'vault:v1:';

export interface DesktopSecretsOptions {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
  >;
  readonly platform: NodeJS.Platform;
  /** Where there is no vault, and the person agrees. */
  readonly keyFile: Secrets;
}

/**
 * The vault is asked for only when there is a secret: macOS and some desktops of Linux then ask the person to unlock it.
 * What either way has sealed opens as long as its key is there, also after a vault came or went.
 */
export function createDesktopSecrets({ safeStorage, platform, keyFile }: DesktopSecretsOptions): Secrets {
  async function hasVault(): Promise<boolean> {
    // Without a keyring, Chromium on Linux uses a key that is the same everywhere: that hides nothing.
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
        throw new SecretError(`The system's vault refused it: ${messageOf(error)}.`, { cause: error });
      }
    },
    async open(sealed) {
      if (isSealedWithKey(sealed)) return keyFile.open(sealed);
      if (!sealed.startsWith(PREFIX)) throw new SecretError('It was sealed in a way that this version does not know.');
      try {
        return (await safeStorage.decryptStringAsync(Buffer.from(sealed.slice(PREFIX.length), 'base64url'))).result;
      } catch (error) {
        throw new SecretError(`The system's vault does not open it: ${messageOf(error)}.`, { cause: error });
      }
    },
  };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/u, '');
}
