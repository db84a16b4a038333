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
  /** The most bytes that are kept of each output. Default: 1 MB. */
  readonly maxBytes?: number;
  /** What happens to a program that prints more: the rest is dropped, or it is killed. Default: `drop`. */
  readonly beyond?: 'drop' | 'kill';
  /** Whether to look in the usual folders after PATH. Default: no. */
  readonly usualFolders?: boolean;
  /** Variables besides those of this process. Programs always speak English. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProgramResult {
  /** Null: a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Apps that are started from a desktop often have a short PATH, without the folders of the system's own programs. */
const USUAL_FOLDERS = [
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
];

/**
 * Runs a program to its end, without input. When the signal is aborted, the program is killed and the promise rejects at once.
 * @param program a name, looked up in PATH, or a path
 * @throws FailureError `local.program` when it is missing or may not be run; system errors; the signal's reason
 */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { signal, maxBytes = 1_000_000, beyond = 'drop', usualFolders = false, env = {} } = options;
  const path = process.env['PATH'] ?? '';
  const folders = usualFolders && process.platform !== 'win32' ? [path, ...USUAL_FOLDERS].join(delimiter) : path;
  return untilAborted(signal, (resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(usualFolders ? { PATH: folders } : {}), LC_ALL: 'C', LANG: 'C', ...env },
      windowsHide: true,
    });
    const kill = () => child.kill('SIGKILL');
    const onFull = beyond === 'kill' ? kill : () => undefined;
    const stdout = keep(child.stdout, maxBytes, onFull);
    const stderr = keep(child.stderr, maxBytes, onFull);
    child.once('error', (error: NodeJS.ErrnoException) => reject(programError(program, error, folders)));
    child.once('close', (exitCode) => resolve({ exitCode, stdout: stdout(), stderr: stderr() }));
    return kill;
  });
}

/** @returns a function that gives the start of what has arrived so far */
function keep(stream: Readable, maxBytes: number, onFull: () => void): () => string {
  let bytes = 0;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    if (bytes < maxBytes) chunks.push(chunk.subarray(0, maxBytes - bytes));
    bytes += chunk.length;
    if (bytes > maxBytes) onFull();
  });
  // The program is gone; its end is reported by the child itself.
  stream.on('error', () => undefined);
  return () => Buffer.concat(chunks).toString('utf8');
}

/**
 * Why a program could not be started: `local.program` when it is missing or may not be run; otherwise the error itself.
 * @param path the PATH that it was looked for in; default: that of this process
 */
export function programError(program: string, error: NodeJS.ErrnoException, path?: string): Error {
  const isForbidden = error.code === 'EACCES' || error.code === 'EPERM';
  const reason = isMissing(program, error, path) ? 'missing' : isForbidden ? 'forbidden' : null;
  return reason === null ? error : programFailure(program, reason, error.message, error);
}

/** This machine cannot run the program. */
export function programFailure(
  program: string,
  reason: 'missing' | 'forbidden',
  raw: string,
  cause?: unknown,
): FailureError {
  return new FailureError(failureOf('local.program', { program, reason }, { raw }), { cause });
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
