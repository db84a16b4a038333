/**
 * For `KindRunner.warmUp`. The first run of any code is slow: Node loads modules, compiles functions and opens what it
 * keeps. For a check that is 5 to 50 ms, which would be read as the endpoint's latency.
 */
import type { AddressInfo, Server } from 'node:net';
import type { CheckContext } from '../../kind.ts';

/** How long to wait, in milliseconds. A server of our own answers within a millisecond. */
const MAX_MS = 2_000;

/** How often the code is run: the second run is several times as fast as the first, the fourth is like the third. */
export const WARM_RUNS = 3;

/**
 * Lets `server` listen on loopback while `work` runs, and closes it and its connections. Never rejects: if anything
 * goes wrong, the first check is less exact.
 */
export async function warmUpWith(
  server: Server,
  work: (port: number, context: CheckContext) => Promise<unknown>,
): Promise<void> {
  const connections = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => void connections.add(socket));
  // Our side may close a connection before the server has sent everything.
  server.on('tlsClientError', () => undefined).on('sessionError', () => undefined);
  try {
    const port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
    const signal = AbortSignal.timeout(MAX_MS);
    await work(port, { signal, wanted: new Set(), resolver: { resolve: () => Promise.resolve([]) } });
  } catch {
    // The first check will report what is wrong here.
  } finally {
    for (const connection of connections) connection.destroy();
    server.close();
  }
}

/**
 * Runs the preparations that are needed, each of them once, one after the other. One that fails is not tried again: the
 * first check is then less exact, and checks go on.
 */
export class WarmUps<Name extends string> {
  readonly #prepare: Readonly<Record<Name, () => Promise<void>>>;
  readonly #done = new Set<Name>();
  readonly #running = new Map<Name, Promise<void>>();
  #last: Promise<void> = Promise.resolve();

  constructor(prepare: Readonly<Record<Name, () => Promise<void>>>) {
    this.#prepare = prepare;
  }

  /** @returns undefined if it was done before; otherwise a promise that never rejects */
  once(name: Name): Promise<void> | undefined {
    if (this.#done.has(name)) return undefined;
    let running = this.#running.get(name);
    if (running === undefined) {
      running = this.#last
        .then(this.#prepare[name])
        // The first check then does this work, and reports what is wrong.
        .catch(() => undefined)
        .then(() => {
          this.#done.add(name);
          this.#running.delete(name);
        });
      this.#running.set(name, running);
      this.#last = running;
    }
    return running;
  }
}
