/** Test code: a whole engine over a memory store, with a fake kind whose checks a test answers. */
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Change, Push } from '../../contract/channels/snapshot.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { CheckKind } from '../check/kind.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import { loadRunner } from '../check/runner.ts';
import { createEngine } from '../engine.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { createFakePorts, type FakePorts } from './fake-ports.ts';

export const refused: Failure = { code: 'connect.refused', message: 'Nothing listens there.' };

interface Run {
  readonly target: string;
  readonly at: number;
  readonly signal: AbortSignal;
  settle(failure?: Failure | null): void;
}

/** A kind whose checks end when the test decides, or at once with the result of `answer`. */
class FakeNetwork {
  readonly runs: Run[] = [];
  answer: ((target: string) => Failure | null) | null = () => null;

  kind(ports: FakePorts): CheckKind<{ target: string }> {
    return fakeKind<{ target: string }>({
      schema: z.object({ target: z.string().min(1) }),
      target: ({ target }) => target,
      host: ({ target }) => target,
      parse: (text) => ({ kind: 'fake', target: text }),
      run: ({ target }, { signal }) =>
        new Promise<CheckOutcome>((resolve, reject) => {
          const end = (failure: Failure | null = null) =>
            resolve({ durationMs: 10, selfMs: 0, phases: { wait: 10 }, metrics: {}, failure, details: {} });
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          this.runs.push({ target, at: ports.clock.now(), signal, settle: end });
          if (this.answer !== null) end(this.answer(target));
        }),
    });
  }
}

/** Starts an engine, and stops it at the end of the test. */
export async function setUpEngine(
  options: {
    readonly store?: Store;
    readonly ports?: FakePorts;
    /** Besides the fake kind. */
    readonly kinds?: readonly CheckKind[];
    readonly importWorkerUrl?: URL;
  } = {},
) {
  const ports = options.ports ?? createFakePorts();
  const network = new FakeNetwork();
  const store = options.store ?? createMemoryStore();
  // Code loads in real time, for which a fake clock would not wait.
  await Promise.all((options.kinds ?? []).map(loadRunner));
  const engine = createEngine({
    ports,
    store,
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: { resolve: async () => [] },
    kinds: [network.kind(ports), ...(options.kinds ?? [])],
    ...(options.importWorkerUrl === undefined ? {} : { importWorkerUrl: options.importWorkerUrl }),
  });
  onTestFinished(() => engine.dispose());
  const pushes: Push[] = [];
  engine.onPush((push) => pushes.push(push));
  await engine.start();
  const changes = <T extends Change['type']>(type: T) =>
    pushes.flatMap((push) =>
      push.changes.filter((change): change is Extract<Change, { type: T }> => change.type === type),
    );
  const add = async (more: Partial<EndpointInput> = {}): Promise<EndpointId> => {
    const input = { kind: 'fake', target: 'a', interval: 10_000, retries: 1, retryInterval: 1000, ...more };
    const [endpoint] = await engine.request('endpoints.create', { endpoints: [input] });
    return endpoint?.id ?? '';
  };
  const stateOf = async (id: EndpointId) => {
    const { endpoints } = await engine.request('app.snapshot', {});
    return endpoints.find(({ endpoint }) => endpoint.id === id)?.state;
  };
  return { ports, time: ports.time, network, store, engine, pushes, changes, add, stateOf };
}

/** A store that an engine cannot close, so that its data survives like a file. */
export function neverClosed(store: Store): Store {
  return new Proxy(store, {
    get: (target, key) => (key === 'close' ? () => target.flush() : Reflect.get(target, key, target)),
  });
}
