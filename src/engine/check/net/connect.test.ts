import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { swallowingPort } from '../../../../test/hostile/swallow.ts';
import { startRaw, type RawServer } from '../../../../test/servers/raw.ts';
import type { Address, Resolver } from '../kind.ts';
import { connectTcp } from './connect.ts';
import { EvidenceNotes } from './evidence.ts';
import type { Probe } from './probe.ts';
import { Stopwatch } from './stopwatch.ts';
import { until } from './testing/until.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

function probeWith(addresses: readonly Address[], signal = new AbortController().signal): Probe {
  const resolver: Resolver = { resolve: async () => addresses };
  return {
    signal,
    resolver,
    watch: new Stopwatch(),
    details: {},
    metrics: {},
    observed: {},
    evidence: new EvidenceNotes(),
    wanted: new Set(),
  };
}

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

  // Only Linux has more than one loopback address without being asked for it.
  it.runIf(process.platform === 'linux')(
    'tries the next address while the first is silent for 250 ms, and gives that up when the next answers',
    async () => {
      const silent = await swallowingPort();
      const other = createServer().listen(silent.port, '127.0.0.2');
      await once(other, 'listening');
      let accepted = 0;
      other.on('connection', () => accepted++);
      const sockets = () => process.getActiveResourcesInfo().filter((type) => type === 'TCPSocketWrap').length;
      const before = sockets();
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        const addresses: readonly Address[] = [four, { address: '127.0.0.2', family: 4 }];
        const probe = probeWith(addresses);
        const connected = connectTcp(probe, { host: 'a.example', port: silent.port, family: 0 });
        await until(() => sockets() === before + 1);
        await vi.advanceTimersByTimeAsync(249);
        await new Promise((resolve) => void setImmediate(resolve));
        expect([accepted, sockets()]).toEqual([0, before + 1]);
        await vi.advanceTimersByTimeAsync(1);
        const socket = await connected;
        expect(probe.details.remoteAddress).toBe(`127.0.0.2:${silent.port}`);
        // Both ends of the connection, and no attempt.
        await until(() => accepted === 1 && sockets() === before + 2);
        expect(vi.getTimerCount()).toBe(0);
        socket.destroy();
      } finally {
        vi.useRealTimers();
        other.close();
        await silent.dispose();
      }
    },
  );
});
