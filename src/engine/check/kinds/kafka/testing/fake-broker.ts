/**
 * Test code: a broker that answers as the protocol's guide (https://kafka.apache.org/protocol) says. Debian has no Kafka, and no
 * registry that this project may use has its server.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { APIS } from '../client.ts';
import { writeBatch } from '../records.ts';
import { Reader, Writer } from '../wire.ts';

export interface FakeBrokerOptions {
  /** The error code of each topic; topics that are not listed exist. */
  readonly topics?: Readonly<Record<string, number>>;
  /** The leaders of the partitions: 1 is this broker, 2 the other one, -1 none. */
  readonly leaders?: readonly number[];
  /** The port of the broker 2, if there is one. */
  readonly otherPort?: number;
  /** Offsets that the group has committed, by partition. */
  readonly committed?: readonly number[];
  /** Offsets after the last message, by partition. */
  readonly latest?: readonly number[];
  readonly mechanisms?: readonly string[];
  /** The messages of other producers, in order: each fetch returns the next one, at the requested offset. */
  readonly written?: readonly string[];
  /** How their batches are compressed: `gzip`, or with a number that means nothing here. */
  readonly compression?: 'gzip' | 'zstd' | 'snappy';
  /** The newest version of metadata that the broker knows. */
  readonly newest?: number;
}

/** The password of every user. */
export const PASSWORD = 'right';

/** Answers the requests of one connection. @param port where this broker is */
export function serveKafka(socket: Socket, port: number, options: FakeBrokerOptions = {}): void {
  const broker = new FakeBroker(port, options);
  let held = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 4 && held.length >= 4 + held.readInt32BE()) {
      const end = 4 + held.readInt32BE();
      const request = new Reader(held.subarray(4, end));
      held = held.subarray(end);
      const [key, version, id] = [request.int16(), request.int16(), request.int32()];
      request.text();
      const answer = broker.answer(key, version, request);
      if (answer === null) socket.destroy();
      else socket.write(new Writer().sized(new Writer().int32(id).bytes(answer.buffer).buffer).buffer);
    }
  });
}

class FakeBroker {
  readonly #port: number;
  readonly #options: FakeBrokerOptions;
  #batch = Buffer.alloc(0);
  #fetched = 0;
  #mechanism = '';
  #clientFirst = '';
  #serverFirst = '';

  constructor(port: number, options: FakeBrokerOptions) {
    this.#port = port;
    this.#options = options;
  }

  /** @returns null: the broker closes the connection, as a real one does for requests that it does not know */
  answer(key: number, version: number, request: Reader): Writer | null {
    const name = Object.entries(APIS).find(([, ids]) => ids[0] === key && ids[1] === version)?.[0];
    const { latest = [7, 9], committed = [5, -1] } = this.#options;
    switch (name as keyof typeof APIS | undefined) {
      case 'apiVersions':
        return this.#versions();
      case 'metadata':
        return this.#metadata(request);
      case 'saslHandshake':
        return this.#handshake(request);
      case 'saslAuthenticate':
        return this.#authenticate(request);
      case 'findCoordinator':
        return new Writer().int16(0).int32(1).text('127.0.0.1').int32(this.#port);
      case 'listOffsets':
        request.int32();
        return this.#partitions(request, (out, id) => {
          request.int64();
          out
            .int32(id)
            .int16(0)
            .int64(-1n)
            .int64(BigInt(latest[id] ?? 0));
        });
      case 'offsetFetch':
        request.text();
        return this.#partitions(request, (out, id) =>
          out
            .int32(id)
            .int64(BigInt(committed[id] ?? -1))
            .text('')
            .int16(0),
        );
      case 'produce':
        request.text();
        request.take(6);
        return this.#partitions(request, (out, id) => {
          this.#batch = Buffer.from(request.sized());
          // The broker gives the batch its place.
          this.#batch.writeBigInt64BE(41n, 0);
          out.int32(id).int16(0).int64(41n).int64(-1n);
        }).int32(0);
      case 'fetch': {
        request.take(17);
        const answer = this.#partitions(request, (out, id) => {
          const offset = request.int64();
          request.take(4);
          out.int32(id).int16(0).int64(42n).int64(42n).int32(-1).sized(this.#next(offset));
        });
        return new Writer().int32(0).bytes(answer.buffer);
      }
      case undefined:
        return null;
    }
  }

  #next(offset: bigint): Buffer {
    const { written, compression } = this.#options;
    if (written === undefined) return this.#batch;
    const text = written[this.#fetched];
    this.#fetched += 1;
    if (text === undefined) return Buffer.alloc(0);
    const batch = compressed(writeBatch(Buffer.from(text), 1_000), compression);
    batch.writeBigInt64BE(offset, 0);
    return batch;
  }

  #versions(): Writer {
    const { newest = 12 } = this.#options;
    const out = new Writer().int16(0);
    return out.list(Object.values(APIS), ([key, version]) =>
      out
        .int16(key)
        .int16(key === 3 ? 0 : version)
        .int16(newest),
    );
  }

  #metadata(request: Reader): Writer {
    const { topics = {}, leaders = [1, 1], otherPort } = this.#options;
    const names = request.list(() => request.text() ?? '');
    const out = new Writer().int32(0);
    const brokers = [[1, this.#port] as const, ...(otherPort === undefined ? [] : [[2, otherPort] as const])];
    out.list(brokers, ([id, port]) => out.int32(id).text('127.0.0.1').int32(port).text(null));
    out.text('test-cluster').int32(1);
    return out.list(names, (name) => {
      const code = topics[name] ?? 0;
      out.int16(code).text(name).int8(0);
      out.list(code === 0 ? [...leaders.entries()] : [], ([id, leader]) => {
        out
          .int16(leader < 0 ? 5 : 0)
          .int32(id)
          .int32(leader);
        out.list([1, 2], (one) => out.int32(one)).list([1], (one) => out.int32(one));
      });
    });
  }

  /** Answers for each topic and partition of a request. */
  #partitions(request: Reader, answer: (out: Writer, id: number) => unknown): Writer {
    const topics = request.list(() => {
      const out = new Writer();
      const name = request.text();
      const partitions = request.list(() => {
        const one = new Writer();
        answer(one, request.int32());
        return one.buffer;
      });
      return out.text(name).list(partitions, (bytes) => out.bytes(bytes)).buffer;
    });
    const out = new Writer();
    return out.list(topics, (bytes) => out.bytes(bytes));
  }

  #handshake(request: Reader): Writer {
    const { mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] } = this.#options;
    this.#mechanism = request.text() ?? '';
    const out = new Writer().int16(mechanisms.includes(this.#mechanism) ? 0 : 33);
    return out.list(mechanisms, (one) => out.text(one));
  }

  #authenticate(request: Reader): Writer {
    const given = request.sized().toString('utf8');
    if (this.#mechanism === 'PLAIN') {
      return given.endsWith(`\0${PASSWORD}`) ? accepted('') : refused();
    }
    if (this.#clientFirst === '') {
      this.#clientFirst = given.slice('n,,'.length);
      const nonce = `${/r=(.*)$/u.exec(given)?.[1]}${randomBytes(8).toString('hex')}`;
      this.#serverFirst = `r=${nonce},s=${Buffer.from('salt').toString('base64')},i=4096`;
      return accepted(this.#serverFirst);
    }
    const hash = this.#mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512';
    const salted = pbkdf2Sync(PASSWORD, 'salt', 4096, hash === 'sha256' ? 32 : 64, hash);
    const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
    const [withoutProof = '', proof = ''] = given.split(',p=');
    const signed = `${this.#clientFirst},${this.#serverFirst},${withoutProof}`;
    const stored = createHash(hash).update(hmac(salted, 'Client Key')).digest();
    const signature = hmac(stored, signed);
    const clientKey = Buffer.from(proof, 'base64').map((byte, index) => byte ^ (signature[index] ?? 0));
    if (!createHash(hash).update(clientKey).digest().equals(stored)) return refused();
    return accepted(`v=${hmac(hmac(salted, 'Server Key'), signed).toString('base64')}`);
  }
}

/** From the start of a batch to its records. */
const RECORDS_AT = 61;
const CODECS = { gzip: 1, snappy: 2, zstd: 4 } as const;

function compressed(batch: Buffer, codec: FakeBrokerOptions['compression']): Buffer {
  if (codec === undefined) return batch;
  const records = batch.subarray(RECORDS_AT);
  const packed = { gzip: gzipSync, zstd: zstdCompressSync, snappy: (bytes: Buffer) => bytes }[codec](records);
  const made = Buffer.concat([batch.subarray(0, RECORDS_AT), packed]);
  made.writeInt32BE(made.length - 12, 8);
  made.writeInt16BE(CODECS[codec], 21);
  return made;
}

function accepted(text: string): Writer {
  return new Writer().int16(0).text(null).sized(Buffer.from(text));
}

function refused(): Writer {
  return new Writer().int16(58).text('Authentication failed: Invalid username or password').sized(Buffer.alloc(0));
}
