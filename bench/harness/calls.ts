/**
 * Both ends of a benchmark's child process: the parent calls methods by name over Node's IPC, and the child answers.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

// oxlint-disable-next-line typescript/no-explicit-any -- the bound of a table of methods, as in TypeScript's own `Parameters`
type Methods = Readonly<Record<string, (...args: any[]) => unknown>>;

/** A child process that answers calls. */
export interface Remote<M extends Methods> {
  readonly pid: number;
  /** Takes the method's single argument, if it has one. */
  call<K extends keyof M & string>(method: K, ...args: Parameters<M[K]>): Promise<Awaited<ReturnType<M[K]>>>;
  /** `SIGSTOP` pauses the process, `SIGCONT` continues it. */
  signal(name: NodeJS.Signals): void;
  /** Ends the process, even a paused one; kills it after five seconds. */
  stop(): Promise<void>;
}

export interface RemoteOptions {
  /** Flags for Node, such as `--cpu-prof`. */
  readonly nodeFlags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The only core that it may run on; absent, or without `taskset`: any core. */
  readonly core?: number;
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: unknown;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

let bundles: URL | null = null;

/** From now on, starts processes from these bundles (`bundleProcesses`) instead of the sources. */
export function startFromBundles(dir: URL): void {
  bundles = dir;
}

/** `bench/processes/<name>.ts`, or its bundle. */
export function processFile(name: string): string {
  const source = new URL(`../processes/${name}.ts`, import.meta.url);
  return fileURLToPath(bundles === null ? source : new URL(`${name}.mjs`, bundles));
}

/** Starts `bench/processes/<name>.ts`, or its bundle. Arguments and answers are sent as JSON. */
export function startRemote<M extends Methods>(name: string, options: RemoteOptions = {}): Remote<M> {
  const file = processFile(name);
  const pinned = options.core !== undefined;
  const child = fork(file, [], {
    env: { ...process.env, ...options.env },
    ...(pinned
      ? {
          execPath: 'taskset',
          execArgv: ['-c', String(options.core), process.execPath, ...(options.nodeFlags ?? [])],
        }
      : { execArgv: [...(options.nodeFlags ?? [])] }),
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;

  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  child.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.error === undefined) call?.resolve(reply.value);
    else call?.reject(new Error(`${name}: ${reply.error}`));
  });
  child.on('error', failAll);
  child.on('exit', (code, signal) => failAll(new Error(`${name} ended before it answered (${code ?? signal})`)));

  return {
    pid: child.pid ?? 0,
    call(method, ...[args]) {
      lastId += 1;
      const call = Promise.withResolvers<unknown>();
      waiting.set(lastId, call);
      child.send({ id: lastId, method, args } satisfies Call, (error) => {
        if (error !== null) call.reject(error);
      });
      return call.promise as ReturnType<Remote<M>['call']>;
    },
    signal: (name) => void child.kill(name),
    stop: () => endChild(child),
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGCONT');
  const exited = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  if (child.connected) child.disconnect();
  await exited;
  clearTimeout(late);
}

/**
 * Answers the parent's calls, in the child. Ends the process when the parent is gone.
 * @param dispose closes what is open, so that the process ends by itself (and writes a CPU profile)
 */
export function answerCalls(methods: Methods, dispose: () => Promise<void> | void = () => undefined): void {
  process.on('message', ({ id, method, args }: Call) => {
    void Promise.try(() => {
      const run = methods[method];
      if (run === undefined) throw new Error(`no method ${method}`);
      return run(args);
    }).then(
      (value) => send({ id, value }),
      (error: unknown) => send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on('disconnect', () => {
    void Promise.try(dispose).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

function send(reply: Reply): void {
  // After the parent has ended, nobody waits for the reply.
  if (process.connected) process.send?.(reply);
}
