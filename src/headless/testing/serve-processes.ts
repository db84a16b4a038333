/** Test code: `lookout serve` in processes of their own, which share a data folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import type { Answer, Args, Channel } from '../../contract/channels/index.ts';

const PROGRAM = fileURLToPath(new URL('./run-serve.ts', import.meta.url));
/** Processes start slowly on a busy machine. */
export const WAIT = { timeout: 60_000, interval: 50 };

export interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Settles with exit code and signal. */
  readonly exited: Promise<[number | null, NodeJS.Signals | null]>;
}

export interface Ready extends Started {
  readonly origin: string;
  readonly token: string;
  request<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>;
}

export class ServeProcesses {
  /** A folder for the files of a test. */
  readonly folder: string;
  readonly #running = new Set<ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<ServeProcesses> {
    const folder = await mkdtemp(join(tmpdir(), 'lookout-serve-'));
    await mkdir(join(folder, 'page'));
    await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Lookout</title>');
    return new ServeProcesses(folder);
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  start(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const args = [PROGRAM, join(this.folder, 'page'), 'serve', '--data-dir', this.dataDir, ...argv];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOOKOUT_LOG: 'info', ...env },
    });
    this.#running.add(child);
    const text = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
    const exited = once(child, 'close').then(([code, signal]) => {
      this.#running.delete(child);
      return [code as number | null, signal as NodeJS.Signals | null] as [number | null, NodeJS.Signals | null];
    });
    return { child, out: () => text.out, err: () => text.err, exited };
  }

  /** Starts on a free port, and waits for the printed address. */
  async startReady(argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ready> {
    const started = this.start(['--port', '0', ...argv], env);
    await vi.waitUntil(() => (started.out() + started.err()).includes('#token='), WAIT);
    const [, origin = '', token = ''] =
      /^Lookout is at (http:\/\/127\.0\.0\.1:\d+)\/#token=(\S+)\n$/u.exec(started.out()) ?? [];
    return {
      ...started,
      origin,
      token,
      async request<C extends Channel>(channel: C, args: Args<C>) {
        const response = await fetch(`${origin}/api/${channel}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(args),
        });
        if (!response.ok) throw new Error(await response.text());
        return (await response.json()) as Answer<C>;
      },
    };
  }

  /** Kills what still runs, and removes the folder. */
  async dispose(): Promise<void> {
    for (const child of this.#running) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(this.folder, { recursive: true });
  }
}
