/** An engine in memory behind the page's bridge; only for tests and the dev page. */
import type { Bridge } from '../../contract/channels/bridge.ts';
import type { ImportPreview } from '../../contract/channels/imports.ts';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import type { Change, Push } from '../../contract/channels/snapshot.ts';
import type { LiveState } from '../live/apply.ts';
import { listenTo } from '../live/listeners.ts';
import type { RequestFailed } from '../live/request-failed.ts';
import { fakeHealth } from './fake-data.ts';
import { createFakeEngine, type FakeEngineOptions } from './fake-engine.ts';
import { createFakeHandlers, type FakeHandlersOptions } from './fake-handlers.ts';

export interface FakeBridgeOptions extends FakeEngineOptions, FakeHandlersOptions {}

export interface FakeBridge extends Bridge {
  /** All requests so far, in order. */
  readonly requests: { readonly channel: AnyChannel; readonly args: unknown }[];
  /** The engine's state, kept by the same reducer as the page's state. */
  readonly state: () => LiveState;
  push(...changes: Change[]): void;
  /** Ends a check of an endpoint and pushes its result. */
  check(id: string, failing?: boolean): void;
  /** Rejects the next request on the channel. */
  failNext(channel: AnyChannel, failure: RequestFailed): void;
  /** Requests on the channel are answered by this from now on. */
  answer<C extends AnyChannel>(channel: C, answer: (args: Args<C>) => Answer<C> | Promise<Answer<C>>): void;
  setConnected(connected: boolean): void;
  navigate(path: string): void;
  /** Makes a file wait for import, like a second start of the app with a file. */
  offer(preview: ImportPreview): void;
  dispose(): void;
}

export function createFakeBridge(options: FakeBridgeOptions = {}): FakeBridge {
  const pushListeners = new Set<(push: Push) => void>();
  const connectionListeners = new Set<(connected: boolean) => void>();
  const navigateListeners = new Set<(path: string) => void>();
  const requests: { channel: AnyChannel; args: unknown }[] = [];
  const failures = new Map<AnyChannel, RequestFailed>();
  let connected = true;
  const engine = createFakeEngine(options, (push) => {
    if (connected) for (const listener of pushListeners) listener(push);
  });
  const { handlers, offer } = createFakeHandlers(engine, options);

  const timers: ReturnType<typeof setInterval>[] = [];
  if (options.live === true) {
    let turn = 0;
    timers.push(
      setInterval(() => {
        // One push per tenth of a second, with as many checks as these endpoints would have in that time.
        const due = Array.from(
          { length: Math.ceil(engine.state().ids.length / 200) },
          () => engine.state().ids[turn++ % engine.state().ids.length],
        );
        const active = due.filter(
          (id) => id !== undefined && engine.state().endpoints.get(id)?.endpoint.paused === false,
        );
        engine.push(...new Set(active).values().flatMap((id) => (id === undefined ? [] : [engine.checked(id)])));
      }, 100),
      setInterval(
        () =>
          engine.push({ type: 'health', health: fakeHealth(engine.now(), engine.random, engine.state().ids.length) }),
        1000,
      ),
    );
  }

  return {
    requests,
    state: engine.state,
    push: engine.push,
    check: (id, failing) => engine.push(engine.checked(id, failing)),
    failNext: (channel, failure) => failures.set(channel, failure),
    answer(channel, answer) {
      // The type of an object by channel cannot be written to under a channel that is not known.
      Object.assign(handlers, { [channel]: answer });
    },
    async request<C extends AnyChannel>(channel: C, args: Args<C>): Promise<Answer<C>> {
      requests.push({ channel, args });
      await Promise.resolve();
      const failure = failures.get(channel);
      failures.delete(channel);
      if (failure) throw failure;
      return structuredClone(await handlers[channel](args));
    },
    onPush: (listener) => listenTo(pushListeners, listener),
    onConnection: (listener) => listenTo(connectionListeners, listener),
    onNavigate: (listener) => listenTo(navigateListeners, listener),
    setConnected(now) {
      connected = now;
      for (const listener of connectionListeners) listener(now);
    },
    offer,
    navigate(path) {
      for (const listener of navigateListeners) listener(path);
    },
    dispose: () => timers.forEach(clearInterval),
  };
}
