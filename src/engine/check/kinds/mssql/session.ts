/** A session with SQL Server: greets, encrypts, signs in, runs batches. */
import type { Socket } from 'node:net';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import type { Probe } from '../../net/probe/probe.ts';
import { MAX_ANSWER_BYTES } from '../../net/services/rows.ts';
import { NO_CLIENT_CERTIFICATE } from '../../net/tls/context-options.ts';
import { startTls } from '../../net/tls/tls.ts';
import { secureContextFor } from '../../net/tls/trust.ts';
import { mssqlFailure } from './failures.ts';
import type { MssqlFields } from './fields.ts';
import { encodeBatch, encodeLogin, encodePrelogin, ENCRYPTION, readEncryption } from './login.ts';
import { encodeMessage, PACKET, readPacket } from './packets.ts';
import { TlsTransport } from './tls-transport.ts';
import { TokenReader, type ServerError, type Token } from './tokens.ts';

/** The server's first error in a message. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
  readonly error: ServerError;

  constructor(error: ServerError) {
    super(error.message);
    this.error = error;
  }
}

export class Session {
  readonly #conversation: Conversation;
  readonly #socket: Socket;

  private constructor(conversation: Conversation, socket: Socket) {
    this.#conversation = conversation;
    this.#socket = socket;
  }

  /**
   * Signs in. Phase `auth`; with TLS, the greeting is a part of `tls`.
   * @param socket connected; it is destroyed by `close`, or when this fails
   */
  static async open(probe: Probe, socket: Socket, fields: MssqlFields): Promise<Session> {
    let conversation = new Conversation(probe, socket, LIMIT);
    try {
      const isSecure = fields.tls === 'starttls';
      probe.watch.enter(isSecure ? 'tls' : 'auth');
      const encryption = await greet(conversation, isSecure ? ENCRYPTION.on : ENCRYPTION.notSupported);
      const offers = encryption === ENCRYPTION.on || encryption === ENCRYPTION.required;
      if (isSecure !== offers) {
        const phase = probe.watch.phase ?? 'auth';
        throw new FailureError(mssqlFailure(isSecure ? 'mssql.noTls' : 'mssql.onlyTls', {}, { phase }));
      }
      if (isSecure) {
        conversation = new Conversation(probe, await encrypt(probe, socket, fields), LIMIT);
        probe.watch.enter('auth');
      }
      const session = new Session(conversation, socket);
      await session.#signIn(probe, fields);
      return session;
    } catch (error) {
      conversation.close();
      socket.destroy();
      throw error;
    }
  }

  async #signIn(probe: Probe, fields: MssqlFields): Promise<void> {
    this.#conversation.send(encodeMessage(PACKET.login, encodeLogin(fields)));
    let version: string | undefined;
    await this.#read((token) => {
      if (token.type === 'login') ({ version } = token);
    });
    if (version === undefined) throw this.#conversation.wrong('No LOGINACK');
    probe.details['serverVersion'] = version;
  }

  /**
   * Runs a batch.
   * @param onRow called for each row of all results
   * @throws BatchError, or FailureError when the connection ends or the answer is not TDS
   */
  async run(sql: string, onRow: (columns: readonly string[], values: readonly unknown[]) => void): Promise<void> {
    this.#conversation.send(encodeMessage(PACKET.batch, encodeBatch(sql)));
    await this.#read((token) => {
      if (token.type === 'row') onRow(token.columns, token.values);
    });
  }

  close(): void {
    this.#conversation.close();
    this.#socket.destroy();
  }

  async #read(onToken: (token: Token) => void): Promise<void> {
    let error: ServerError | undefined;
    try {
      await new TokenReader(this.#conversation).read((token) => {
        if (token.type === 'error') error ??= token.error;
        else onToken(token);
      });
    } catch (failure) {
      // The server closes the connection after an error that ends the session.
      if (error === undefined) throw failure;
    }
    if (error !== undefined) throw new BatchError(error);
  }
}

const LIMIT = { maxBytes: MAX_ANSWER_BYTES };

/** @returns the server's choice about encryption */
async function greet(conversation: Conversation, encryption: number): Promise<number> {
  conversation.send(encodeMessage(PACKET.prelogin, encodePrelogin(encryption)));
  const { body } = await readPacket(conversation);
  const answer = readEncryption(body);
  if (answer === null) throw conversation.wrong(body.toString('latin1'));
  return answer;
}

/** TDS 7 has no place for the messages that TLS 1.3 sends after its handshake. */
const CONTEXT = { caCertificates: '', ...NO_CLIENT_CERTIFICATE, tlsMin: '1.2', tlsMax: '1.2' } as const;

async function encrypt(probe: Probe, socket: Socket, fields: MssqlFields): Promise<Socket> {
  // These listeners belong to the conversation that was not encrypted.
  socket.removeAllListeners();
  const transport = new TlsTransport(socket);
  const { host, verifyTls: verify, trustedCertificates: trusted } = fields;
  const context = secureContextFor(CONTEXT);
  try {
    // TLS only needs a stream as its socket.
    const secured = await startTls(probe, transport as unknown as Socket, { host, alpn: [], verify, trusted, context });
    transport.endHandshake();
    return secured;
  } catch (error) {
    if (!(error instanceof Error) || error.message !== NOT_PACKETS) throw error;
    throw new FailureError(failureOf('protocol.error', {}, { phase: 'tls', raw: error.message }), { cause: error });
  }
}

const NOT_PACKETS = 'The handshake is not in packets';
