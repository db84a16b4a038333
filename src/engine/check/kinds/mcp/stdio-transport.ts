/** A program that uses MCP on its input and output, one message per line. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { FailureError } from '../../../base/failure-error.ts';
import { programError } from '../../../base/run-program.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { Probe } from '../../net/probe/probe.ts';
import { mcpFailure } from './failures.ts';
import type { McpFields } from './fields.ts';
import { isAnswerTo, MAX_BYTES, tooLarge, wrongAnswer, type RpcRequest, type Transport } from './messages.ts';

/** How many characters from the end of the error output a failure quotes. */
const ERROR_CHARACTERS = 300;
/** How long the program may take to end by itself, in milliseconds. */
const END_MS = 1_000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export class StdioTransport implements Transport {
  readonly #signal: AbortSignal;
  readonly #child: Child;
  #errors = '';
  #rest = '';
  #bytes = 0;
  #failed: unknown;
  /** The request that waits for an answer. */
  #waiting: { readonly id: number; resolve(answer: unknown): void; reject(error: unknown): void } | undefined;

  constructor({ signal, watch }: Probe, { command, args, environment }: McpFields) {
    this.#signal = signal;
    watch.enter('wait');
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
      // A group of its own, so that programs that it starts end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child.once('error', (error) => this.#fail(programError(command, error)));
    // Not `exit`: its last output is read first.
    this.#child.once('close', (exitCode) => this.#fail(this.#endedError(exitCode)));
    this.#child.stdin.on('error', () => {});
    this.#child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString('utf8')).slice(-ERROR_CHARACTERS);
    });
  }

  send(message: RpcRequest): Promise<unknown> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    const line = `${JSON.stringify(message)}\n`;
    const { id } = message;
    if (id === undefined) {
      this.#child.stdin.write(line);
      return Promise.resolve(undefined);
    }
    return untilAborted(this.#signal, (resolve, reject) => {
      this.#waiting = { id, resolve, reject };
      this.#child.stdin.write(line);
      return () => {};
    });
  }

  setVersion(): void {
    // Only HTTP sends it with each message.
  }

  close(): void {
    this.#waiting = undefined;
    if (this.#signal.aborted) {
      this.#kill('SIGKILL');
      return;
    }
    // Most programs end when their input ends. The signals end the others.
    this.#child.stdin.end();
    this.#kill('SIGTERM');
    const timer = setTimeout(() => this.#kill('SIGKILL'), END_MS);
    timer.unref();
    this.#child.once('close', () => clearTimeout(timer));
  }

  #read(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_BYTES) {
      this.#fail(tooLarge());
      this.#kill('SIGKILL');
      return;
    }
    const lines = (this.#rest + chunk.toString('utf8')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    const waiting = this.#waiting;
    if (waiting === undefined || line.trim() === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#fail(wrongAnswer(line));
      return;
    }
    if (!isAnswerTo(message, waiting.id)) return;
    this.#waiting = undefined;
    waiting.resolve(message);
  }

  #fail(error: unknown): void {
    this.#failed ??= error;
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  #endedError(exitCode: number | null): FailureError {
    const problem = this.#errors.trim();
    const params = { exitCode, problem: problem === '' ? null : problem };
    return new FailureError(mcpFailure('mcp.program', params, { phase: 'wait' }));
  }

  #kill(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      // Its group remains while one of its programs runs.
      else process.kill(-pid, signal);
    } catch {
      // All of them have ended.
      if (exitCode === null && signalCode === null) this.#child.kill(signal);
    }
  }
}
