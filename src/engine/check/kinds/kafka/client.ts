/**
 * A connection to one Kafka broker. The requests have the oldest versions that brokers of the releases 1.0 to 4.x know
 * (KIP-896), so that one version of each is enough.
 */
import { randomBytes } from 'node:crypto';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { Conversation } from '../../net/connect/conversation.ts';
import { cut } from '../../../base/cut.ts';
import { plainResponse } from '../../net/services/plain-response.ts';
import { toSnippet } from '../../net/probe/probe.ts';
import { errorName } from './errors.ts';
import { kafkaFailure } from './failures.ts';
import { finalMessage, firstMessage, type ScramHash } from './scram.ts';
import { Reader, Writer } from './wire.ts';

/** Key and version of each request. */
export const APIS = {
  produce: [0, 3],
  fetch: [1, 4],
  listOffsets: [2, 1],
  metadata: [3, 4],
  offsetFetch: [9, 1],
  findCoordinator: [10, 0],
  saslHandshake: [17, 1],
  apiVersions: [18, 0],
  saslAuthenticate: [36, 0],
} as const satisfies Readonly<Record<string, readonly [key: number, version: number]>>;

export type Mechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

const HASHES: Readonly<Record<Exclude<Mechanism, 'PLAIN'>, ScramHash>> = {
  'SCRAM-SHA-256': 'sha256',
  'SCRAM-SHA-512': 'sha512',
};

const CLIENT_ID = 'lookout';
/** No answer that a check asks for is longer. */
const MAX_ANSWER_BYTES = 1_000_000;
const QUOTED = 200;

interface Credentials {
  readonly username: string;
  readonly password: string;
}

export class KafkaClient {
  readonly #conversation: Conversation;
  #count = 0;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** Asks which requests the broker knows: it must know ours. @throws FailureError `kafka.version` */
  async checkVersions(): Promise<void> {
    const answer = await this.request('apiVersions', new Writer());
    const code = answer.int16();
    if (code !== 0) throw new FailureError(kafkaFailure('kafka.refused', { problem: errorName(code) }));
    const known = answer.list(() => [answer.int16(), answer.int16(), answer.int16()] as const);
    const isMissing = ([key, version]: readonly [number, number]) =>
      known.every(([one, min, max]) => one !== key || version < min || version > max);
    // The broker has to know the requests of a sign-in only if it wants one, which is not known yet.
    const needed = [APIS.metadata, APIS.listOffsets, APIS.produce, APIS.fetch];
    if (needed.some(isMissing)) throw new FailureError(kafkaFailure('kafka.version', {}));
  }

  /** @throws FailureError `auth.failed` or `auth.unavailable` */
  async signIn(mechanism: Mechanism, credentials: Credentials): Promise<void> {
    const answer = await this.request('saslHandshake', new Writer().text(mechanism));
    const code = answer.int16();
    const offered = answer.list(() => cut(answer.text() ?? '', 50));
    if (code !== 0) throw new FailureError(kafkaFailure('auth.unavailable', offered.length === 0 ? {} : { offered }));
    if (mechanism === 'PLAIN') {
      const { username, password } = credentials;
      await this.#authenticate(credentials, Buffer.from(plainResponse(username, password), 'base64'));
    } else await this.#signInByScram(HASHES[mechanism], credentials);
  }

  /** Sends a request and reads its answer. */
  async request(api: keyof typeof APIS, body: Writer): Promise<Reader> {
    const [key, version] = APIS[api];
    this.#count += 1;
    const head = new Writer().int16(key).int16(version).int32(this.#count).text(CLIENT_ID);
    this.#conversation.send(new Writer().sized(head.bytes(body.buffer).buffer).buffer);
    const length = (await this.#conversation.readBytes(4)).readInt32BE();
    if (length < 4 || length > MAX_ANSWER_BYTES) throw this.#conversation.wrong(`An answer of ${length} bytes`);
    const answer = new Reader(await this.#conversation.readBytes(length));
    const id = answer.int32();
    if (id !== this.#count) throw this.#conversation.wrong(`The answer to ${id} instead of ${this.#count}`);
    return answer;
  }

  close(): void {
    this.#conversation.close();
  }

  async #signInByScram(hash: ScramHash, credentials: Credentials): Promise<void> {
    const nonce = randomBytes(18).toString('base64url');
    const first = await this.#authenticate(credentials, Buffer.from(firstMessage(credentials.username, nonce)));
    const final = await finalMessage(hash, { ...credentials, nonce }, first.toString('utf8'));
    if (final === null) throw this.#conversation.wrong(first.toString('utf8'));
    const last = await this.#authenticate(credentials, Buffer.from(final.text));
    if (!final.isProof(last.toString('utf8'))) throw this.#conversation.wrong('The broker does not prove the password');
  }

  async #authenticate({ username }: Credentials, bytes: Buffer): Promise<Buffer> {
    const answer = await this.request('saslAuthenticate', new Writer().sized(bytes));
    const code = answer.int16();
    const words = answer.text();
    if (code === 0) return answer.sized();
    const problem = words === null || words === '' ? errorName(code) : cut(toSnippet(words), QUOTED);
    throw new FailureError(failureOf('auth.failed', { username, problem }));
  }
}
