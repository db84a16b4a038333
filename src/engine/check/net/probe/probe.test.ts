import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { DeadlineError } from '../../kind.ts';
import { conductCheck, SNIPPET_BYTES, toSnippet, type Probe } from './probe.ts';

const resolver = { resolve: async () => [{ address: '192.0.2.7', family: 4 as const }] };

function conduct(
  work: (probe: Probe) => Promise<ReturnType<typeof failureOf> | null>,
  signal = new AbortController().signal,
) {
  return conductCheck({ signal, resolver, wanted: new Set() }, 4_000, work);
}

describe('conductCheck', () => {
  it('notes the names that were looked up as evidence', async () => {
    const outcome = await conduct(async ({ resolver: given, signal }) => {
      await given.resolve('a.example.org', 0, signal);
      return null;
    });
    expect(await outcome.evidence?.()).toEqual([{ name: 'lookups', content: 'a.example.org: 192.0.2.7', cut: false }]);
  });

  it('notes the names that could not be resolved, but no bugs', async () => {
    const errors = [
      new FailureError(failureOf('dns.nxdomain', { name: 'a' }, { raw: 'query A: ENOTFOUND' })),
      new FailureError(failureOf('dns.nodata', { name: 'b' })),
      new TypeError('a bug'),
    ];
    const failing = { resolve: () => Promise.reject(errors.shift()) };
    const { signal } = new AbortController();
    const outcome = await conductCheck({ signal, resolver: failing, wanted: new Set() }, 4_000, async (probe) => {
      for (const name of ['a.example', 'b.example', 'c.example']) {
        await probe.resolver.resolve(name, 0, signal).catch(() => []);
      }
      return null;
    });
    expect(await outcome.evidence?.()).toEqual([
      { name: 'lookups', content: 'a.example: query A: ENOTFOUND\nb.example: dns.nodata', cut: false },
    ]);
  });

  it('has the warning of a check that works', async () => {
    const warning = failureOf('tls.revoked', {});
    const warn = (failure: ReturnType<typeof failureOf> | null) =>
      conduct(async (probe) => {
        probe.warning = warning;
        return failure;
      });
    expect((await warn(null)).warning).toEqual(warning);
    expect(await warn(failureOf('protocol.error', {}))).not.toHaveProperty('warning');
  });

  it('returns what the work measured and found', async () => {
    const failure = failureOf('protocol.error', {});
    const outcome = await conduct(async ({ watch, details, metrics, resolver: given, signal }) => {
      expect(await given.resolve('a.example.org', 0, signal)).toEqual(await resolver.resolve());
      watch.enter('wait');
      details.snippet = 'hello';
      metrics['rows'] = 3;
      return failure;
    });
    expect(outcome).toEqual({
      durationMs: expect.any(Number),
      selfMs: expect.any(Number),
      phases: { wait: expect.any(Number) },
      metrics: { rows: 3 },
      observed: {},
      evidence: expect.any(Function),
      details: { snippet: 'hello' },
      failure,
    });
  });

  it('turns expected errors into failures of the current phase, and keeps what was found before', async () => {
    const outcome = await conduct(async ({ watch, details }) => {
      watch.enter('connect');
      details.snippet = 'hello';
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
    });
    expect(outcome).toMatchObject({
      failure: { code: 'connect.refused', phase: 'connect' },
      details: { snippet: 'hello' },
    });
    expect((await conduct(() => Promise.reject(new FailureError(failureOf('tls.revoked', {}))))).failure?.code).toBe(
      'tls.revoked',
    );
  });

  it('passes bugs on', async () => {
    const bug = new TypeError('x is undefined');
    await expect(conduct(() => Promise.reject(bug))).rejects.toBe(bug);
  });

  it('limits the length of a failure, which a server must not decide', async () => {
    const long = { code: 'protocol.error', raw: 'x'.repeat(5_000) };
    const { failure } = await conduct(async () => long);
    expect(failure?.raw?.length).toBeLessThanOrEqual(1_000);
  });

  it('reports the phase in which the deadline ended it', async () => {
    const stop = new AbortController();
    const { failure } = await conduct(async ({ watch, signal }) => {
      watch.enter('tls');
      stop.abort(new DeadlineError(4_000));
      throw signal.reason;
    }, stop.signal);
    expect(failure).toEqual({ code: 'timeout', params: { timeoutMs: 4_000 }, phase: 'tls' });
  });

  it('can say more exactly what was under way at the deadline', async () => {
    const stop = new AbortController();
    const { failure } = await conduct(async (probe) => {
      probe.watch.enter('wait');
      probe.underWay = { readBytes: 5, expected: 'hello' };
      stop.abort(new DeadlineError(4_000));
      throw new Error('socket closed');
    }, stop.signal);
    expect(failure).toMatchObject({ code: 'timeout', params: { timeoutMs: 4_000, readBytes: 5, expected: 'hello' } });
  });

  it('says that the operating system was still looking up the name', async () => {
    const stop = new AbortController();
    const { failure } = await conduct(async ({ watch }) => {
      watch.enter('dns');
      stop.abort(new DeadlineError(4_000));
      throw new FailureError(failureOf('timeout', { resolver: 'system' }, { phase: 'dns' }));
    }, stop.signal);
    expect(failure).toEqual({ code: 'timeout', params: { timeoutMs: 4_000, resolver: 'system' }, phase: 'dns' });
  });

  it('blames this machine also at the deadline, when the work knows that', async () => {
    const stop = new AbortController();
    const { failure } = await conduct(async () => {
      stop.abort(new DeadlineError(4_000));
      throw new FailureError(failureOf('local.lookups', { name: 'nas' }, { phase: 'dns' }));
    }, stop.signal);
    expect(failure).toEqual({ code: 'local.lookups', params: { name: 'nas' }, phase: 'dns' });
    const other = new AbortController();
    const late = await conduct(async () => {
      other.abort(new DeadlineError(4_000));
      throw new FailureError(failureOf('connect.refused', {}));
    }, other.signal);
    expect(late.failure?.code).toBe('timeout');
  });

  it('rejects with the reason of any other abort, and does nothing when it was aborted before', async () => {
    const stop = new AbortController();
    const reason = new Error('paused');
    const running = conduct(async () => {
      stop.abort(reason);
      throw new Error('socket closed');
    }, stop.signal);
    await expect(running).rejects.toBe(reason);
    let ran = false;
    const second = conduct(async () => {
      ran = true;
      return null;
    }, stop.signal);
    await expect(second).rejects.toBe(reason);
    expect(ran).toBe(false);
  });
});

describe('toSnippet', () => {
  it('has a thousand characters at most, and shows control characters as dots', () => {
    expect(toSnippet('a\u0000b\u001b\u007fc\n\td')).toBe('a·b··c\n\td');
    expect(toSnippet('x'.repeat(5_000))).toHaveLength(1_000);
    expect(SNIPPET_BYTES).toBe(4_000);
  });
});
