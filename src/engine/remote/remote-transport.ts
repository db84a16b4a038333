/**
 * HTTP and the WebSocket to a remote Lookout. Connections are verified before anything is sent over them, and the size
 * of answers is limited.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { FOLLOWER_HEADER } from '../../contract/channels/sources.ts';
import type { Ms } from '../../contract/model/units.ts';
import { FailureError } from '../base/failure-error.ts';
import { Agent, request as httpRequest } from '../base/node-http.ts';
import { problemOf } from '../base/problem-error.ts';
import type { Resolver } from '../check/kind.ts';
import { connectTcp } from '../check/net/connect/connect.ts';
import { EvidenceNotes } from '../check/net/probe/evidence.ts';
import type { Probe } from '../check/net/probe/probe.ts';
import { Stopwatch } from '../check/net/probe/stopwatch.ts';
import { startTls } from '../check/net/tls/tls.ts';
import { hostOf, portOf } from './remote-address.ts';
import { RemoteError } from './remote-error.ts';
import { fromFailure, toRemoteError } from './to-remote-error.ts';

/** The most bytes of an answer. The largest honest ones, pages of a snapshot and reports, have about a megabyte. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** The most bytes of a push. An honest one has 64 KB, unless a single change is larger. */
export const MAX_PUSH_BYTES = 2 * 1024 * 1024;
/** How long an answer may take, including its connection. */
const ANSWER_MS: Ms = 20_000;
/** The most requests at the same time; others wait. */
const MAX_CONNECTIONS = 6;

export interface TransportOptions {
  /** As `readAddress` returns it. */
  readonly address: URL;
  /** The token in clear. */
  readonly token: string;
  /** See `SourceConfig`. */
  readonly fingerprint: string;
  readonly resolver: Resolver;
  /** How long an answer may take. Default 20 s. */
  readonly answerMs?: Ms;
}

export interface RawAnswer {
  readonly status: number;
  /** Parsed JSON; undefined: the body is not JSON. */
  readonly body: unknown;
}

export class RemoteTransport {
  readonly #options: TransportOptions;
  readonly #agent: VerifiedAgent;
  readonly #closing = new AbortController();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#agent = new VerifiedAgent((signal) => this.#connect(signal), this.#closing.signal);
  }

  /**
   * @param again whether the request may be sent again if the remote Lookout closes an idle connection at that moment
   * @throws RemoteError when there is no answer, or it is too large
   */
  async post(
    channel: string,
    args: unknown,
    signal: AbortSignal,
    { again }: { readonly again: boolean },
  ): Promise<RawAnswer> {
    const late = AbortSignal.timeout(this.#options.answerMs ?? ANSWER_MS);
    const ends = AbortSignal.any([late, this.#closing.signal, signal]);
    try {
      const response = await this.#send(channel, Buffer.from(JSON.stringify(args)), ends, again);
      return { status: response.statusCode ?? 0, body: parse(await read(response)) };
    } catch (error) {
      if (late.aborted) throw new RemoteError(problemOf('remote.silent', {}), { cause: error });
      throw toRemoteError(error);
    }
  }

  #send(channel: string, body: Buffer, signal: AbortSignal, again: boolean): Promise<IncomingMessage> {
    const { address, token } = this.#options;
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          agent: this.#agent,
          method: 'POST',
          path: new URL(`api/${channel}`, address).pathname,
          headers: {
            host: address.host,
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': body.length,
            'user-agent': 'Lookout',
            [FOLLOWER_HEADER]: '1',
          },
          signal,
        },
        resolve,
      );
      request.once('error', (error) => {
        if (again && request.reusedSocket && !signal.aborted) resolve(this.#send(channel, body, signal, false));
        else reject(error);
      });
      request.end(body);
    });
  }

  /** Opens the WebSocket of the pushes. @throws RemoteError */
  async openPushes(): Promise<WebSocket> {
    const { address, token, answerMs = ANSWER_MS } = this.#options;
    const signal = AbortSignal.any([AbortSignal.timeout(answerMs), this.#closing.signal]);
    try {
      // Loaded by the first source.
      const [{ WebSocket }, socket] = await Promise.all([import('ws'), this.#connect(signal)]);
      const url = new URL('api/pushes', address);
      // The socket is encrypted and verified already.
      url.protocol = 'ws:';
      const pushes = new WebSocket(url, ['lookout.v1'], {
        createConnection: () => socket,
        headers: { host: address.host, authorization: `Bearer ${token}` },
        handshakeTimeout: answerMs,
        maxPayload: MAX_PUSH_BYTES,
        perMessageDeflate: false,
        followRedirects: false,
      });
      await new Promise<void>((resolve, reject) => {
        pushes.once('open', resolve);
        pushes.once('error', reject);
        pushes.once('unexpected-response', (_request, { statusCode = 0 }) => {
          reject(new RemoteError(problemOf('remote.status', { status: statusCode })));
          pushes.terminate();
        });
      });
      return pushes;
    } catch (error) {
      if (signal.aborted) throw new RemoteError(problemOf('remote.silent', {}), { cause: error });
      throw toRemoteError(error);
    }
  }

  /** Closes every connection. Pending requests reject. */
  dispose(): void {
    this.#closing.abort();
    this.#agent.destroy();
  }

  /**
   * Opens a connection; with `https`, its certificate is verified before anything is sent.
   * @throws FailureError, RemoteError
   */
  async #connect(signal: AbortSignal): Promise<Socket> {
    const { address, fingerprint, resolver } = this.#options;
    const probe: Probe = {
      signal,
      resolver,
      watch: new Stopwatch(),
      details: {},
      metrics: {},
      observed: {},
      evidence: new EvidenceNotes(),
      wanted: new Set(),
    };
    const host = hostOf(address);
    const socket = await connectTcp(probe, { host, port: portOf(address), family: 0 });
    if (address.protocol === 'http:') return socket;
    const trusted = fingerprint === '' ? [] : [fingerprint];
    try {
      return await startTls(probe, socket, { host, alpn: ['http/1.1'], verify: true, trusted });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      throw fromFailure(error.failure, { fingerprint: probe.details.tls?.chain[0]?.fingerprint ?? null, cause: error });
    }
  }
}

/** Opens its connections itself, and keeps them for later requests. */
class VerifiedAgent extends Agent {
  readonly #connect: (signal: AbortSignal) => Promise<Socket>;
  readonly #closing: AbortSignal;

  constructor(connect: (signal: AbortSignal) => Promise<Socket>, closing: AbortSignal) {
    super({ keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: 2, timeout: 15_000 });
    this.#connect = connect;
    this.#closing = closing;
  }

  override createConnection(
    _options: object,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    const given = (error: Error | null, socket?: Duplex): void => callback?.(error, socket as Duplex);
    this.#connect(AbortSignal.any([this.#closing, AbortSignal.timeout(ANSWER_MS)])).then(
      (socket) => given(null, socket),
      (error: unknown) => given(error instanceof Error ? error : new Error(String(error))),
    );
    return undefined;
  }
}

/** Reads the body. @throws RemoteError when it is too large */
async function read(response: IncomingMessage): Promise<string> {
  const tooLarge = (): RemoteError => new RemoteError(problemOf('remote.tooLarge', { maxBytes: MAX_ANSWER_BYTES }));
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (Number(response.headers['content-length'] ?? 0) > MAX_ANSWER_BYTES) {
    response.destroy();
    throw tooLarge();
  }
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
