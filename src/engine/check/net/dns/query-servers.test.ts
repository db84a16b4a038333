/** How lookups go on from one server to the next. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { encodeAnswer, type DnsReply } from '../../../../../test/servers/dns.ts';
import { until } from '../testing/until.ts';
import { ask, FOUND, health, late, measure, serve, servers, stop } from './testing/lookups.ts';

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
    const reason = new Error('not wanted');
    const aborted = ask(['A', 'AAAA']).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => second.queries.length === 2);
    // One timer to ask again, and one for the wait for the first server.
    await until(() => vi.getTimerCount() === 2);
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
    stop.abort(reason);
    expect(vi.getTimerCount()).toBe(0);
    expect(await aborted).toBe(reason);
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
