/** The desktop app's log. It is a file, because nobody sees the output of a program that was started from a menu. */
import { appendFile, mkdir, open as openFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import type { Log, LogLevel } from '../../engine/ports.ts';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export interface LogFileOptions {
  /** Its folder is created. When it is larger than `maxBytes`, it is renamed to `<file>.old`, which it replaces. */
  readonly file: string;
  readonly maxBytes: number;
  /** The lowest level that is written. */
  readonly level: LogLevel;
  /** Gets every line, too, also when the file cannot be written. */
  readonly mirror: (line: string) => void;
  readonly now: () => number;
}

export interface LogFile {
  readonly log: Log;
  /** Resolves when every line so far is written. */
  readonly flush: () => Promise<void>;
  /** The last whole lines, up to this many bytes; empty when there are none or they cannot be read. */
  readonly tail: (bytes: number) => Promise<string>;
}

export function createLogFile({ file, maxBytes, level, mirror, now }: LogFileOptions): LogFile {
  const least = LEVELS.indexOf(level);
  let waiting: string[] = [];
  let writing: Promise<void> | null = null;
  let size: number | null = null;
  let broken = false;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const text = waiting.join('');
      waiting = [];
      try {
        size ??= await open(file);
        if (size > maxBytes) {
          await rename(file, `${file}.old`);
          size = 0;
        }
        await appendFile(file, text);
        size += Buffer.byteLength(text);
        broken = false;
      } catch (error) {
        // Only once: the mirror has every line, and a full disk would double them.
        if (!broken) mirror(formatLine(now(), 'error', 'The log file cannot be written', { file, error }));
        broken = true;
        size = null;
      }
    }
    writing = null;
  }

  return {
    log(lineLevel, message, facts = {}) {
      if (LEVELS.indexOf(lineLevel) < least) return;
      const line = formatLine(now(), lineLevel, message, facts);
      mirror(line);
      waiting.push(line);
      writing ??= writeAll();
    },
    async flush() {
      await writing;
    },
    async tail(bytes) {
      await writing;
      try {
        const text = await readEnd(file, bytes);
        return text.whole ? text.text : text.text.slice(text.text.indexOf('\n') + 1);
      } catch (error) {
        if (!isMissing(error)) mirror(formatLine(now(), 'error', 'The log file cannot be read', { file, error }));
        return '';
      }
    },
  };
}

/** @returns the size of the file in bytes; 0 when it does not exist yet */
async function open(file: string): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function readEnd(file: string, bytes: number): Promise<{ text: string; whole: boolean }> {
  await using handle = await openFile(file, 'r');
  const { size } = await handle.stat();
  const start = Math.max(0, size - bytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
  return { text: buffer.toString('utf8', 0, bytesRead), whole: start === 0 };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Such as `2026-01-02T03:04:05.678Z warn  The message { url: '…' }`. An error's stack follows on its own lines. */
export function formatLine(
  at: number,
  level: LogLevel,
  message: string,
  facts: Readonly<Record<string, unknown>>,
): string {
  const { error, ...others } = facts;
  const words = [new Date(at).toISOString(), level.padEnd(5), message];
  if (Object.keys(others).length > 0) words.push(inspect(others, { breakLength: Infinity, compact: true, depth: 4 }));
  const line = `${words.join(' ')}\n`;
  return error === undefined ? line : `${line}${indent(inspect(error))}\n`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
