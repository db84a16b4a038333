import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CheckOutcome, EndpointConfig } from '../../contract/model.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { DeadlineError, type CheckContext, type CheckKind } from '../check/kind.ts';
import { runCheck } from './run-check.ts';

const config = { timeout: 1000 } as EndpointConfig;
const resolver = { resolve: async () => [] };
const good: CheckOutcome = { durationMs: 1, phases: {}, failure: null, details: {} };

function kindThat(run: (context: CheckContext) => Promise<CheckOutcome>): CheckKind {
  return {
    kind: 'fake',
    title: 'Fake',
    description: '',
    schema: z.object({}),
    form: [],
    target: () => 'fake://target',
    host: () => 'target',
    parse: () => null,
    run: (_, context) => run(context),
  };
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
    ).toBe(good);
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
    expect(await running).toBe(good);
    expect(reason).toBeInstanceOf(DeadlineError);
    expect(ports.time.pending).toBe(0);
  });

  it('gives up on a kind that ignores its signal, and says that this is a bug', async () => {
    const ports = createFakePorts();
    const kind = kindThat(() => new Promise(() => undefined));
    const running = runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    await ports.time.advance(2000);
    expect((await running).failure?.code).toBe('us.bug');
    expect(ports.lines.map(({ level }) => level)).toEqual(['error']);
    expect(ports.time.pending).toBe(0);
  });

  it('makes a failure of what the kind throws', async () => {
    const ports = createFakePorts();
    const kind = kindThat(async () => {
      throw new TypeError('x is not a function');
    });
    const outcome = await runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    expect(outcome.failure).toMatchObject({ code: 'us.bug', raw: 'TypeError: x is not a function' });
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
