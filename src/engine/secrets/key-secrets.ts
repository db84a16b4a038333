/** Secrets sealed with our own key: AES-256-GCM (NIST SP 800-38D) with a fresh nonce for each secret. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secrets } from '../ports.ts';
import { problemOf } from '../base/problem-error.ts';
import { SecretError } from './secret-error.ts';

export const KEY_BYTES = 32;
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The prefix of sealed secrets. The number changes with the format. */
const PREFIX = 'key:v1:';

/** Whether the secret was sealed with one of our keys. */
export function isSealedWithKey(sealed: string): boolean {
  return sealed.startsWith(PREFIX);
}

/** @returns the prefix, followed by nonce, tag and ciphertext in base64url */
export function sealWithKey(key: Buffer, plain: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

/** @throws SecretError when the secret was sealed with another key or by a vault, or is damaged */
export function openWithKey(key: Buffer, sealed: string): string {
  if (!isSealedWithKey(sealed)) throw new SecretError(problemOf('secret.otherFormat', {}));
  const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SecretError(problemOf('secret.damaged', {}));
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new SecretError(problemOf('secret.otherKey', {}), { cause: error });
  }
}

/** Secrets that nobody can open after this process has ended: for tests, and for tools that store nothing. */
export function createTemporarySecrets(): Secrets {
  const key = randomBytes(KEY_BYTES);
  return {
    kind: async () => 'file',
    seal: async (plain) => sealWithKey(key, plain),
    open: async (sealed) => openWithKey(key, sealed),
  };
}
