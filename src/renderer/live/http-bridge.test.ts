// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Push } from '../../contract/channels/snapshot.ts';
import { createHttpBridge, type HttpBridge } from './http-bridge.ts';
import { RequestFailed } from './request-failed.ts';

/** The browser's WebSocket, opened and closed by the test. */
class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  readonly url: string;
  readonly protocols: string[];
  closed = false;

  constructor(url: string, protocols: string[]) {
    super();
    this.url = url;
    this.protocols = protocols;
    FakeSocket.all.push(this);
  }

  open(): void {
    this.dispatchEvent(new Event('open'));
  }

  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(data) }));
  }

  close(): void {
    this.closed = true;
    this.dispatchEvent(new Event('close'));
  }
}

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
const bridges: HttpBridge[] = [];
const onUnauthorized = vi.fn<() => void>();

beforeEach(() => {
  FakeSocket.all = [];
  fetched.mockReset();
  onUnauthorized.mockReset();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', fetched);
  vi.useFakeTimers();
});
afterEach(() => {
  for (const bridge of bridges.splice(0)) bridge.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function create(): HttpBridge {
  const bridge = createHttpBridge({ origin: 'http://127.0.0.1:4477', token: 'secret', onUnauthorized });
  bridges.push(bridge);
  return bridge;
}

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

describe('requests', () => {
  test('are posted with the token', async () => {
    fetched.mockResolvedValueOnce(answer(200, ['e1']));
    expect(await create().request('endpoints.pause', { ids: ['e1'] })).toEqual(['e1']);
    const [url, init] = fetched.mock.calls[0]!;
    expect(url).toBe('http://127.0.0.1:4477/api/endpoints.pause');
    expect(new Headers(init.headers).get('authorization')).toBe('Bearer secret');
    expect(init.body).toBe('{"ids":["e1"]}');
  });

  test('reject with the code and issues of the host', async () => {
    const issues = [{ path: 'ids', code: 'type', params: { reason: 'array' } }];
    const failure = { code: 'invalid', reason: 'invalid', issues };
    fetched.mockResolvedValueOnce(answer(400, failure));
    const rejected = await create()
      .request('endpoints.pause', { ids: [] })
      .catch((error: unknown) => error);
    expect(rejected).toBeInstanceOf(RequestFailed);
    expect(rejected).toMatchObject(failure);
  });

  test('reject as unavailable when the host is gone', async () => {
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(create().request('health.get', {})).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('report an unexpected answer of the host', async () => {
    fetched.mockResolvedValueOnce(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
    await expect(create().request('health.get', {})).rejects.toMatchObject({
      code: 'internal',
      reason: 'badAnswer',
      params: { status: 502 },
    });
  });

  test('for a snapshot wait until the socket is open', async () => {
    fetched.mockResolvedValue(answer(200, { seq: 1 }));
    const snapshot = create().request('app.snapshot', {});
    await vi.advanceTimersByTimeAsync(50);
    expect(fetched).not.toHaveBeenCalled();
    FakeSocket.all[0]?.open();
    expect(await snapshot).toEqual({ seq: 1 });
  });
});

describe('the socket', () => {
  test('carries the token as a subprotocol, and pushes to every listener', () => {
    const bridge = create();
    const pushed = vi.fn<(push: Push) => void>();
    const end = bridge.onPush(pushed);
    const [socket] = FakeSocket.all;
    expect(socket?.url).toBe('ws://127.0.0.1:4477/api/pushes');
    expect(socket?.protocols).toEqual(['lookout.v1', 'token.secret']);
    socket?.receive({ seq: 1, at: 2, changes: [] });
    expect(pushed).toHaveBeenCalledWith({ seq: 1, at: 2, changes: [] });
    end();
    socket?.receive({ seq: 2, at: 2, changes: [] });
    expect(pushed).toHaveBeenCalledTimes(1);
  });

  test('reconnects after growing delays, which start again after a success', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    const bridge = create();
    const connection = vi.fn<(connected: boolean) => void>();
    bridge.onConnection(connection);
    FakeSocket.all[0]?.open();
    FakeSocket.all[0]?.close();
    expect(connection.mock.calls).toEqual([[true], [false]]);
    const waits: number[] = [];
    for (let n = 1; n <= 7; n++) {
      let waited = 0;
      while (FakeSocket.all.length <= n) {
        await vi.advanceTimersByTimeAsync(500);
        waited += 500;
      }
      waits.push(waited);
      FakeSocket.all[n]?.close();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    await vi.advanceTimersByTimeAsync(10_000);
    FakeSocket.all.at(-1)?.open();
    FakeSocket.all.at(-1)?.close();
    const before = FakeSocket.all.length;
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(before + 1);
  });

  test('does not reconnect with a token that the host refuses', async () => {
    fetched.mockResolvedValue(answer(401, { code: 'unavailable', message: 'Wrong token', issues: [] }));
    create();
    FakeSocket.all[0]?.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onUnauthorized).toHaveBeenCalledTimes(1);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('is closed by dispose, and stays closed', async () => {
    const bridge = create();
    FakeSocket.all[0]?.open();
    bridge.dispose();
    expect(FakeSocket.all[0]?.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(fetched).not.toHaveBeenCalled();
  });
});
