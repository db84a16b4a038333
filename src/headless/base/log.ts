import type { Log, LogLevel } from '../../engine/ports.ts';
import { type Io, printable } from './io.ts';
import { UsageError, usageProblem } from './usage-error.ts';

/** The variable with the lowest level that is written. */
const LEVEL_VARIABLE = 'LOOKOUT_LOG';
const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];

/**
 * Writes lines such as `12:03:44 warn  The disk is full path="/x"` to standard error, in local time. An error's stack
 * follows on its own lines.
 * @param usual the level when LOOKOUT_LOG is not set
 * @throws UsageError when LOOKOUT_LOG is not a level
 */
export function createLog({ stderr, env }: Pick<Io, 'stderr' | 'env'>, usual: LogLevel): Log {
  const wanted = env[LEVEL_VARIABLE] || usual;
  const least = LEVELS.findIndex((level) => level === wanted);
  if (least === -1) {
    const given = JSON.stringify(wanted);
    throw new UsageError([usageProblem('usage.logLevel', { variable: LEVEL_VARIABLE, options: LEVELS, given })]);
  }
  // A reader that is gone (`| head`) or a full disk must not stop Lookout. A notice in the page reports it.
  stderr.on('error', () => undefined);
  return (level, message, facts = {}) => {
    if (LEVELS.indexOf(level) < least) return;
    const { error, ...rest } = facts;
    const time = new Date().toTimeString().slice(0, 8);
    const shown = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
    const [first = '', ...more] = message.split('\n');
    stderr.write(`${time} ${level.padEnd(5)} ${printable(first + shown.join(''))}\n`);
    for (const line of more) stderr.write(`  ${printable(line)}\n`);
    if (error !== undefined) stderr.write(`${stackOf(error)}\n`);
  };
}

function stackOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
  return text
    .split('\n')
    .map((line) => `  ${printable(line)}`)
    .join('\n');
}
