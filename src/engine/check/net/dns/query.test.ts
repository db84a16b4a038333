import { createSocket } from 'node:dgram';
import { describe, expect, it, vi } from 'vitest';
import { until } from '../testing/until.ts';
import { NoAddressError } from './query.ts';
import { ask, FOUND, late, measure, serve, servers, stop } from './testing/lookups.ts';

describe('query', () => {
  it.each([3_000, 7_000])('takes an answer as soon as it comes, after %i ms', async (afterMs) => {
    await serve(() => late(afterMs));
    const { ms, result } = await measure(ask());
    expect(result).toEqual(FOUND);
    expect(ms).toBeGreaterThanOrEqual(afterMs);
    expect(ms).toBeLessThan(afterMs + 100);
  });

  it('asks again after 1, 3 and 7 s, so that a lost datagram costs a second', async () => {
    const server = await serve(() => (server.queries.length < 2 ? 'silent' : ['192.0.2.1']));
    const { ms, result } = await measure(ask());
    expect(result).toEqual(FOUND);
    expect(ms).toBeGreaterThanOrEqual(1_000);
    expect(ms).toBeLessThan(1_100);

    const silent = await serve(() => 'silent');
    const lookup = ask(['A'], { servers: [{ address: '127.0.0.1', port: silent.port }] });
    const settled = vi.fn<() => void>();
    lookup.then(settled, settled);
    await until(() => silent.queries.length === 1);
    for (const [step, asked] of [
      [999, 1],
      [1, 2],
      [1_999, 2],
      [1, 3],
      [3_999, 3],
      [1, 4],
    ] as const) {
      await vi.advanceTimersByTimeAsync(step);
      await until(() => silent.queries.length >= asked);
      expect(silent.queries).toHaveLength(asked);
    }
    expect(settled).not.toHaveBeenCalled();
    stop.abort();
    await until(() => settled.mock.calls.length > 0);
  });

  it('asks as often as resolv.conf says, and goes on waiting', async () => {
    const server = await serve(() => late(9_000));
    const { ms, result } = await measure(ask(['A'], { attempts: 2 }));
    expect(result).toEqual(FOUND);
    expect(ms).toBeGreaterThanOrEqual(9_000);
    expect(server.queries).toHaveLength(2);
  });

  it('repeats only questions that are not answered yet', async () => {
    const server = await serve((type) => (type === 'AAAA' ? ['2001:db8::7'] : late(1_500)));
    const { result } = await measure(ask(['A', 'AAAA']));
    expect(result).toEqual([{ address: '2001:db8::7', family: 6 }, ...FOUND]);
    expect(server.queries.toSorted()).toEqual(['A a.example', 'A a.example', 'AAAA a.example']);
  });

  it('waits 50 ms for AAAA once there is an A, as RFC 8305 says', async () => {
    await serve((type) => (type === 'A' ? ['192.0.2.1'] : 'silent'));
    const { ms, result } = await measure(ask(['A', 'AAAA']));
    expect(result).toEqual(FOUND);
    expect(ms).toBeGreaterThanOrEqual(50);
    expect(ms).toBeLessThan(150);
  });

  it('takes an error that does not repeat the question', async () => {
    await serve(() => 'bareError');
    const { ms, result } = await measure(ask());
    expect(result).toMatchObject({ errors: [{ code: 'ESERVFAIL' }] });
    expect(ms).toBeLessThan(100);
  });

  it.each(['forged', 'otherName'] as const)('does not take %s for the answer', async (wrong) => {
    const server = await serve(() => (server.queries.length < 2 ? wrong : ['192.0.2.1']));
    const { ms, result } = await measure(ask());
    expect(result).toEqual(FOUND);
    expect(ms).toBeGreaterThanOrEqual(1_000);
  });

  it.each([
    ['nxdomain', 'ENOTFOUND', true],
    [[], 'ENODATA', true],
    ['servfail', 'ESERVFAIL', false],
    ['refused', 'EREFUSED', false],
    ['garbage', 'EBADRESP', false],
  ] as const)('rejects at once for %j, with %s', async (answer, code, isNegative) => {
    const server = await serve(() => answer);
    const { ms, result } = await measure(ask());
    expect(result).toBeInstanceOf(NoAddressError);
    expect(result).toMatchObject({ errors: [{ code, isNegative }] });
    expect((result as NoAddressError).message).toContain(`a.example (server 127.0.0.1, port ${server.port}`);
    expect(ms).toBeLessThan(100);
  });

  it('rejects at once when nothing listens, and blames only this server', async () => {
    const gone = await serve(() => []);
    await gone.dispose();
    servers.splice(0);
    const config = { servers: [{ address: '127.0.0.1', port: gone.port }] };
    expect((await measure(ask(['A', 'AAAA'], config))).result).toMatchObject({
      errors: [{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }],
    });
    const good = await serve(() => ['192.0.2.1']);
    const both = { servers: [...config.servers, { address: '127.0.0.1', port: good.port }] };
    const { ms, result } = await measure(ask(['A'], both));
    expect(result).toEqual(FOUND);
    expect(ms).toBeLessThan(100);
  });

  it('ends at once when aborted, and closes its sockets', async () => {
    const server = await serve(() => 'truncated', { tcp: () => 'silent' });
    const asking = ask(['A', 'AAAA']);
    const reason = new Error('not wanted');
    const aborted = asking.catch((error: unknown) => error);
    await until(() => server.tcpQueries.length === 2);
    stop.abort(reason);
    expect(await aborted).toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    const open = (type: string) => process.getActiveResourcesInfo().filter((resource) => resource === type).length;
    // The server's own.
    await until(() => open('UDPWrap') === 1 && open('TCPSocketWrap') === 0);
    await expect(ask()).rejects.toBe(reason);
    expect(open('UDPWrap')).toBe(1);
  });

  it('blames this machine when it has no socket left', async () => {
    await serve(() => 'silent');
    const before = createSocket('udp4');
    const error = Object.assign(new Error('bind EMFILE 0.0.0.0'), { code: 'EMFILE', syscall: 'bind' });
    vi.spyOn(Object.getPrototypeOf(before), 'connect').mockImplementation(function (this: unknown) {
      (this as typeof before).emit('error', error);
    });
    expect((await measure(ask())).result).toBe(error);
    before.close();
  });
});

describe('an answer that does not fit into a datagram', () => {
  it('is asked for over TCP', async () => {
    const server = await serve(() => 'truncated', { tcp: () => ['192.0.2.1'] });
    expect((await measure(ask())).result).toEqual(FOUND);
    expect(server.tcpQueries).toEqual(['A a.example']);
  });

  it.each([null, undefined])('is an error when TCP is not answered (%j)', async (tcp) => {
    await serve(() => 'truncated', tcp === undefined ? {} : { tcp });
    expect((await measure(ask())).result).toMatchObject({ errors: [{ code: 'EBADRESP' }] });
  });

  it.each(['forged', 'garbage', 'otherName'] as const)('is an error when TCP answers with %s', async (wrong) => {
    await serve(() => 'truncated', { tcp: () => wrong });
    const { result } = await measure(ask());
    expect(result).toMatchObject({ errors: [{ code: 'EBADRESP' }] });
    const reason = wrong === 'garbage' ? 'Shorter than a DNS header' : 'An answer to another question';
    expect(result).toHaveProperty('message', expect.stringContaining(`: ${reason})`));
  });

  it('can be a refusal over TCP as well', async () => {
    await serve(() => 'truncated', { tcp: () => 'nxdomain' });
    expect((await measure(ask())).result).toMatchObject({ errors: [{ code: 'ENOTFOUND' }] });
  });
});
