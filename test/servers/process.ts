/** Runs programs of this machine for tests: as child processes that end with the test, on free ports. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** Something that a test started and must stop. */
export interface Disposable {
  dispose(): Promise<void>;
}

/**
 * Whether tests that need these files (programs, modules) can run. If one is missing, they are skipped, with `reason`
 * in their name. In CI (`CI` is set), nothing is skipped: the tests run and fail.
 */
export function available(packages: Readonly<Record<string, string>>): { skip: boolean; reason: string } {
  const missing = Object.entries(packages).filter(([file]) => !existsSync(file));
  if (missing.length === 0) return { skip: false, reason: '' };
  const names = [...new Set(missing.map(([, name]) => name))].join(' ');
  return { skip: (process.env['CI'] ?? '') === '', reason: ` (needs apt-get install ${names})` };
}

/** @throws Error with the name of the Debian package when the file is missing */
export function requireFile(file: string, debianPackage: string): string {
  if (!existsSync(file)) throw new Error(`${file} is missing: run apt-get install ${debianPackage}`);
  return file;
}

/**
 * Below the ports that systems give to `listen(0)` and to outgoing connections (on Linux from 32768), which would take a port
 * between `freePorts` and its use.
 */
const FIRST_PORT = 20_000;
/** Each worker of Vitest has ports of its own, so that two never choose the same one. */
const PORTS_PER_WORKER = 1_000;
const WORKERS = 12;

const firstOfWorker = FIRST_PORT + (Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS) * PORTS_PER_WORKER;
// Two runs of Vitest at a time, and two files of a worker, begin at different ones.
let nextPort = process.pid % PORTS_PER_WORKER;

/** Ports on loopback that are free at this moment, and that nothing takes by chance. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let tried = 0; ports.length < count; tried++) {
    if (tried === PORTS_PER_WORKER) throw new Error(`There are no ${count} free ports from ${firstOfWorker}`);
    const port = firstOfWorker + nextPort;
    nextPort = (nextPort + 1) % PORTS_PER_WORKER;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}

/** How often a server may try to start. */
const ATTEMPTS = 3;

/**
 * Starts a server on free ports, and again on others if it does not start: another program may take a port before it is
 * used.
 * @param start starts it; may be called several times
 * @param clean called when the server has stopped, and when it could not be started
 * @returns the result of `start`; its `dispose` also cleans up
 * @throws the last error of `start`
 */
export async function startOnFreePorts<Started extends Disposable>(
  count: number,
  start: (ports: readonly number[]) => Promise<Started>,
  clean: () => Promise<void> = async () => {},
): Promise<Started> {
  let lastError: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const started = await start(await freePorts(count));
      return {
        ...started,
        async dispose() {
          await started.dispose();
          await clean();
        },
      };
    } catch (error) {
      lastError = error;
    }
  }
  await clean();
  throw lastError;
}

/** Starts programs one after the other. If one does not start, those before it are stopped. */
export async function startPrograms(starts: readonly (() => Promise<Disposable>)[]): Promise<Disposable> {
  const started: Disposable[] = [];
  const dispose = async () => {
    await Promise.all(started.map((program) => program.dispose()));
  };
  try {
    for (const start of starts) started.push(await start());
  } catch (error) {
    await dispose();
    throw error;
  }
  return { dispose };
}

/**
 * Starts a program and waits until it accepts connections on all ports.
 * @param stopSignal the signal that ends it, for a program that waits for its clients after SIGTERM
 * @throws Error with the program's output if it ends before that
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  ports: readonly number[],
  env: Readonly<Record<string, string>> = {},
  stopSignal: NodeJS.Signals = 'SIGTERM',
): Promise<Disposable> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let output = '';
  const keep = (chunk: Buffer) => {
    // The end of the output shows why it stopped. A pipe that nobody reads would stop the program.
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
    throw new Error(`${command} does not listen on ${ports.join(', ')}: ${await ended}: ${output}`);
  }
  return {
    async dispose() {
      child.kill(stopSignal);
      await ended;
    },
  };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) throw new Error('It ended');
    // The pause between two attempts. The condition is the port.
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
