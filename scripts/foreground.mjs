/** Runs a program in the foreground, as if this process were it. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @typedef {object} Ended
 * @property {number} code the exit code; 128 and the signal's number when a signal ended it, as shells count
 * @property {string} stderr the first 8 KB of what it said there, when `keepStderr`
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, keepStderr?: boolean }} [options]
 *   `keepStderr`: pass standard error on and keep its beginning
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
    // A terminal sends Ctrl+C to every process of the group: a second one would cut short what the first began.
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
