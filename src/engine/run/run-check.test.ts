import { describe, expect, it, vi } from 'vitest';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { createFakePorts, type FakePorts } from '../testing/fake-ports.ts';
import { DeadlineError, type CheckContext, type CheckKind, type KindOutcome } from '../check/kind.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import { EndpointMemory } from '../verdict/endpoint-memory.ts';
import { runCheck } from './run-check.ts';

const config = { timeout: 1000, conditions: [] as readonly string[] } as EndpointConfig;
const resolver = { resolve: async () => [] };
const good: CheckOutcome = { durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };

function kindThat(run: (context: CheckContext) => Promise<KindOutcome>): CheckKind {
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

  it('turns an error that the kind throws into a failure', async () => {
    const ports = createFakePorts();
    const kind = kindThat(async () => {
      throw new TypeError('x is not a function');
    });
    const outcome = await runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    expect(outcome.failure).toMatchObject({ code: 'local.bug', raw: 'TypeError: x is not a function' });
  });

  it('turns a failure to load the code into a failure, and loads it again for the next check', async () => {
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

  it('rejects when it is aborted, even if the kind then finds something', async () => {
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

  it('waits only half a second for an aborted check to end', async () => {
    const ports = createFakePorts();
    const stop = new AbortController();
    let seen: unknown;
    const kind = kindThat(({ signal }) => {
      signal.addEventListener('abort', () => (seen = signal.reason));
      return new Promise(() => undefined);
    });
    const running = runCheck(kind, config, { signal: stop.signal, resolver, ports });
    const settled = vi.fn<() => void>();
    running.then(settled, settled);
    await ports.time.advance(100);
    const reason = new Error('paused');
    stop.abort(reason);
    expect(seen).toBe(reason);
    await ports.time.advance(499);
    expect(settled).not.toHaveBeenCalled();
    await ports.time.advance(1);
    await expect(running).rejects.toBe(reason);
    expect(ports.time.pending).toBe(0);
    expect(ports.lines).toEqual([]);
  });

  it('does nothing when it is aborted before it starts, or while the code is loaded', async () => {
    const ports = createFakePorts();
    let loads = 0;
    let runs = 0;
    const loading = Promise.withResolvers<Awaited<ReturnType<CheckKind['load']>>>();
    const kind: CheckKind = {
      ...kindThat(async () => good),
      load() {
        loads++;
        return loading.promise;
      },
    };
    const reason = new Error('paused');
    await expect(runCheck(kind, config, { signal: AbortSignal.abort(reason), resolver, ports })).rejects.toBe(reason);
    expect(loads).toBe(0);
    const stop = new AbortController();
    const running = runCheck(kind, config, { signal: stop.signal, resolver, ports });
    stop.abort(reason);
    loading.resolve({
      run: async () => {
        runs++;
        return good;
      },
    });
    await expect(running).rejects.toBe(reason);
    expect([loads, runs, ports.time.pending]).toEqual([1, 0, 0]);
  });

  it('leaves no listener on the signal, which lives as long as the endpoint', async () => {
    const ports = createFakePorts();
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    vi.spyOn(signal, 'addEventListener').mockImplementation((_, listener) => void listeners.add(listener));
    vi.spyOn(signal, 'removeEventListener').mockImplementation((_, listener) => void listeners.delete(listener));
    await runCheck(
      kindThat(async () => good),
      config,
      { signal, resolver, ports },
    );
    expect(listeners.size).toBe(0);
  });

  it('reports how long a check took that threw a bug, and logs what was checked', async () => {
    const ports = createFakePorts();
    const error = new TypeError('x is not a function');
    const kind = kindThat(async () => {
      ports.time.block(40);
      throw error;
    });
    const outcome = await runCheck(kind, config, { signal: new AbortController().signal, resolver, ports });
    expect(outcome).toMatchObject({ durationMs: 40, phases: {}, metrics: {}, details: {} });
    expect(ports.lines).toMatchObject([{ level: 'error', facts: { error, target: 'fake://target' } }]);
  });

  describe('for evidence and changes', () => {
    const evidence = async () => [{ name: 'body' as const, content: 'an error page', cut: false }];
    const options = () => ({ signal: new AbortController().signal, resolver, ports: createFakePorts() });

    it('has evidence of a failed check when it is wanted', async () => {
      let asked = 0;
      const noted = () => {
        asked += 1;
        return evidence();
      };
      const failed = kindThat(async () => ({ ...good, failure: { code: 'timeout' }, evidence: noted }));
      const works = kindThat(async () => ({ ...good, evidence: noted }));
      expect(await runCheck(failed, config, { ...options(), withEvidence: true })).toMatchObject({
        evidence: [{ name: 'body', content: 'an error page' }],
      });
      expect(asked).toBe(1);
      expect(await runCheck(failed, config, options())).not.toHaveProperty('evidence');
      expect(await runCheck(works, config, { ...options(), withEvidence: true })).not.toHaveProperty('evidence');
      expect(asked).toBe(1);
    });

    it('has what changed since the check before, for people and for conditions', async () => {
      const memory = new EndpointMemory();
      const track = async (answers: readonly string[], failure: CheckOutcome['failure'] = null) => {
        const seen: unknown[] = [];
        const kind = fakeKind({
          details: [
            { name: 'answers', label: 'Answers', format: 'list', tracked: 'set' },
            { name: 'alias', label: 'Alias', format: 'text', tracked: 'value' },
            { name: 'other', label: 'Other', format: 'text' },
          ],
          run: async () => ({ ...good, failure, details: { answers, alias: 'a' }, observed: { STATUS: 1 } }),
        });
        const observe = { wanted: [], onObserved: (values: object) => void seen.push(values) };
        const outcome = await runCheck(kind, config, { ...options(), memory, observe });
        return { outcome, seen: seen[0] };
      };
      expect((await track(['a'])).outcome.details).toEqual({ answers: ['a'], alias: 'a' });
      const changed = await track(['b']);
      expect(changed.outcome.details).toEqual({
        answers: ['b'],
        alias: 'a',
        changes: [{ name: 'answers', before: ['a'], after: ['b'] }],
      });
      expect(changed.seen).toMatchObject({ STATUS: 1, CHANGED: { answers: true, alias: false } });
      // This machine failed: what it did not see has not changed.
      const local = await track([], { code: 'local.offline' });
      expect(local.outcome.details).not.toHaveProperty('changes');
      expect((await track(['b'])).outcome.details).not.toHaveProperty('changes');
    });

    it('has the warning for people in the details', async () => {
      const kind = kindThat(async () => ({
        ...good,
        details: { a: 1 },
        warning: { code: 'tls.expiresSoon', raw: 'x' },
      }));
      const outcome = await runCheck(kind, config, options());
      expect(outcome).toMatchObject({ warning: { code: 'tls.expiresSoon' }, details: { a: 1 } });
      expect(outcome.details['warning']).toMatchObject({ code: 'tls.expiresSoon' });
    });
  });

  describe('with secrets', () => {
    const secretConfig = { timeout: 1000, conditions: [], token: 'hunter22' } as unknown as EndpointConfig;
    const secretKind = (run: (context: CheckContext) => Promise<CheckOutcome>): CheckKind => ({
      ...kindThat(run),
      form: [{ name: 'token', label: 'Token', type: 'text', section: 'request', secret: true }],
    });
    const check = (ports: FakePorts, kind: CheckKind) =>
      runCheck(kind, secretConfig, { signal: new AbortController().signal, resolver, ports });

    it('takes them out of failures and details', async () => {
      const ports = createFakePorts();
      const failure = { code: 'expect.missing', params: { expected: 'a hunter22' }, raw: 'raw hunter22' };
      const kind = secretKind(async () => ({ ...good, failure, details: { snippet: 'sent hunter22' } }));
      const outcome = await check(ports, kind);
      expect(outcome).toMatchObject({ durationMs: 1, failure: { code: 'expect.missing' } });
      expect(Object.keys(outcome.details)).toEqual(['snippet']);
      expect(JSON.stringify(outcome)).not.toContain('hunter22');
      expect(JSON.stringify(outcome)).toContain('raw ');
    });

    it('remembers nothing of them', async () => {
      const memory = new EndpointMemory();
      const kind: CheckKind = {
        ...secretKind(async () => ({ ...good, details: { answers: ['hunter22'] } })),
        details: [{ name: 'answers', label: 'Answers', format: 'list', tracked: 'set' }],
      };
      const { signal } = new AbortController();
      await runCheck(kind, secretConfig, { signal, resolver, ports: createFakePorts(), memory });
      expect(Object.keys(memory.toStored().tracked)).toEqual(['answers']);
      expect(JSON.stringify(memory.toStored())).not.toContain('hunter22');
    });

    it('takes them out of bugs, and out of the log', async () => {
      const ports = createFakePorts();
      const kind = secretKind(async () => {
        throw new TypeError('cannot send hunter22');
      });
      const outcome = await check(ports, kind);
      expect(outcome.failure?.raw).toMatch(/^TypeError: cannot send /u);
      expect(outcome.failure?.raw).not.toContain('hunter22');
      expect(ports.lines).toHaveLength(1);
      expect(JSON.stringify(ports.lines, Object.getOwnPropertyNames(new Error('x')))).not.toContain('hunter22');
    });
  });
});
