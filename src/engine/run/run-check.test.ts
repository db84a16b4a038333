import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { DeadlineError, type CheckContext, type CheckKind } from '../check/kind.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import { runCheck } from './run-check.ts';

const config = { timeout: 1000 } as EndpointConfig;
const resolver = { resolve: async () => [] };
const good: CheckOutcome = { durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };

function kindThat(run: (context: CheckContext) => Promise<CheckOutcome>): CheckKind {
  return fakeKind({ run: (_, context) => run(context) });
}

describe('runCheck', () => {
  it('gives what the kind found, and leaves no timer', async () => {
    const ports = createFakePorts();
    const { signal } = new AbortController();
    expect(
      await runCheck(
        kindThat(async () => good),
        config,
        { signal, resolver, ports },
      ),
    ).toEqual(good);
    expect(ports.time.pending).toBe(0);
  });

  it('aborts with a DeadlineError when the time is over', async () => {
    const ports = createFakePorts();
    let reason: unknown;
    const kind = kindThat(
      ({ signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            resolve(good);
          }),
        ),
    );
    const running = runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    await ports.time.advance(999);
    expect(reason).toBe(undefined);
    await ports.time.advance(1);
    expect(await running).toEqual(good);
    expect(reason).toBeInstanceOf(DeadlineError);
    expect(ports.time.pending).toBe(0);
  });

  it('gives up on a kind that ignores its signal, and says that this is a bug', async () => {
    const ports = createFakePorts();
    const kind = kindThat(() => new Promise(() => undefined));
    const running = runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    await ports.time.advance(2000);
    expect((await running).failure?.code).toBe('local.bug');
    expect(ports.lines.map(({ level }) => level)).toEqual(['error']);
    expect(ports.time.pending).toBe(0);
  });

  it('makes a failure of what the kind throws', async () => {
    const ports = createFakePorts();
    const kind = kindThat(async () => {
      throw new TypeError('x is not a function');
    });
    const outcome = await runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    expect(outcome.failure).toMatchObject({ code: 'local.bug', raw: 'TypeError: x is not a function' });
  });

  it('makes a failure of code that cannot be loaded, and loads it again for the next check', async () => {
    const ports = createFakePorts();
    let loads = 0;
    const kind: CheckKind = {
      ...kindThat(async () => good),
      load: () =>
        ++loads === 1 ? Promise.reject(new Error('no such file')) : Promise.resolve({ run: async () => good }),
    };
    const check = () => runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    expect((await check()).failure).toMatchObject({ code: 'local.bug', raw: 'Error: no such file' });
    expect(await check()).toMatchObject(good);
    expect(await check()).toMatchObject(good);
    expect(loads).toBe(2);
    expect(ports.time.pending).toBe(0);
  });

  it('begins the deadline when the code is loaded', async () => {
    const ports = createFakePorts();
    const loading = Promise.withResolvers<Awaited<ReturnType<CheckKind['load']>>>();
    const kind: CheckKind = { ...kindThat(async () => good), load: () => loading.promise };
    const running = runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    await ports.time.advance(60_000);
    loading.resolve({ run: async () => good });
    expect(await running).toMatchObject(good);
  });

  it('rejects when it is no longer wanted, even if the kind then finds something', async () => {
    const ports = createFakePorts();
    const stop = new AbortController();
    const kind = kindThat(
      ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(good))),
    );
    const running = runCheck(kind, config, { signal: stop.signal, resolver, ports });
    stop.abort(new Error('paused'));
    await expect(running).rejects.toThrow('paused');
    await expect(runCheck(kind, config, { signal: stop.signal, resolver, ports })).rejects.toThrow('paused');
    expect(ports.time.pending).toBe(0);
  });
});
