import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CheckContext } from '../../kind.ts';
import { serviceWarmUp, type WarmEndpoint } from './service-warm-up.ts';
import { WARM_RUNS } from '../probe/warm-up.ts';

const sockets: Socket[] = [];
// On a busy machine, a warm-up gives up after some time.
beforeEach(() => void vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal));
afterEach(() => {
  vi.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A service that says hello, and what its warm-up asked. */
function aService(onConnected: (socket: Socket) => void = () => undefined) {
  const runs: { readonly endpoint: Omit<WarmEndpoint, 'port'>; readonly said: string }[] = [];
  const runOnce = vi.fn<(endpoint: WarmEndpoint, context: CheckContext) => Promise<void>>(
    async ({ port, ...endpoint }, { signal }) => {
      const { host, tls } = endpoint;
      const socket = tls === 'on' ? connectTls({ host, port, rejectUnauthorized: false }) : connect({ host, port });
      sockets.push(socket);
      const [said] = (await once(socket, 'data', { signal })) as [Buffer];
      if (tls === 'on') {
        const { valid_from, valid_to } = (socket as TLSSocket).getPeerCertificate();
        expect(Date.parse(valid_from)).toBeLessThan(Date.now());
        expect(Date.parse(valid_to)).toBeGreaterThan(Date.now());
      }
      onConnected(socket);
      runs.push({ endpoint, said: said.toString() });
    },
  );
  return { runs, runOnce, warmUp: serviceWarmUp((socket) => void socket.write('hello'), runOnce) };
}

const runsOf = (tls: 'off' | 'on') =>
  Array.from({ length: WARM_RUNS }, () => ({ endpoint: { host: '127.0.0.1', tls, verifyTls: false }, said: 'hello' }));

it('runs a check against the service several times, once for each way to connect', async () => {
  const { runs, warmUp } = aService();
  await warmUp({ tls: 'off' });
  expect(runs).toEqual(runsOf('off'));
  expect(warmUp({ tls: 'off' })).toBeUndefined();
  await warmUp({ tls: 'on' });
  expect(runs).toEqual([...runsOf('off'), ...runsOf('on')]);
  // STARTTLS needs what TLS needs.
  expect(warmUp({ tls: 'starttls' })).toBeUndefined();
});

it('outlives a check that resets its connection', async () => {
  const { runs, warmUp } = aService((socket) => socket.resetAndDestroy());
  await warmUp({ tls: 'off' });
  expect(runs).toHaveLength(WARM_RUNS);
});
