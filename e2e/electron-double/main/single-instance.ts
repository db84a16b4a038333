/**
 * The single-instance lock: a file in the user's data that names the process, and a socket beside it on which a second
 * process really hands over what it was started with.
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

/** Electron's own limit is the same: a first instance that does not answer is taken to be hung. */
const ANSWER_MS = 20_000;

/** Hands over on the socket, and waits for the first instance to have taken it. Runs in a process of its own. */
const HAND_OVER = `
const socket = require('node:net').connect(process.argv[1]);
socket.on('error', (error) => { console.error(error.message); process.exit(1); });
socket.on('close', () => process.exit(0));
socket.end(process.argv[2]);
socket.resume();`;

/**
 * Takes the lock, or hands over to who has it.
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
    // Synchronous, as Electron's is: the second process ends right after.
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

/** Sockets have short names: one in the folder itself when it fits, otherwise a name made from the folder's. */
function socketOf(userData: string): string {
  const name = createHash('sha256').update(userData).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\electron-double-${name}`;
  const inside = join(userData, 'SingletonSocket');
  return inside.length < 100 ? inside : join(tmpdir(), `electron-double-${name}`);
}

function isAlive(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Written in two steps: an empty file is one whose owner is just about to fill it.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
