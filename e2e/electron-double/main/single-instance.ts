/**
 * The single-instance lock: a file in the user's data that names the process, and a socket on which a second process
 * passes its arguments.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface HandOver {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

export interface InstanceLock {
  release(): void;
}

/** Electron has the same limit: a first instance that does not answer in time is considered hung. */
const ANSWER_MS = 20_000;

/** Sends the arguments on the socket, and waits until the first instance has them. Runs in its own process. */
const HAND_OVER = `
const socket = require('node:net').connect(process.argv[1]);
socket.on('error', (error) => { console.error(error.message); process.exit(1); });
socket.on('close', () => process.exit(0));
socket.end(process.argv[2]);
socket.resume();`;

/**
 * Takes the lock, or passes the arguments to the process that has it.
 * @returns null when another process has it
 */
export function takeInstanceLock(
  userData: string,
  own: HandOver,
  onSecond: (from: HandOver) => void,
): InstanceLock | null {
  mkdirSync(userData, { recursive: true });
  const file = join(userData, 'SingletonLock');
  const address = socketOf(userData);
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return listen(file, address, onSecond);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (!isAlive(file)) {
      rmSync(file, { force: true });
      continue;
    }
    // Synchronous, like Electron's, because the second process ends right after it.
    const { status, stderr } = spawnSync(
      process.env['LOOKOUT_DOUBLE_NODE'] ?? 'node',
      ['-e', HAND_OVER, address, JSON.stringify(own)],
      {
        timeout: ANSWER_MS,
      },
    );
    if (status !== 0) process.stderr.write(`The first instance did not answer: ${String(stderr)}\n`);
    return null;
  }
}

function listen(file: string, address: string, onSecond: (from: HandOver) => void): InstanceLock {
  rmSync(address, { force: true });
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => {
      socket.end();
      onSecond(JSON.parse(text) as HandOver);
    });
  });
  server.listen(address).unref();
  return {
    release() {
      server.close();
      rmSync(file, { force: true });
    },
  };
}

/** Socket names must be short: a name in the folder if it fits, otherwise a hash of the folder. */
function socketOf(userData: string): string {
  const name = createHash('sha256').update(userData).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\electron-double-${name}`;
  const inside = join(userData, 'SingletonSocket');
  return inside.length < 100 ? inside : join(tmpdir(), `electron-double-${name}`);
}

function isAlive(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // The owner creates the file before it writes to it, so an empty file has an owner.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
