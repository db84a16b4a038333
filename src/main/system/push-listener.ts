/** The port to which watched jobs report heartbeats. It serves nothing else. */
import type { Server } from 'node:http';
import type { Notice } from '../../contract/model/notices.ts';
import type { Settings } from '../../contract/model/settings.ts';
import { createServer } from '../../engine/base/node-http.ts';
import type { SignalInput } from '../../engine/endpoints/signal-inbox.ts';
import type { Log } from '../../engine/ports.ts';
import { isPushPath, servePush } from '../../engine/requests/push-route.ts';

type PushSettings = Pick<Settings, 'pushListener' | 'pushFromNetwork' | 'pushPort'>;

/** Signals are short, and come from few machines. */
const MAX_CONNECTIONS = 100;

export interface PushListenerOptions {
  /** @returns false: no endpoint has the key */
  readonly receive: (key: string, signal: SignalInput) => boolean;
  readonly setNotice: (notice: Notice) => void;
  readonly log: Log;
}

export interface PushListener {
  /** Starts or stops listening, according to the settings. */
  set(settings: PushSettings): void;
  dispose(): void;
}

export function createPushListener({ receive, setNotice, log }: PushListenerOptions): PushListener {
  let current = '';
  let server: Server | undefined;

  function stop(): void {
    server?.close();
    server?.closeAllConnections();
    server = undefined;
  }

  function listen({ pushFromNetwork, pushPort: port }: PushSettings): void {
    const started = createServer(
      { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 1_000, maxHeaderSize: 16 * 1024 },
      (request, response) => {
        if (isPushPath(request.url ?? '')) servePush(request, response, receive);
        else response.writeHead(404, { 'content-length': 0 }).end();
      },
    );
    started.maxConnections = MAX_CONNECTIONS;
    started.on('error', (error) => {
      log('error', 'Heartbeats cannot be received', { error, port });
      if (server === started) report({ port, problem: error.message });
    });
    // Without a host, Node listens on IPv4 and, where there is one, IPv6.
    started.listen({ ...(pushFromNetwork ? {} : { host: '127.0.0.1' }), port }, () => {
      log('info', 'Heartbeats are received', { port, network: pushFromNetwork });
    });
    server = started;
  }

  /** @param params null: nothing is wrong */
  function report(params: { readonly port: number; readonly problem: string } | null): void {
    const code = 'pushListener.failed';
    setNotice({ id: code, level: 'warning', code, ...(params === null ? {} : { params }), active: params !== null });
  }

  return {
    set(settings) {
      const { pushListener, pushFromNetwork, pushPort } = settings;
      const wanted = pushListener ? `${pushPort} ${pushFromNetwork}` : '';
      if (wanted === current) return;
      current = wanted;
      stop();
      report(null);
      if (pushListener) listen(settings);
    },
    dispose: stop,
  };
}
