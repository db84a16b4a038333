/** Runs a program in the foreground, as if it were this process. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @typedef {object} Ended
 * @property {number} code the exit code; after a signal 128 plus its number, as in a shell
 * @property {string} stderr with `keepStderr`: the first 8 KB of standard error
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, keepStderr?: boolean }} [options] `keepStderr`:
 * pass standard error on and keep its beginning
 * @returns {Promise<Ended>}
 * @throws when it cannot be started
 */
export async function runInForeground(program, args, { keepStderr = false, ...options } = {}) {
  const child = spawn(program, args, { ...options, stdio: ['inherit', 'inherit', keepStderr ? 'pipe' : 'inherit'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(0, 8192);
    process.stderr.write(text);
  });

  const forward = (signal) => {
    // A terminal sends Ctrl+C to the whole process group. A second SIGINT would cut the program's shutdown short.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  try {
    const { code, signal } = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal }));
    });
    return { code: code ?? 128 + (constants.signals[signal] ?? 0), stderr };
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}
