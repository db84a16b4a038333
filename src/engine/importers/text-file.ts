/** Reads a file that a person chose. It may be huge, a pipe, or not text at all. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONFIG_FILE_BYTES } from '../../contract/channels/imports.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { Ms } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';

/** How long to wait when a pipe has no data yet. Milliseconds. */
const PIPE_MS = 20;
const TIMEOUT_MS = 60_000;

export interface ReadTextOptions {
  /** Cancels the reading. */
  readonly signal?: AbortSignal;
  /** Reading a pipe that does not end stops after this time. Default 60,000. */
  readonly timeout?: Ms;
}

/** The result of reading bytes; see `ReadText`. */
export type ReadBytes =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: Issue; readonly givenUp: boolean };

export type ReadText =
  | { readonly ok: true; readonly text: string }
  /** `givenUp`: the file may be fine, but time ran out. */
  | { readonly ok: false; readonly problem: Issue; readonly givenUp: boolean };

/**
 * Reads a file of at most `CONFIG_FILE_BYTES` as UTF-8.
 * @throws the signal's reason
 */
export async function readTextFile(path: string, options: ReadTextOptions = {}): Promise<ReadText> {
  const read = await readFileBytes(path, { ...options, maxBytes: CONFIG_FILE_BYTES });
  if (!read.ok) return read;
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(read.bytes) };
  } catch {
    return refuse(issueOf('file.encoding', '', {}));
  }
}

export interface ReadBytesOptions extends ReadTextOptions {
  readonly maxBytes: number;
}

/**
 * Reads a file of at most `maxBytes`.
 * @throws the signal's reason
 */
export async function readFileBytes(path: string, options: ReadBytesOptions): Promise<ReadBytes> {
  try {
    const bytes = await readBytes(path, options);
    return bytes instanceof Uint8Array ? { ok: true, bytes } : bytes;
  } catch (error) {
    options.signal?.throwIfAborted();
    return refuse(unreadable(error));
  }
}

/** Why the system cannot read a file. */
export function unreadable(error: unknown): Issue {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const problem = error instanceof Error ? error.message : String(error);
  return issueOf('file.unreadable', '', { reason: isMissing ? 'missing' : 'system', problem });
}

type Refused = Extract<ReadBytes, { ok: false }>;

async function readBytes(
  path: string,
  { signal, timeout = TIMEOUT_MS, maxBytes }: ReadBytesOptions,
): Promise<Uint8Array | Refused> {
  const end = performance.now() + timeout;
  // Without O_NONBLOCK, opening a pipe waits for its writer in one of the few threads that all file operations and
  // look-ups share. Windows does not have this flag.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) return refuse(fileTooLarge(maxBytes));
    // Pipes and devices have the size 0, and a file may grow. The system provides memory only for the part that is
    // written.
    const bytes = Buffer.allocUnsafe(maxBytes + 1);
    let length = 0;
    while (length < bytes.length) {
      signal?.throwIfAborted();
      const read = await handle.read(bytes, length).catch(nothingYet);
      if (read === null) {
        if (performance.now() > end)
          return { ok: false, problem: issueOf('file.noEnd', '', { timeoutMs: timeout }), givenUp: true };
        await sleep(PIPE_MS, undefined, { signal });
      } else if (read.bytesRead === 0) return bytes.subarray(0, length);
      else length += read.bytesRead;
    }
    return refuse(fileTooLarge(maxBytes));
  } finally {
    await handle.close();
  }
}

/** Returns null when a pipe has no data yet. @throws every other error */
function nothingYet(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
  throw error;
}

function refuse(problem: Issue): Refused {
  return { ok: false, problem, givenUp: false };
}

export function fileTooLarge(maxBytes = CONFIG_FILE_BYTES): Issue {
  return issueOf('file.tooLarge', '', { maxBytes });
}
