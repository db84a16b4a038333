/** Runs programs of this machine for tests: as children that end with the test, on ports that are free. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** Something that a test started and must stop. */
export interface Disposable {
  dispose(): Promise<void>;
}

/**
 * Whether tests that need these files (programs, modules) can run. Where one is missing they are to be skipped, with
 * `reason` in their name; in CI (`CI` is set) nothing is skipped: there they run, and fail.
 */
export function available(packages: Readonly<Record<string, string>>): { skip: boolean; reason: string } {
  const missing = Object.entries(packages).filter(([file]) => !existsSync(file));
  if (missing.length === 0) return { skip: false, reason: '' };
  const names = [...new Set(missing.map(([, name]) => name))].join(' ');
  return { skip: (process.env['CI'] ?? '') === '', reason: ` (needs apt-get install ${names})` };
}

/** @throws Error naming the Debian package when the file is not there */
export function requireFile(file: string, debianPackage: string): string {
  if (!existsSync(file)) throw new Error(`Expected ${file} to be there: run apt-get install ${debianPackage}`);
  return file;
}

/** Ports that nothing listens on at this moment, on loopback. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      if (typeof address !== 'object' || address === null) throw new Error('Expected the server to have a port');
      return address.port;
    }),
  );
}

/**
 * Starts a program and waits until it accepts connections on all ports.
 * @throws Error with what the program wrote when it ends before that
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  ports: readonly number[],
  env: Readonly<Record<string, string>> = {},
): Promise<Disposable> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let output = '';
  const keep = (chunk: Buffer) => {
    // The end is what tells why it stopped; and a pipe that nobody reads would stop it.
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });
  try {
    await Promise.all(ports.map((port) => untilListening(port, child)));
  } catch {
    child.kill('SIGKILL');
    throw new Error(`Expected ${command} to listen on ${ports.join(', ')}: ${await ended}: ${output}`);
  }
  return {
    async dispose() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) throw new Error('It ended');
    // Between two attempts; what is waited for is the port.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
