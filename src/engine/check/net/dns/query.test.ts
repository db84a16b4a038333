import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  encodeAnswer,
  startDns,
  type DnsReply,
  type DnsServer,
  type DnsServerOptions,
} from '../../../../../test/servers/dns.ts';
import { until } from '../testing/until.ts';
import { defaultDnsConfig, type DnsConfig } from './config.ts';
import type { RecordType } from './message.ts';
import { NoAddressError, query } from './query.ts';
import { ServerHealth } from './server-health.ts';

const servers: DnsServer[] = [];
let health: ServerHealth;
let stop: AbortController;

beforeEach(() => {
  // Sockets are real, time is not: answers that come after seconds need no seconds.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  health = new ServerHealth();
  stop = new AbortController();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) await server.dispose();
});

async function serve(answer: (type: RecordType, name: string) => DnsReply, options?: DnsServerOptions) {
  const server = await startDns(answer, options);
  servers.push(server);
  return server;
}

function ask(types: readonly RecordType[] = ['A'], config: Partial<DnsConfig> = {}) {
  const asked = servers.map(({ port }) => ({ address: '127.0.0.1', port }));
  const options = { config: { ...defaultDnsConfig, servers: asked, ...config }, health };
  return query('a.example', types, options, stop.signal);
}

/** Lets time pass until a lookup settles. */
async function measure(lookup: Promise<unknown>): Promise<{ readonly ms: number; readonly result: unknown }> {
  const from = performance.now();
  const settled: unknown[] = [];
  lookup.then(
    (value) => settled.push(value),
    (error: unknown) => settled.push(error),
  );
  for (let ms = 0; settled.length === 0 && ms < 60_000; ms += 10) {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => void setImmediate(resolve));
    if (settled.length === 0) await vi.advanceTimersByTimeAsync(10);
  }
  return { ms: performance.now() - from, result: settled[0] };
}

const FOUND = [{ address: '192.0.2.1', family: 4 }];
const late = (afterMs: number): DnsReply => ({ afterMs, answer: ['192.0.2.1'] });

describe('query', () => {
  it.each([3_000, 7_000])('takes an answer that comes after %i ms when it comes', async (afterMs) => {
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

  it('asks again only what is not answered yet', async () => {
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
    const aborted = expect(asking).rejects.toBe(reason);
    await until(() => server.tcpQueries.length === 2);
    stop.abort(reason);
    await aborted;
    expect(vi.getTimerCount()).toBe(0);
    const open = (type: string) => process.getActiveResourcesInfo().filter((resource) => resource === type).length;
    // The server's own.
    await until(() => open('UDPWrap') === 1 && open('TCPSocketWrap') === 0);
    await expect(ask()).rejects.toBe(reason);
    expect(open('UDPWrap')).toBe(1);
  });

  it('gives this machine the blame when it has no socket left', async () => {
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

  it('says no over TCP as well', async () => {
    await serve(() => 'truncated', { tcp: () => 'nxdomain' });
    expect((await measure(ask())).result).toMatchObject({ errors: [{ code: 'ENOTFOUND' }] });
  });
});

describe('several servers', () => {
  it('asks the second when the first is silent for a second, and both at once from then on', async () => {
    const dead = await serve(() => 'silent');
    const good = await serve(() => ['192.0.2.1']);
    const first = await measure(ask());
    expect(first.result).toEqual(FOUND);
    expect(first.ms).toBeGreaterThanOrEqual(1_000);
    expect(first.ms).toBeLessThan(1_100);
    for (let check = 0; check < 3; check++) {
      const { ms, result } = await measure(ask());
      expect(result).toEqual(FOUND);
      expect(ms).toBeLessThan(100);
    }
    expect(good.queries).toHaveLength(4);
    expect(dead.queries.length).toBeGreaterThan(1);
  });

  it('asks the second only when the first does not answer', async () => {
    await serve(() => ['192.0.2.1']);
    const second = await serve(() => ['192.0.2.2']);
    expect((await measure(ask())).result).toEqual(FOUND);
    expect(second.queries).toEqual([]);
  });

  it.each(['servfail', 'refused', 'garbage'] as const)(
    'asks the second at once when the first says %s',
    async (failure) => {
      await serve(() => failure);
      await serve(() => ['192.0.2.1']);
      const { ms, result } = await measure(ask(['A', 'AAAA']));
      expect(result).toEqual(FOUND);
      expect(ms).toBeLessThan(100);
    },
  );

  it('asks only one more when the first fails for both types', async () => {
    await serve(() => 'servfail');
    await serve((type) => (type === 'A' ? ['192.0.2.1'] : []));
    const third = await serve(() => ['192.0.2.3']);
    expect((await measure(ask(['A', 'AAAA']))).result).toEqual(FOUND);
    expect(third.queries).toEqual([]);
  });

  it('takes an address after garbage from the same server', async () => {
    const confused = createSocket('udp4').bind(0, '127.0.0.1');
    await once(confused, 'listening');
    confused.on('message', (message, { port, address }) => {
      confused.send('what?', port, address);
      confused.send(encodeAnswer(message, ['192.0.2.1']) ?? '', port, address);
    });
    await serve(() => 'silent');
    const asked = [confused.address().port, ...servers.map(({ port }) => port)];
    const { ms, result } = await measure(
      ask(['A'], { servers: asked.map((port) => ({ address: '127.0.0.1', port })) }),
    );
    confused.close();
    expect(result).toEqual(FOUND);
    expect(ms).toBeLessThan(100);
  });

  it('leaves no timer when it is aborted while it waits for a slow first server', async () => {
    await serve(() => 'silent');
    const second = await serve(() => 'nxdomain');
    const aborted = expect(ask(['A', 'AAAA'])).rejects.toThrow('not wanted');
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => second.queries.length === 2);
    // The time to ask again, and the patience with the first.
    await until(() => vi.getTimerCount() === 2);
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
    stop.abort(new Error('not wanted'));
    expect(vi.getTimerCount()).toBe(0);
    await aborted;
  });

  it('believes the first that there is no such name, without asking others', async () => {
    await serve(() => 'nxdomain');
    const second = await serve(() => ['192.0.2.1']);
    expect((await measure(ask())).result).toMatchObject({ errors: [{ code: 'ENOTFOUND' }] });
    expect(second.queries).toEqual([]);
  });

  it('waits for a slow first server before it believes the second that there is no such name', async () => {
    await serve(() => late(3_000));
    await serve(() => 'nxdomain');
    const { ms, result } = await measure(ask());
    expect(result).toEqual(FOUND);
    expect(ms).toBeGreaterThanOrEqual(3_000);
    expect(ms).toBeLessThan(3_100);
  });

  it('believes the second after the time that resolv.conf grants the first, and at once from then on', async () => {
    const dead = await serve(() => 'silent');
    await serve(() => 'nxdomain');
    const first = await measure(ask());
    expect(first.result).toMatchObject({ errors: [{ code: 'ENOTFOUND' }] });
    expect(first.ms).toBeGreaterThanOrEqual(5_000);
    expect(first.ms).toBeLessThan(5_100);
    const asked = dead.queries.length;
    const second = await measure(ask());
    expect(second.result).toMatchObject({ errors: [{ code: 'ENOTFOUND' }] });
    expect(second.ms).toBeLessThan(100);
    expect(dead.queries).toHaveLength(asked);
  });

  it('asks a dead server again after 30 s, beside the others, and trusts it again when it answers', async () => {
    let alive = false;
    const first = await serve(() => (alive ? ['192.0.2.1'] : 'silent'));
    const second = await serve(() => 'nxdomain');
    await measure(ask());
    alive = true;
    const asked = first.queries.length;
    await vi.advanceTimersByTimeAsync(29_000);
    expect((await measure(ask())).result).toMatchObject({ errors: [{ code: 'ENOTFOUND' }] });
    expect(first.queries).toHaveLength(asked);
    await vi.advanceTimersByTimeAsync(1_000);
    await measure(ask());
    await until(() => first.queries.length === asked + 1);
    const before = second.queries.length;
    // Its answer may have come after the second one's.
    await measure(ask());
    await vi.advanceTimersByTimeAsync(30_000);
    await measure(ask());
    expect((await measure(ask())).result).toEqual(FOUND);
    expect(second.queries.length - before).toBeLessThanOrEqual(2);
  });

  it('still waits for a first server that was late only once, before it believes that there is no such name', async () => {
    let reply: DnsReply = 'silent';
    let second: DnsReply = ['192.0.2.2'];
    await serve(() => reply);
    await serve(() => second);
    expect((await measure(ask())).result).toEqual([{ address: '192.0.2.2', family: 4 }]);
    reply = late(3_000);
    second = 'nxdomain';
    const { ms, result } = await measure(ask());
    expect(result).toEqual(FOUND);
    expect(ms).toBeGreaterThanOrEqual(3_000);
  });

  it('blames no server when none answers: the network may be gone', async () => {
    const first = await serve(() => 'silent');
    const second = await serve(() => 'silent');
    const lookup = ask();
    const settled = vi.fn<() => void>();
    lookup.then(settled, settled);
    await until(() => first.queries.length === 1);
    await vi.advanceTimersByTimeAsync(8_000);
    await until(() => second.queries.length > 1);
    stop.abort();
    await until(() => settled.mock.calls.length > 0);
    for (const { port } of servers) expect(health.stateOf({ address: '127.0.0.1', port })).toBe('good');
  });

  it('asks all when all have been silent', async () => {
    await serve(() => 'silent');
    const second = await serve(() => (second.queries.length < 3 ? 'servfail' : ['192.0.2.1']));
    for (const { port } of servers) health.stayedSilent({ address: '127.0.0.1', port }, 'dead');
    const { ms, result } = await measure(ask());
    expect(result).toMatchObject({ errors: [{ code: 'ESERVFAIL' }] });
    expect(ms).toBeLessThan(100);
  });

  it('says what went wrong when all fail', async () => {
    await serve(() => 'servfail');
    await serve(() => 'refused');
    expect((await measure(ask())).result).toMatchObject({ errors: [{ code: 'ESERVFAIL' }] });
  });
});
