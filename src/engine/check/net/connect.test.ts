import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../test/servers/raw.ts';
import type { Address, Resolver } from '../kind.ts';
import { connectTcp } from './connect.ts';
import type { Probe } from './probe.ts';
import { Stopwatch } from './stopwatch.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

function probeWith(addresses: readonly Address[], signal = new AbortController().signal): Probe {
  const resolver: Resolver = { resolve: async () => addresses };
  return { signal, resolver, watch: new Stopwatch(), details: {}, metrics: {} };
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
});
