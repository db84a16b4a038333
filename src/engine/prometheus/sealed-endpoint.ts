/**
 * The endpoint that a vantage point checks, as a parameter of `/probe`. It is encrypted with a key that the Lookouts
 * share, so that neither the files nor the pages of Prometheus show a secret. The same endpoint always gives the same
 * text.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import { isRecord } from '../../shared/is-record.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The most characters of a sealed endpoint. A longer one is not from an honest Lookout. */
const MAX_BYTES = 1_000_000;
/** The fewest characters of a key. A shorter one could be guessed from a sealed endpoint. */
export const LEAST_KEY = 32;

export class EndpointSeal {
  readonly #key: Buffer;
  readonly #nonceKey: Buffer;

  /** @param secret at least `LEAST_KEY` characters that are hard to guess */
  constructor(secret: string) {
    const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'lookout vantage point', 64));
    this.#key = bytes.subarray(0, 32);
    this.#nonceKey = bytes.subarray(32);
  }

  seal(endpoint: EndpointInput): string {
    const plain = deflateRawSync(JSON.stringify(endpoint));
    // The nonce is derived from the text, so only equal texts share one, and the files change only when an endpoint
    // changes.
    const nonce = createHmac('sha256', this.#nonceKey).update(plain).digest().subarray(0, NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @returns null: it was not sealed with this key */
  open(text: string): EndpointInput | null {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      const value: unknown = JSON.parse(inflateRawSync(plain, { maxOutputLength: MAX_BYTES }).toString());
      return isRecord(value) && typeof value['kind'] === 'string' ? (value as EndpointInput) : null;
    } catch {
      // It was encrypted with another key, or it is damaged.
      return null;
    }
  }
}
