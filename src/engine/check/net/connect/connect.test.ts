import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { swallowingPort, type SwallowingPort } from '../../../../../test/hostile/swallow.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { Address, Resolver } from '../../kind.ts';
import { connectTcp } from './connect.ts';
import * as ownAddresses from '../address/own-addresses.ts';
import type { Probe } from '../probe/probe.ts';
import { aProbe } from '../testing/probe.ts';
import { until } from '../testing/until.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

function probeWith(addresses: readonly Address[], signal = new AbortController().signal): Probe {
  return aProbe({ signal, resolver: { resolve: async () => addresses } });
}

vi.mock(import('../address/own-addresses.ts'), { spy: true });

const four: Address = { address: '127.0.0.1', family: 4 };
const six: Address = { address: '::1', family: 6 };

describe('connectTcp', () => {
  it('goes on to the next address when one refuses, and notes which answered', async () => {
    server = await startRaw(() => {});
    // Only 127.0.0.1 listens; ::1, tried first, refuses.
    const probe = probeWith([four, six]);
    const socket = await connectTcp(probe, { host: 'a.example', port: server.port, family: 0 });
    expect(probe.details.remoteAddress).toBe(`127.0.0.1:${server.port}`);
    expect(Object.keys(probe.watch.stop().phases)).toEqual(['dns', 'connect']);
    expect(socket.listenerCount('error')).toBe(0);
    socket.destroy();
    await server.untilAllClosed();
    expect(server.accepted).toBe(1);
  });

  it('says which addresses were tried when none answers', async () => {
    server = await startRaw(() => {});
    const { port } = server;
    await server.dispose();
    await expect(connectTcp(probeWith([four, six]), { host: 'a.example', port, family: 0 })).rejects.toMatchObject({
      failure: {
        code: 'connect.refused',
        phase: 'connect',
        params: { addresses: [`[::1]:${port}`, `127.0.0.1:${port}`] },
        raw: expect.stringContaining('ECONNREFUSED'),
      },
    });
  });

  it('does not ask the resolver about an address', async () => {
    server = await startRaw(() => {});
    const probe = probeWith([]);
    const socket = await connectTcp(probe, { host: '127.0.0.1', port: server.port, family: 4 });
    expect(Object.keys(probe.watch.stop().phases)).toEqual(['connect']);
    socket.destroy();
  });

  it('refuses an address of the other family', async () => {
    await expect(connectTcp(probeWith([]), { host: '127.0.0.1', port: 1, family: 6 })).rejects.toMatchObject({
      failure: { code: 'dns.nodata' },
    });
  });

  it('rejects with the reason when aborted while it connects', async () => {
    server = await startRaw(() => {});
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const connecting = connectTcp(probeWith([], stop.signal), { host: '127.0.0.1', port: server.port, family: 0 });
    stop.abort(reason);
    await expect(connecting).rejects.toBe(reason);
    await server.untilAllClosed();
  });

  it('tries IPv6 first, then by turns, and 32 addresses at most', async () => {
    server = await startRaw(() => {});
    const { port } = server;
    await server.dispose();
    const sixes = Array.from({ length: 2 }, (): Address => six);
    const fours = Array.from({ length: 40 }, (_, i): Address => ({ address: `127.0.0.${i + 1}`, family: 4 }));
    const failure = await connectTcp(probeWith([...fours, ...sixes]), { host: 'a.example', port, family: 0 }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      failure: {
        code: 'connect.refused',
        params: {
          addresses: [`[::1]:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `127.0.0.2:${port}`, `127.0.0.3:${port}`],
          more: 27,
          untried: 10,
        },
      },
    });
  });

  it('does not count how long the name waited for others on this machine', async () => {
    server = await startRaw(() => {});
    const { port } = server;
    const probe = probeWith([]);
    const resolver: Resolver = {
      resolve: async (_host, _family, _signal, onOwnWait) => {
        onOwnWait?.(7);
        return [four];
      },
    };
    const exclude = vi.spyOn(probe.watch, 'exclude');
    const socket = await connectTcp({ ...probe, resolver }, { host: 'a.example', port, family: 0 });
    expect(exclude.mock.calls).toEqual([[7]]);
    socket.destroy();
  });

  it('begins to count with the first packet of the first attempt', async () => {
    server = await startRaw(() => {});
    const { port } = server;
    const refused: Address = { address: '127.0.0.9', family: 4 };
    const probe = probeWith([refused, four]);
    const begin = vi.spyOn(probe.watch, 'begin');
    const socket = await connectTcp(probe, { host: 'a.example', port, family: 0 });
    expect(socket.remoteAddress).toBe(four.address);
    expect(begin).toHaveBeenCalledOnce();
    socket.destroy();
  });

  it('rejects as a bug when the resolver returns no address', async () => {
    await expect(connectTcp(probeWith([]), { host: 'a.example', port: 1, family: 0 })).rejects.toThrow(TypeError);
  });

  it.each([
    ['', 0, 0],
    ['', 4, 4],
    ['127.0.0.1', 0, 4],
    ['::1', 0, 6],
    ['127.0.0.1', 6, 6],
  ] as const)('from the source address “%s”, with family %d, looks for addresses of family %d', async (...row) => {
    const [sourceAddress, family, asked] = row;
    const resolve = vi.fn<Resolver['resolve']>(async () => Promise.reject(new Error('asked enough')));
    const probe: Probe = { ...probeWith([]), resolver: { resolve } };
    await expect(connectTcp(probe, { host: 'a.example', port: 1, family, sourceAddress })).rejects.toThrow('enough');
    expect(resolve).toHaveBeenCalledWith('a.example', asked, probe.signal, expect.any(Function));
  });

  describe.runIf(process.platform === 'linux')('on a machine without IPv6', () => {
    // The loopback interface of Linux has no such addresses.
    const unreachable: Address = { address: 'fe80::1%lo', family: 6 };
    const lo = { address: '192.0.2.1', family: 'IPv4', netmask: '', mac: '', internal: false, cidr: null } as const;

    it.each([
      ['an address', 'fe80::1%lo', 0, { code: 'local.noAddress', params: { family: '6' } }],
      ['a name, IPv6 only', 'a.example', 6, { code: 'local.noAddress', params: { family: '6' } }],
      ['a name', 'a.example', 0, { code: 'connect.unreachable', params: { reason: 'noIPv6' } }],
    ] as const)('to %s, fails because of what the person has chosen', async (_what, host, family, failure) => {
      vi.mocked(ownAddresses.ownInterfaces).mockReturnValueOnce({ eth0: [lo] });
      await expect(connectTcp(probeWith([unreachable]), { host, port: 1, family })).rejects.toMatchObject({ failure });
    });
  });

  // Only Linux has more than one loopback address without being asked for it.
  describe.runIf(process.platform === 'linux')('with several addresses', () => {
    const sockets = () => process.getActiveResourcesInfo().filter((type) => type === 'TCPSocketWrap').length;
    const second: Address = { address: '127.0.0.2', family: 4 };
    const third: Address = { address: '127.0.0.3', family: 4 };

    let silent: SwallowingPort;
    let idle: number;

    beforeAll(async () => {
      silent = await swallowingPort();
      idle = sockets();
    });
    afterEach(() => until(() => sockets() === idle));
    afterAll(() => silent.dispose());
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    it('connects from the source address', async () => {
      const from: (string | undefined)[] = [];
      server = await startRaw((socket) => void from.push(socket.remoteAddress));
      const target = { host: '127.0.0.1', port: server.port, family: 0, sourceAddress: '127.0.0.7' } as const;
      const socket = await connectTcp(probeWith([]), target);
      await until(() => from.length > 0);
      expect(from).toEqual(['127.0.0.7']);
      socket.destroy();
    });

    it('names a source address that this machine does not have', async () => {
      const target = { host: '127.0.0.1', port: 1, family: 0, sourceAddress: '192.0.2.77' } as const;
      await expect(connectTcp(probeWith([]), target)).rejects.toMatchObject({
        failure: { code: 'local.sourceAddress', params: { address: '192.0.2.77' } },
      });
    });

    it('leaves no timer behind when the first or the second answers', async () => {
      server = await startRaw(() => {});
      for (const addresses of [
        [four, second, third],
        [second, four, third],
      ]) {
        const connected = connectTcp(probeWith(addresses), { host: 'a.example', port: server.port, family: 0 });
        (await connected).destroy();
        expect(vi.getTimerCount()).toBe(0);
      }
      expect(server.accepted).toBe(2);
    });

    it('leaves no timer and no socket behind when it is aborted', async () => {
      const stop = new AbortController();
      const probe = probeWith([four], stop.signal);
      const connected = connectTcp(probe, { host: 'a.example', port: silent.port, family: 0 });
      await until(() => sockets() === idle + 1);
      stop.abort(new Error('not wanted'));
      await expect(connected).rejects.toThrow('not wanted');
      await until(() => sockets() === idle);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('tries the next address while the first is silent for 250 ms, and gives that up when the next answers', async () => {
      const other = createServer().listen(silent.port, '127.0.0.2');
      await once(other, 'listening');
      let accepted = 0;
      other.on('connection', () => accepted++);
      const probe = probeWith([four, second]);
      const connected = connectTcp(probe, { host: 'a.example', port: silent.port, family: 0 });
      await until(() => sockets() === idle + 1);
      await vi.advanceTimersByTimeAsync(249);
      await new Promise((resolve) => void setImmediate(resolve));
      expect([accepted, sockets()]).toEqual([0, idle + 1]);
      await vi.advanceTimersByTimeAsync(1);
      const socket = await connected;
      expect(probe.details.remoteAddress).toBe(`127.0.0.2:${silent.port}`);
      // Both ends of the connection, and no other attempt.
      await until(() => accepted === 1 && sockets() === idle + 2);
      expect(vi.getTimerCount()).toBe(0);
      socket.destroy();
      other.close();
    });

    it('tries the next address at once when one refuses, and then waits 250 ms again', async () => {
      const stop = new AbortController();
      const probe = probeWith([six, four, second], stop.signal);
      const connected = connectTcp(probe, { host: 'a.example', port: silent.port, family: 0 });
      // IPv6 refuses before this.
      await until(() => sockets() === idle + 1 && vi.getTimerCount() === 1);
      stop.abort(new Error('enough'));
      await expect(connected).rejects.toThrow('enough');
    });

    it('does not fail while an attempt is under way', async () => {
      const stop = new AbortController();
      const probe = probeWith([four, second], stop.signal);
      const connected = connectTcp(probe, { host: 'a.example', port: silent.port, family: 0 });
      const failed = vi.fn<(error: unknown) => void>();
      const over = connected.then(() => undefined, failed);
      await vi.advanceTimersByTimeAsync(250);
      // 127.0.0.2 refuses, and 127.0.0.1 is still silent.
      await until(() => sockets() === idle + 1);
      await new Promise((resolve) => void setImmediate(resolve));
      expect(failed).not.toHaveBeenCalled();
      stop.abort(new Error('enough'));
      await over;
    });
  });
});
