/** Runs programs of this machine: never through a shell, with bounded output, and never longer than a signal allows. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { failureOf } from './failure.ts';
import { FailureError } from './failure-error.ts';
import { untilAborted } from './until-aborted.ts';

export interface ProgramOptions {
  readonly signal: AbortSignal;
  /** Output beyond this many bytes is dropped. Default: 1 MB. */
  readonly maxBytes?: number;
  /** Variables besides those of this process. Programs always speak English. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProgramResult {
  /** Null: a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. When the signal is aborted, the program is killed and the promise rejects at once.
 * @param program a name, looked up in PATH, or a path
 * @throws FailureError `local.program` when it is missing or may not be run; system errors; the signal's reason
 */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { signal, maxBytes = 1_000_000, env = {} } = options;
  return untilAborted(signal, (resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', LANG: 'C', ...env },
      windowsHide: true,
    });
    const stdout = keep(child.stdout, maxBytes);
    const stderr = keep(child.stderr, maxBytes);
    child.once('error', (error: NodeJS.ErrnoException) => reject(programError(program, error)));
    child.once('close', (exitCode) => resolve({ exitCode, stdout: stdout(), stderr: stderr() }));
    return () => child.kill('SIGKILL');
  });
}

/** @returns what gives the start of all that came so far */
function keep(stream: Readable, maxBytes: number): () => string {
  let bytes = 0;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    if (bytes < maxBytes) chunks.push(chunk.subarray(0, maxBytes - bytes));
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Why a program could not be started: `local.program` when it is missing or may not be run; otherwise the error itself. */
export function programError(program: string, error: NodeJS.ErrnoException): Error {
  const reason = isMissing(program, error) ? 'missing' : error.code === 'EACCES' ? 'forbidden' : null;
  if (reason === null) return error;
  return new FailureError(failureOf('local.program', { program, reason }, { raw: error.message }), { cause: error });
}

/**
 * Whether a program could not be started because there is none. A folder of PATH that this user may not search makes the
 * system say that a missing program is forbidden (execvp(3)).
 * @param path the PATH that it was looked for in
 */
export function isMissing(program: string, error: NodeJS.ErrnoException, path = process.env['PATH'] ?? ''): boolean {
  if (error.code !== 'EACCES' || program.includes('/')) return error.code === 'ENOENT';
  const folders = path.split(delimiter);
  return !folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}
