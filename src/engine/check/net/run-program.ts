/** Runs a program of this machine, such as `ping`, and reads what it prints. */
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { isMissing } from '../../base/run-program.ts';
import { untilAborted } from '../../base/until-aborted.ts';
import { codeOf } from './failures.ts';

/** What a program printed, at most 64 KB of each. */
export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Null: a signal ended it. */
  readonly exitCode: number | null;
}

const MAX_BYTES = 65_536;
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
 * Runs a program to its end. It gets no shell and no input, and speaks English.
 * @param program a name to look for in PATH
 * @throws FailureError `local.program` when it is missing or may not be run; the signal's reason, after it was killed
 */
export function runProgram(program: string, args: readonly string[], signal: AbortSignal): Promise<ProgramOutput> {
  const path = process.env['PATH'] ?? '';
  const folders = process.platform === 'win32' ? [path] : [path, ...USUAL_FOLDERS];
  const env = { ...process.env, PATH: folders.join(delimiter), LC_ALL: 'C', LANG: 'C' };
  return untilAborted(signal, (resolve, reject) => {
    const child = spawn(program, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const stdout = collect(child.stdout, () => child.kill('SIGKILL'));
    const stderr = collect(child.stderr, () => child.kill('SIGKILL'));
    child.once('error', (error) => {
      const isForbidden = ['EACCES', 'EPERM'].includes(codeOf(error));
      const reason = isMissing(program, error, env.PATH) ? 'missing' : isForbidden ? 'forbidden' : null;
      if (reason === null) reject(error);
      else reject(programFailure(program, reason, error.message));
    });
    child.once('close', (exitCode) => resolve({ stdout: stdout(), stderr: stderr(), exitCode }));
    return () => child.kill('SIGKILL');
  });
}

/** This machine cannot run the program. */
export function programFailure(program: string, reason: 'missing' | 'forbidden', raw: string): FailureError {
  return new FailureError(failureOf('local.program', { program, reason }, { raw }));
}

function collect(stream: NodeJS.ReadableStream, onLimit: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes < MAX_BYTES) chunks.push(chunk);
    else onLimit();
    bytes += chunk.length;
  });
  // The program is gone; its end is reported by the child itself.
  stream.on('error', () => undefined);
  return () => Buffer.concat(chunks).toString('utf8');
}
