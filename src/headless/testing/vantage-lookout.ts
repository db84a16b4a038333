/** Test code: Lookouts in this process, such as a vantage point that Prometheus asks, and one beside Prometheus. */
import { createResolver } from '../../engine/check/net/dns/resolve.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import type { EngineOptions } from '../../engine/engine-options.ts';
import { createNodePorts } from '../../engine/node-ports.ts';
import { createMemoryStore } from '../../engine/store/memory-store.ts';
import { startHttpServer } from '../http/http-server.ts';

/** A running engine with the real clock, which keeps its data in memory. */
export async function startEngine(options: Partial<EngineOptions>): Promise<Engine> {
  const engine = createEngine({
    ports: createNodePorts({ log: () => undefined, notifier: () => undefined }),
    store: createMemoryStore(),
    host: { kind: 'headless', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: createResolver(),
    ...options,
  });
  await engine.start();
  return engine;
}

export interface VantageLookout {
  /** `host:port`. */
  readonly address: string;
  /** Can be called twice. */
  dispose(): Promise<void>;
}

/** A Lookout that answers `/probe`. */
export async function startVantage(vantageKey: string, scrapeToken: string): Promise<VantageLookout> {
  const engine = await startEngine({ vantageKey });
  const server = await startHttpServer({
    engine,
    countEndpoints: () => 0,
    page: new Map(),
    version: '0',
    host: '127.0.0.1',
    port: 0,
    token: 'a-token-that-nobody-uses',
    scrape: { token: scrapeToken, from: [] },
    log: () => undefined,
  });
  let closed: Promise<void> | null = null;
  return {
    address: `127.0.0.1:${server.port}`,
    async dispose() {
      closed ??= server.close();
      await closed;
      await engine.dispose();
    },
  };
}
