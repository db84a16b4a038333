/** An SSH connection over a connected socket, with the library `ssh2`. */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import ssh2, { type AnyAuthMethod, type ClientChannel, type SFTPWrapper } from 'ssh2';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { cut } from '../../../base/cut.ts';
import { codeOf, rawOf } from '../../net/probe/failures.ts';
import { guardSocket } from '../../net/services/guard-socket.ts';
import { toSnippet, type Probe } from '../../net/probe/probe.ts';
import { sshFailure } from './failures.ts';
import type { SshFields } from './fields.ts';
import { readPrivateKey } from './private-key.ts';

/** How many bytes of a command's output are kept. */
const MAX_OUTPUT_BYTES = 65_536;
/** The longest version line: 255 bytes (RFC 4253, 4.2), and lines before it. */
const MAX_GREETING_BYTES = 8_192;
/** Characters of what a server sent that a failure quotes. */
const QUOTED = 200;

export interface CommandResult {
  /** At most 64 KB. */
  readonly output: string;
  readonly errors: string;
  /** null: the command was ended by a signal, or the server does not say. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** How many bytes of output arrived. */
  readonly readBytes: number;
}

export class SshSession {
  readonly #probe: Probe;
  readonly #socket: Socket;
  readonly #client = new ssh2.Client();
  /** Rejects as soon as the connection is broken. */
  readonly #broken = Promise.withResolvers<never>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #ways: AnyAuthMethod[] = [];
  #username = '';
  /** The ways to sign in that the server offers. */
  #offered: readonly string[] = [];
  #received = 0;

  /** @param socket connected; it belongs to the session from now on */
  constructor(probe: Probe, socket: Socket) {
    this.#probe = probe;
    this.#socket = socket;
    // They may be rejected before anything waits for them. A later wait still gets the reason.
    this.#broken.promise.catch(() => undefined);
    this.#ready.promise.catch(() => undefined);
    // The first reason is the true one; what the library reports afterwards follows from it.
    guardSocket(probe, socket, (error) => this.#broken.reject(error), Infinity);
    this.#client.on('error', (error) => this.#broken.reject(this.#toError(error)));
    this.#client.on('close', () => this.#broken.reject(this.#closed()));
    this.#client.on('ready', () => this.#ready.resolve());
  }

  /**
   * Reads the version (phase `greeting`) and shakes hands (phase `keyExchange`): afterwards the server has proved that it has
   * the host key. Nothing is sent that a server would log as an attempt to sign in.
   */
  exchangeKeys(fields: SshFields): Promise<void> {
    const { watch, details, observed } = this.#probe;
    this.#prepareSignIn(fields);
    watch.enter('greeting');
    this.#readVersion();
    return this.#step<void>((resolve, reject) => {
      this.#client.once('handshake', () => {
        if (fields.username !== '') watch.enter('signIn');
        resolve();
      });
      this.#client.connect({
        sock: this.#socket,
        username: fields.username === '' ? 'lookout' : fields.username,
        // The deadline of the check decides.
        readyTimeout: 0,
        hostVerifier: (key: Buffer) => {
          const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/u, '')}`;
          const type = key.subarray(4, 4 + Math.min(key.readUInt32BE(0), 64)).toString('latin1');
          details['hostKey'] = toSnippet(`${type} ${fingerprint}`);
          observed['HOST_KEY'] = fingerprint;
          if (fields.hostKeys.length === 0 || fields.hostKeys.includes(fingerprint)) return true;
          reject(new FailureError(sshFailure('ssh.hostKey', { hostKey: fingerprint })));
          return false;
        },
        authHandler: (left, _partial, next) => {
          // The types do not say that the first call has no list.
          this.#offered = Array.isArray(left) ? left : [];
          next(this.#nextWay() as AnyAuthMethod);
        },
      });
    });
  }

  /** Waits until the server has accepted the sign-in (phase `signIn`). */
  signIn(): Promise<void> {
    return this.#step<void>((resolve, reject) => void this.#ready.promise.then(resolve, reject));
  }

  /** Runs a command to its end. */
  run(command: string): Promise<CommandResult> {
    return this.#step<CommandResult>((resolve, reject) => {
      this.#client.exec(command, (error, channel) => {
        if (error === undefined) readToEnd(channel, resolve);
        else reject(new FailureError(sshFailure('query.failed', { problem: error.message })));
      });
    });
  }

  /** Opens SFTP and uses it. The work of `use` must end when the connection does. */
  sftp<T>(use: (sftp: SFTPWrapper, resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    return this.#step<T>((resolve, reject) => {
      this.#client.sftp((error, sftp) => {
        if (error === undefined) use(sftp, resolve, reject);
        else reject(new FailureError(sshFailure('query.failed', { problem: error.message })));
      });
    });
  }

  close(): void {
    this.#client.end();
    this.#socket.destroySoon();
    if (this.#probe.signal.aborted) this.#socket.destroy();
  }

  #prepareSignIn({ username, password, privateKey, passphrase }: SshFields): void {
    this.#username = username;
    if (username === '') return;
    if (privateKey !== '') {
      const key = readPrivateKey(privateKey, passphrase);
      if (key instanceof Error) throw new FailureError(sshFailure('ssh.privateKey', { problem: key.message }));
      this.#ways.push({ type: 'publickey', username, key });
    }
    if (password === '') return;
    this.#ways.push({ type: 'password', username, password });
    this.#ways.push({
      type: 'keyboard-interactive',
      username,
      // Only a question for one secret is about the password.
      prompt: (_name, _instructions, _lang, prompts, finish) =>
        finish(prompts.length === 1 && prompts[0]?.echo === false ? [password] : prompts.map(() => '')),
    });
  }

  /** The next way to sign in that the server offers; false: none is left. */
  #nextWay(): AnyAuthMethod | false {
    for (;;) {
      const way = this.#ways.shift();
      if (way === undefined) return false;
      if (this.#offered.length === 0 || this.#offered.includes(way.type)) return way;
    }
  }

  /** The version is the first line that begins with `SSH-` (RFC 4253, 4.2). The library reads it as well. */
  #readVersion(): void {
    const { watch, details, observed } = this.#probe;
    let text = '';
    const read = (chunk: Buffer) => {
      this.#received += chunk.length;
      if (text.length < MAX_GREETING_BYTES) text += chunk.toString('latin1');
      const version = /^SSH-[^\r\n]{1,255}(?=\r?\n)/mu.exec(text)?.[0];
      if (version === undefined && text.length < MAX_GREETING_BYTES) return;
      this.#socket.off('data', read);
      if (version === undefined) return;
      watch.enter('keyExchange');
      details['version'] = toSnippet(version);
      observed['VERSION'] = version;
    };
    this.#socket.on('data', read);
  }

  /** A part of the check, which ends at the latest when the connection breaks or the check is aborted. */
  #step<T>(start: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    return untilAborted<T>(this.#probe.signal, (resolve, reject) => {
      this.#broken.promise.catch(reject);
      start(resolve, reject);
      return () => this.#socket.destroy();
    });
  }

  #closed(): FailureError {
    return new FailureError(failureOf('connection.reset', { reason: this.#received === 0 ? 'noAnswer' : 'closed' }));
  }

  #toError(error: Error & { readonly level?: string }): unknown {
    // An error of one of this machine's own calls.
    if ('syscall' in error && codeOf(error) !== '') return error;
    const raw = cut(toSnippet(rawOf(error)), QUOTED);
    if (error.level === 'client-authentication') {
      const offered = this.#offered.length === 0 ? null : this.#offered.map((way) => cut(way, 50));
      return new FailureError(
        sshFailure('auth.failed', { username: this.#username, offered }, { raw, phase: 'signIn' }),
      );
    }
    // The server says why it disconnects: a number of RFC 4253, 11.1, and a text.
    if ('code' in error && typeof error.code === 'number') {
      return new FailureError(
        sshFailure('ssh.disconnected', { problem: cut(toSnippet(error.message), QUOTED) }, { raw }),
      );
    }
    if (error.level === 'handshake' && error.message.includes('no matching')) {
      return new FailureError(sshFailure('ssh.negotiation', { problem: raw }, { raw }));
    }
    return error.message.startsWith('Connection lost')
      ? this.#closed()
      : new FailureError(failureOf('protocol.error', {}, { raw }));
  }
}

/**
 * Reads what a command prints until it ends. Listens at once: a quick command ends in the packet that says that it runs.
 * @param onEnd called once, when the channel is closed
 */
function readToEnd(channel: ClientChannel, onEnd: (result: CommandResult) => void): void {
  const output = new Output();
  const errors = new Output();
  let exit: readonly [code: number | null, signal: string | null] = [null, null];
  channel.on('data', (chunk: Buffer) => output.add(chunk));
  channel.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
  channel.on('exit', (code: number | null, signal?: string) => {
    exit = [code, signal ?? null];
  });
  channel.once('close', () => {
    const [exitCode, signal] = exit;
    onEnd({ output: output.text, errors: errors.text, exitCode, signal, readBytes: output.bytes });
  });
  // The command reads nothing from us.
  channel.end();
}

/** The beginning of a command's output. */
class Output {
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  bytes = 0;

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    const part = chunk.subarray(0, MAX_OUTPUT_BYTES - this.#kept);
    if (part.length === 0) return;
    this.#kept += part.length;
    this.#chunks.push(part);
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
