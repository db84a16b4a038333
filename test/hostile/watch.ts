/** An engine on this machine's real clock, with all results of its checks. */
import type { CheckResult } from '../../src/contract/model/check.ts';
import type { Endpoint, EndpointInput } from '../../src/contract/model/endpoint.ts';
import type { Notice } from '../../src/contract/model/notices.ts';
import type { Push } from '../../src/contract/channels/snapshot.ts';
import type { CheckKind, Resolver } from '../../src/engine/check/kind.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { systemClock, systemTimers } from '../../src/engine/node-ports.ts';
import type { Ports } from '../../src/engine/ports.ts';
import { createTemporarySecrets } from '../../src/engine/secrets/key-secrets.ts';
import { createMemoryStore } from '../../src/engine/store/memory-store.ts';
import type { Store } from '../../src/engine/store/store.ts';

export interface WatchOptions {
  readonly store?: Store;
  readonly resolver?: Resolver;
  /** Default: all kinds of the registry. */
  readonly kinds?: readonly CheckKind[];
  readonly ports?: Partial<Ports>;
  readonly onResult?: (result: CheckResult) => void;
}

export interface Watch {
  readonly engine: Engine;
  readonly results: readonly CheckResult[];
  readonly lines: readonly { readonly level: string; readonly message: string; readonly error: unknown }[];
  readonly pushes: readonly Push[];
  add(input: EndpointInput): Promise<Endpoint>;
  of(endpoint: Pick<Endpoint, 'id'>): readonly CheckResult[];
  /** The active notices. */
  notices(): Promise<readonly Notice[]>;
}

const nobody: Resolver = {
  resolve: () => Promise.reject(new Error('This test must not look up names')),
};

export async function startWatch(options: WatchOptions = {}): Promise<Watch> {
  const results: CheckResult[] = [];
  const lines: { level: string; message: string; error: unknown }[] = [];
  const pushes: Push[] = [];
  const store = options.store ?? createMemoryStore();
  const engine = createEngine({
    ports: {
      clock: systemClock,
      timers: systemTimers,
      log: (level, message, facts) => void lines.push({ level, message, error: facts?.['error'] }),
      notifier: () => undefined,
      // The machine's own connectivity test would query its real DNS servers.
      connectivity: { whyOffline: async () => null, answered: () => undefined },
      secrets: createTemporarySecrets(),
      ...options.ports,
    },
    store: {
      ...store,
      recordResult(result, recording) {
        results.push(result);
        options.onResult?.(result);
        store.recordResult(result, recording);
      },
    },
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: options.resolver ?? nobody,
    ...(options.kinds && { kinds: options.kinds }),
  });
  engine.onPush((push) => pushes.push(push));
  await engine.start();
  return {
    engine,
    results,
    lines,
    pushes,
    async add(input) {
      const [endpoint] = await engine.request('endpoints.create', { endpoints: [input] });
      if (endpoint === undefined) throw new TypeError('One input must result in one endpoint');
      return endpoint;
    },
    of: ({ id }) => results.filter((result) => result.endpointId === id),
    notices: async () => (await engine.request('app.snapshot', {})).notices,
  };
}
