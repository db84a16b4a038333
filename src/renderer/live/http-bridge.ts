/** The bridge of a page that a headless host serves: requests over HTTP, pushes over a WebSocket. */
import type { Bridge } from '../../contract/channels/bridge.ts';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import type { Push } from '../../contract/channels/snapshot.ts';
import { REFUSALS } from '../../contract/errors.ts';
import { listenTo } from './listeners.ts';
import { RequestFailed, isRequestFailure } from './request-failed.ts';

export interface HttpBridgeOptions {
  /** The address of the host, such as `http://127.0.0.1:4477`. */
  readonly origin: string;
  readonly token: string;
  /** Called when the host refuses the token. The bridge stops reconnecting. */
  readonly onUnauthorized: () => void;
  /** The first and the longest delay between attempts to reconnect, in milliseconds. The delay doubles each time. */
  readonly retryMs?: { readonly first: number; readonly most: number };
}

export interface HttpBridge extends Bridge {
  /** Closes the connection and stops trying. */
  dispose(): void;
}

export function createHttpBridge(options: HttpBridgeOptions): HttpBridge {
  const { origin, token, onUnauthorized, retryMs = { first: 500, most: 10_000 } } = options;
  const pushListeners = new Set<(push: Push) => void>();
  const connectionListeners = new Set<(connected: boolean) => void>();
  let socket: WebSocket | null = null;
  let retry: ReturnType<typeof setTimeout> | null = null;
  let wait = retryMs.first;
  let disposed = false;
  // Snapshots wait for this: one that is read before the socket opens would miss the pushes in between.
  let opening = Promise.withResolvers<void>();

  function connect(): void {
    retry = null;
    const current = new WebSocket(`${origin.replace(/^http/, 'ws')}/api/pushes`, ['lookout.v1', `token.${token}`]);
    socket = current;
    current.addEventListener('open', () => {
      wait = retryMs.first;
      opening.resolve();
      for (const listener of connectionListeners) listener(true);
    });
    current.addEventListener('message', (event: MessageEvent<string>) => {
      const push = JSON.parse(event.data) as Push;
      for (const listener of pushListeners) listener(push);
    });
    current.addEventListener('close', () => {
      if (socket !== current || disposed) return;
      socket = null;
      opening.reject(unavailable());
      opening = Promise.withResolvers();
      opening.promise.catch(handledByLaterAwaits);
      for (const listener of connectionListeners) listener(false);
      void again();
    });
  }

  /** A page cannot see why a WebSocket was refused. So send a request over HTTP before the next attempt. */
  async function again(): Promise<void> {
    try {
      await post('health.get', {});
    } catch (error) {
      if (disposed || isUnauthorized(error)) return;
    }
    if (disposed) return;
    retry = setTimeout(connect, wait);
    wait = Math.min(wait * 2, retryMs.most);
  }

  async function post<C extends AnyChannel>(channel: C, args: Args<C>): Promise<Answer<C>> {
    let response: Response;
    try {
      response = await fetch(`${origin}/api/${channel}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
        cache: 'no-store',
      });
    } catch {
      throw unavailable();
    }
    if (response.status === 401) {
      if (!disposed) onUnauthorized();
      dispose();
      throw new Unauthorized();
    }
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer as Answer<C>;
    if (isRequestFailure(answer)) throw new RequestFailed(answer);
    throw RequestFailed.because('badAnswer', { status: response.status });
  }

  function dispose(): void {
    disposed = true;
    if (retry !== null) clearTimeout(retry);
    opening.reject(unavailable());
    socket?.close();
  }

  opening.promise.catch(handledByLaterAwaits);
  connect();
  return {
    async request(channel, args) {
      if (channel === 'app.snapshot') await opening.promise;
      return post(channel, args);
    },
    onPush: (listener) => listenTo(pushListeners, listener),
    onConnection: (listener) => listenTo(connectionListeners, listener),
    // A headless host has no tray and shows no notifications; the page does.
    onNavigate: () => () => {},
    dispose,
  };
}

class Unauthorized extends RequestFailed {
  constructor() {
    super({ code: REFUSALS.token.code, reason: 'token', issues: [] });
  }
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof Unauthorized;
}

function unavailable(): RequestFailed {
  return RequestFailed.because('unreachable');
}

// A promise may be rejected before anyone awaits it. Later awaits still receive the rejection.
function handledByLaterAwaits(): void {}
