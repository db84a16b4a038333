/** The client's side of SCRAM (RFC 5802, RFC 7677), which proves a password without sending it. */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
/** The most iterations. A server that asks for more only wants to keep this machine busy. */
const MAX_ITERATIONS = 1_000_000;

export type ScramHash = 'sha256' | 'sha512';

/** The first message. @param nonce random, in visible ASCII without commas */
export function firstMessage(username: string, nonce: string): string {
  return `n,,${bareFirst(username, nonce)}`;
}

function bareFirst(username: string, nonce: string): string {
  return `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
}

export interface FinalMessage {
  readonly text: string;
  /** Whether the server's last message proves that it knows the password too. */
  readonly isProof: (serverFinal: string) => boolean;
}

/** @returns null when the server's first message breaks the rules */
export async function finalMessage(
  hash: ScramHash,
  { username, password, nonce }: { readonly username: string; readonly password: string; readonly nonce: string },
  serverFirst: string,
): Promise<FinalMessage | null> {
  const pattern = /^r=(?<whole>[^,]+),s=(?<salt>[A-Za-z0-9+/]+=*),i=(?<count>\d{1,9})(?:,|$)/u;
  const { whole = '', salt = '', count = '0' } = pattern.exec(serverFirst)?.groups ?? {};
  const iterations = Number(count);
  if (!whole.startsWith(nonce) || whole === nonce || iterations < 1 || iterations > MAX_ITERATIONS) return null;
  const length = hash === 'sha256' ? 32 : 64;
  const salted = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), iterations, length, hash);
  const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
  const clientKey = hmac(salted, 'Client Key');
  const withoutProof = `c=biws,r=${whole}`;
  const signed = `${bareFirst(username, nonce)},${serverFirst},${withoutProof}`;
  const signature = hmac(createHash(hash).update(clientKey).digest(), signed);
  const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
  const expected = hmac(hmac(salted, 'Server Key'), signed);
  return {
    text: `${withoutProof},p=${Buffer.from(proof).toString('base64')}`,
    isProof: (serverFinal) => {
      const given = Buffer.from(/^v=([^,]+)/u.exec(serverFinal)?.[1] ?? '', 'base64');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
