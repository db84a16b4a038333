/**
 * Reads private keys. Decrypting one holds the loop for some 0.3 s, so it is done once per key and not for each check.
 */
import { createHash } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';

/** The most keys that are kept; the oldest are forgotten first. */
const MAX_KEYS = 500;

const keys = new Map<string, ParsedKey | Error>();

/** @returns the error that says why the key cannot be used */
export function readPrivateKey(privateKey: string, passphrase: string): ParsedKey | Error {
  const name = nameOf(privateKey, passphrase);
  const known = keys.get(name);
  if (known !== undefined) return known;
  const parsed = ssh2.utils.parseKey(privateKey, passphrase);
  const key = (Array.isArray(parsed) ? parsed[0] : parsed) ?? new Error('The file has no key');
  const oldest = keys.keys().next();
  if (keys.size >= MAX_KEYS && oldest.done !== true) keys.delete(oldest.value);
  keys.set(name, key);
  return key;
}

/** Whether a check would have to read the key. */
export function isKeyRead(privateKey: string, passphrase: string): boolean {
  return privateKey === '' || keys.has(nameOf(privateKey, passphrase));
}

function nameOf(privateKey: string, passphrase: string): string {
  return createHash('sha256')
    .update(JSON.stringify([privateKey, passphrase]))
    .digest('base64');
}
