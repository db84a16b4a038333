/** The servers of the demo, on loopback. Loaded only when there is a demo. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Ms } from '../../contract/model/units.ts';
import { EXPIRED_CERTIFICATE, EXPIRED_CERTIFICATE_KEY } from './certificate.ts';
import { DEMO_SERVICES, type DemoService } from './services.ts';

const LOOPBACK = '127.0.0.1';

export interface DemoServers {
  /** Where a service is now, such as `http://127.0.0.1:34567/demo/shop`. */
  urlOf(service: DemoService): string;
  /** Closes all connections; ends within one turn of the event loop. */
  stop(): Promise<void>;
}

/**
 * Starts the servers on free ports.
 * @param mono milliseconds on the monotonic clock
 * @throws what `listen` fails with, such as EMFILE
 */
export async function startDemoServers(mono: () => Ms): Promise<DemoServers> {
  const startedAt = mono();
  const onRequest: RequestListener = (request, response) => {
    const service = DEMO_SERVICES.find(({ path }) => path === request.url);
    const { status, delayMs } = service?.answer(mono() - startedAt, Math.random()) ?? { status: 404, delayMs: 0 };
    const timer = setTimeout(() => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify({ service: 'Lookout demo', status: status === 200 ? 'ok' : 'unavailable' }));
    }, delayMs);
    response.once('close', () => clearTimeout(timer));
  };
  const plain = createServer(onRequest);
  const secure = createSecureServer({ key: EXPIRED_CERTIFICATE_KEY, cert: EXPIRED_CERTIFICATE }, onRequest);
  const servers = [plain, secure];
  try {
    await Promise.all(servers.map(listen));
  } catch (error) {
    await Promise.all(servers.map(close));
    throw error;
  }
  return {
    urlOf({ path, secure: isSecure }) {
      const { port } = (isSecure ? secure : plain).address() as AddressInfo;
      return `${isSecure ? 'https' : 'http'}://${LOOPBACK}:${port}${path}`;
    },
    async stop() {
      await Promise.all(servers.map(close));
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The callback also comes, with an error, when the server does not listen.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
