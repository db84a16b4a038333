/** Makes `KindRunner.warmUp` for kinds whose service can be imitated with a few fixed answers. */
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { CheckContext } from '../../kind.ts';
import type { TlsMode } from './open-socket.ts';
import { createSelfSigned } from '../tls/self-signed.ts';
import { trustSystemAuthorities } from '../tls/trust.ts';
import { WARM_RUNS, WarmUps, warmUpWith } from '../probe/warm-up.ts';

const DAY_MS = 86_400_000;

/** What the endpoint of a warm-up needs, besides the defaults of its kind. */
export interface WarmEndpoint {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly tls: 'off' | 'on';
  readonly verifyTls: false;
}

/**
 * @param serve answers one connection of a check with few fields
 * @param runOnce runs such a check
 */
export function serviceWarmUp(
  serve: (socket: Socket) => void,
  runOnce: (endpoint: WarmEndpoint, context: CheckContext) => Promise<unknown>,
): (fields: { readonly tls: TlsMode }) => Promise<void> | undefined {
  const serveSafely = (socket: Socket) => {
    socket.on('error', () => socket.destroy());
    serve(socket);
  };
  const runAgainst = (tls: 'off' | 'on') => async (port: number, context: CheckContext) => {
    const endpoint = { host: '127.0.0.1', port, tls, verifyTls: false } as const;
    for (let count = 0; count < WARM_RUNS; count += 1) await runOnce(endpoint, context);
  };
  const warmUps = new WarmUps({
    plain: () => warmUpWith(createServer(serveSafely), runAgainst('off')),
    secure: async () => {
      await trustSystemAuthorities();
      const now = Date.now();
      const certificate = createSelfSigned({ name: 'localhost', validFrom: now - DAY_MS, validTo: now + DAY_MS });
      await warmUpWith(createTlsServer(certificate, serveSafely), runAgainst('on'));
    },
  });
  return ({ tls }) => warmUps.once(tls === 'off' ? 'plain' : 'secure');
}
