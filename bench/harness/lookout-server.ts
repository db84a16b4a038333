/** `lookout serve` from the build, as users run it, and its API. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Answer, Args, Channel } from '../../src/contract/channels/index.ts';
import type { Push } from '../../src/contract/channels/snapshot.ts';
import { CLI, ROOT } from './program.ts';
import type { TestBed } from './test-bed.ts';

export interface LookoutServer {
  /** The address with the token. */
  readonly address: string;
  readonly pid: number;
  /** When the process was started, and when it printed its address; epoch milliseconds. */
  readonly startedAt: number;
  readonly readyAt: number;
  request<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  /** Resolves when the WebSocket is open. @returns ends it */
  onPush(listener: (push: Push) => void): Promise<() => void>;
  stop(): Promise<void>;
}

/**
 * @param port default: any free port
 * @returns once it has printed its address
 */
export async function startLookout(bed: TestBed, dataDir: string, port = 0): Promise<LookoutServer> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, [CLI, 'serve', '--data-dir', dataDir, '--port', String(port)], {
    cwd: ROOT,
    env: bed.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  bed.defer(stop);
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const address = /^Lookout is at (\S+)$/u.exec(line)?.[1];
    if (address === undefined) continue;
    const api = connect(address);
    return { address, pid: child.pid ?? 0, startedAt, readyAt: Date.now(), ...api, stop };
  }
  throw new Error(`lookout serve ended before it was ready: ${said}`);
}

function connect(address: string): Pick<LookoutServer, 'request' | 'onPush'> {
  const { origin, hash } = new URL(address);
  const token = hash.replace('#token=', '');
  return {
    async request(channel, args) {
      const response = await fetch(`${origin}/api/${channel}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      });
      if (!response.ok) throw new Error(`${channel} was answered with ${response.status}`);
      return response.json() as Promise<never>;
    },
    async onPush(listener) {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/pushes`, ['lookout.v1', `token.${token}`]);
      socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()) as Push));
      await once(socket, 'open');
      return () => socket.terminate();
    },
  };
}
