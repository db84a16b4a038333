/** The spec's end: starts an app under the double, and controls the desktop around it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DoubleSettings } from '../runtime.ts';
import type { ControlMessage, DesktopControl, Remote } from './contract.ts';

export const DOUBLE_FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));
const ROOT = dirname(dirname(DOUBLE_FOLDER));

export interface StartOptions {
  /** The app's folder as in `electron .`, relative to the repository; or a packaged app's program. */
  readonly app: string | { readonly program: string };
  readonly args?: readonly string[];
  readonly settings?: DoubleSettings;
  readonly env?: Readonly<Record<string, string>>;
}

/** An app that runs under the double. */
export interface DoubleApp {
  readonly desktop: Remote<DesktopControl>;
  /** Parts of Electron that the app used and the double does not have, and other errors. */
  readonly problems: readonly string[];
  /** The app's standard output and standard error. */
  readonly output: () => string;
  /** The address of Chromium's DevTools protocol. Resolves when there is a window. */
  readonly chromium: Promise<string>;
  /** Resolves when `count` pages have loaded since the start. Default: 1. */
  loaded(count?: number): Promise<void>;
  /** Whether it asked to be started again after its end. */
  readonly relaunches: () => boolean;
  /** The exit code. */
  readonly exited: Promise<number | null>;
  /** Quits in order. @returns the exit code */
  quit(): Promise<number | null>;
  /** Starts a second instance with the same data, like a second click on the app's icon. */
  secondInstance(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Stops reading the app's output, like a terminal that is closed. */
  closeOutput(): void;
  /** Sends a signal to the app's own process. */
  kill(signal: NodeJS.Signals): void;
}

/** @throws Error when the app ends before it is ready */
export async function startUnderDouble(options: StartOptions): Promise<DoubleApp> {
  const secret = randomBytes(16).toString('hex');
  const problems: string[] = [];
  const chromium = Promise.withResolvers<string>();
  const connected = Promise.withResolvers<Socket>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const loads: (() => void)[] = [];
  let loadedCount = 0;
  let lastId = 0;
  let pid = 0;
  let relaunches = false;

  function receive(message: ControlMessage): void {
    switch (message.type) {
      case 'hello':
        break;
      case 'chromium':
        chromium.resolve(message.endpoint);
        break;
      case 'loaded':
        loadedCount++;
        for (const check of loads) check();
        break;
      case 'relaunch':
        relaunches = true;
        break;
      case 'problem':
        problems.push(message.problem);
        break;
      case 'answer':
        if (message.ok) waiting.get(message.id)?.resolve(message.value);
        else waiting.get(message.id)?.reject(new Error(message.message));
        waiting.delete(message.id);
        break;
    }
  }

  const server = createServer((socket) => {
    let trusted = false;
    // The socket ends with the app, whose exit is reported elsewhere.
    const gone = (): void => void socket.destroy();
    socket.on('error', gone);
    const lines = createInterface({ input: socket }).on('error', gone);
    lines.on('line', (line) => {
      const message = JSON.parse(line) as ControlMessage;
      if (!trusted && (message.type !== 'hello' || message.secret !== secret)) {
        socket.destroy();
        return;
      }
      trusted = true;
      if (message.type === 'hello') {
        ({ pid } = message);
        connected.resolve(socket);
      }
      receive(message);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const started = run(options, {
    LOOKOUT_DOUBLE_CONTROL: `${port} ${secret}`,
    LOOKOUT_DOUBLE_SETTINGS: JSON.stringify(options.settings ?? {}),
  });
  let ended = false;
  const exited = started.exited.then((code) => {
    ended = true;
    server.close();
    const over = new Error(`The app has ended with ${code}: ${started.output()}`);
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
    connected.reject(over);
    chromium.reject(over);
    for (const check of loads) check();
    return code;
  });
  // It may remain without a handler.
  chromium.promise.catch(() => {});
  const socket = await connected.promise;

  function call(group: string, method: string, args: readonly unknown[]): Promise<unknown> {
    const id = ++lastId;
    const answer = Promise.withResolvers<unknown>();
    if (ended) return Promise.reject(new Error('The app has ended'));
    waiting.set(id, answer);
    socket.write(`${JSON.stringify({ id, group, method, args })}\n`);
    return answer.promise;
  }
  const group = (name: string): object =>
    new Proxy(
      {},
      {
        get:
          (_target, method) =>
          (...args: unknown[]) =>
            call(name, String(method), args),
      },
    );
  const desktop = new Proxy({}, { get: (_target, name) => group(String(name)) }) as Remote<DesktopControl>;

  return {
    desktop,
    problems,
    output: started.output,
    chromium: chromium.promise,
    loaded: (count = 1) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (loadedCount >= count) resolve();
          else if (ended) reject(new Error(`The app has ended: ${started.output()}`));
        };
        loads.push(check);
        check();
      }),
    relaunches: () => relaunches,
    exited,
    async quit() {
      // The answer is lost when the app ends at once.
      if (!ended) await desktop.app.quit().catch(() => {});
      return exited;
    },
    async secondInstance(args) {
      const second = run({ ...options, args }, {});
      return { code: await second.exited, output: second.output() };
    },
    closeOutput: started.closeOutput,
    kill: (signal) => void process.kill(pid, signal),
  };
}

function run(options: StartOptions, control: Readonly<Record<string, string>>) {
  const { app, args = [], env = {} } = options;
  const electron = join(ROOT, 'node_modules', 'electron', 'cli.js');
  const [program, first] = typeof app === 'string' ? [process.execPath, [electron, app]] : [app.program, []];
  const { ELECTRON_RENDERER_URL: _devServer, ELECTRON_RUN_AS_NODE: _asNode, ...inherited } = process.env;
  const child: ChildProcess = spawn(program, [...first, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...inherited,
      ELECTRON_OVERRIDE_DIST_PATH: DOUBLE_FOLDER,
      LOOKOUT_DOUBLE_HOME: DOUBLE_FOLDER,
      PATH: `${join(DOUBLE_FOLDER, 'bin')}:${inherited['PATH'] ?? ''}`,
      ...control,
      ...env,
    },
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const closeOutput = (): void => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exited, output: () => output, closeOutput };
}
