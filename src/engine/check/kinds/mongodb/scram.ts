/** SCRAM (RFC 5802, RFC 7677), by which MongoDB lets users sign in. Channel binding is not used. */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

export type Mechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-1';

const HASHES = { 'SCRAM-SHA-256': { name: 'sha256', bytes: 32 }, 'SCRAM-SHA-1': { name: 'sha1', bytes: 20 } } as const;

/** The most iterations. More would keep a thread busy for long. */
const MAX_ITERATIONS = 1_000_000;

/** What the server sent breaks the rules of SCRAM, or does not prove that it knows the password. */
export class ScramError extends Error {
  override readonly name = 'ScramError';
}

export interface ScramProof {
  /** The last message of the client. */
  readonly message: string;
  /** @throws ScramError if the server does not know the password */
  verify(serverFinal: string): void;
}

/** One sign-in. */
export class Scram {
  readonly #mechanism: Mechanism;
  readonly #password: string;
  readonly #bare: string;
  readonly #nonce: string;
  /** The first message of the client. */
  readonly first: string;

  /**
   * @param password for SCRAM-SHA-1, MongoDB's hash of it (`legacyPassword`)
   * @param nonce random; only tests choose it
   */
  constructor(mechanism: Mechanism, username: string, password: string, nonce = randomBytes(24).toString('base64')) {
    this.#mechanism = mechanism;
    this.#password = password;
    this.#nonce = nonce;
    this.#bare = `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
    this.first = `n,,${this.#bare}`;
  }

  /** Answers the first message of the server. @throws ScramError */
  async answer(serverFirst: string): Promise<ScramProof> {
    const { name, bytes } = HASHES[this.#mechanism];
    const { nonce, salt, iterations } = readServerFirst(serverFirst);
    if (!nonce.startsWith(this.#nonce) || nonce.length <= this.#nonce.length) throw new ScramError('Wrong nonce');
    const salted = await derive(this.#password, salt, iterations, bytes, name);
    const mac = (key: Buffer, text: string) => createHmac(name, key).update(text).digest();
    const withoutProof = `c=biws,r=${nonce}`;
    const exchange = `${this.#bare},${serverFirst},${withoutProof}`;
    const clientKey = mac(salted, 'Client Key');
    const signature = mac(createHash(name).update(clientKey).digest(), exchange);
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64');
    const expected = mac(mac(salted, 'Server Key'), exchange);
    return {
      message: `${withoutProof},p=${proof}`,
      verify(serverFinal) {
        const given = Buffer.from(
          /^v=(?<signature>[A-Za-z0-9+/=]+)/u.exec(serverFinal)?.groups?.['signature'] ?? '',
          'base64',
        );
        if (given.length === expected.length && timingSafeEqual(given, expected)) return;
        throw new ScramError('The server does not know the password');
      },
    };
  }
}

function readServerFirst(message: string) {
  const {
    nonce = '',
    salt = '',
    iterations = '',
  } = /^r=(?<nonce>[^,]+),s=(?<salt>[A-Za-z0-9+/=]+),i=(?<iterations>\d{1,7})(?:,|$)/u.exec(message)?.groups ?? {};
  const count = Number(iterations);
  if (nonce === '' || count < 1 || count > MAX_ITERATIONS) throw new ScramError('Wrong first message of the server');
  return { nonce, salt: Buffer.from(salt, 'base64'), iterations: count };
}

/** The hash that MongoDB uses as the password for SCRAM-SHA-1. */
export function legacyPassword(username: string, password: string): string {
  return createHash('md5').update(`${username}:mongo:${password}`).digest('hex');
}
