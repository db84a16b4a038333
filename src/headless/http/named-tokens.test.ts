/** Named tokens over HTTP and the WebSocket, and the limits of requests. */
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER } from '../../engine/access/api-tokens.ts';
import { RateLimits } from '../access/rate-limits.ts';
import { TOKEN, TestServer } from '../testing/test-server.ts';

const NAMED = 'lookout_a-named-token';
const reader = { name: 'Grafana', scope: 'read' } as const;
const bearer = { authorization: `Bearer ${NAMED}` };
let host: TestServer;

beforeAll(async () => {
  host = await TestServer.start();
});
afterAll(() => host.dispose());
beforeEach(() => {
  host.callers.set(NAMED, reader);
  host.callersOfRequests.length = 0;
});

test('the engine knows which token a request used', async () => {
  await host.post('app.snapshot', '{}', bearer);
  await host.post('app.snapshot', '{}');
  expect(host.callersOfRequests).toEqual([reader, OWNER]);
});

test('a read token may read /metrics, but not make a probe', async () => {
  host.answer = () =>
    Promise.resolve({
      endpoints: [],
      next: null,
      health: null,
      network: { online: true },
      host: { kind: 'headless', platform: 'linux' },
    });
  const ask = async (path: string) => (await host.ask(path, { headers: bearer })).status;
  expect([await ask('/metrics'), await ask('/probe?target=a:1&module=tcp_connect')]).toEqual([200, 401]);
  host.callers.set(NAMED, { ...reader, scope: 'operate' });
  expect(await ask('/probe?target=a:1&module=tcp_connect')).toBe(200);
});

test('a revoked token loses its WebSocket', async () => {
  await host.restart({ pingMs: 20 });
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/api/pushes`, { headers: bearer });
  await once(socket, 'open');
  host.callers.delete(NAMED);
  await once(socket, 'close');
  const again = new WebSocket(`ws://127.0.0.1:${host.port}/api/pushes`, { headers: bearer });
  const [error] = (await once(again, 'error')) as [Error];
  expect(error.message).toContain('401');
});

test('a client that sends too many requests is refused for a while', async () => {
  const few = { perSecond: 0.1, burst: 2 };
  await host.restart({ rates: { named: few, owner: { perSecond: 100, burst: 100 }, stranger: few } });
  for (const headers of [bearer, { authorization: 'Bearer guess' }]) {
    const answers = [];
    for (let index = 0; index < 3; index += 1) answers.push(await host.post('app.snapshot', '{}', headers));
    const [first, , third] = answers;
    expect(first?.status).not.toBe(429);
    expect([third?.status, JSON.parse(third?.text ?? '')]).toMatchObject([429, { code: 'tooMany' }]);
    expect(Number(third?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  }
  expect((await host.post('app.snapshot', '{}', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
});

test('a bucket refills, up to its burst', () => {
  let now = 0;
  const rate = { perSecond: 2, burst: 3 };
  const limits = new RateLimits({ named: rate, owner: rate, stranger: rate }, () => now);
  const take = () => limits.take(reader, '');
  expect([take(), take(), take(), take()]).toEqual([null, null, null, 500]);
  now = 500;
  expect([take(), take()]).toEqual([null, 500]);
  now = 60_000;
  expect([take(), take(), take(), take()]).toEqual([null, null, null, 500]);
  expect(limits.take({ ...reader, name: 'other' }, '')).toBeNull();
});
