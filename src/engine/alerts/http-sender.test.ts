import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sender } from './channels/webhook/send.ts';
import { retryAfter } from './http-sender.ts';
import { aMessage } from './testing/a-message.ts';
import { startChannelServer, type ServerAnswer } from './testing/channel-server.ts';
import { sendContext } from './testing/send-through.ts';

const FIELDS = { method: 'POST', headers: {}, payload: '', secret: '' } as const;

async function sendTo(answer: ServerAnswer, more: Partial<Parameters<typeof sender.send>[0]> = {}) {
  const server = await startChannelServer();
  server.answer = () => answer;
  const result = await sender.send(
    { ...FIELDS, url: `${server.url}/hook?token=x`, ...more },
    aMessage(),
    sendContext(),
  );
  return { result, server };
}

describe('an HTTP channel', () => {
  test.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [302, 'final'],
    [400, 'final'],
    [401, 'final'],
    [404, 'final'],
    [408, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('answered with %d is %s', async (status, outcome) => {
    const { result } = await sendTo({ status, headers: { location: 'http://127.0.0.1:1/' } });
    expect(result.outcome).toBe(outcome);
  });

  test('quotes the response, on one line and shortened', async () => {
    const { result } = await sendTo({ status: 400, body: `no\nsuch   channel ${'x'.repeat(5_000)}` });
    expect(result.answer).toMatch(/^HTTP 400: no such channel x+$/u);
    expect(result.answer.length).toBeLessThan(330);
  });

  test('waits as long as the response asks for', async () => {
    const { result } = await sendTo({ status: 429, headers: { 'retry-after': '7' } });
    expect(result).toMatchObject({ outcome: 'retry', afterMs: 7_000 });
  });

  test('stops waiting when its attempt ends', async () => {
    const server = await startChannelServer();
    server.answer = () => null;
    const attempt = new AbortController();
    const sent = sender.send({ ...FIELDS, url: server.url }, aMessage(), sendContext(attempt.signal));
    attempt.abort(new Error('too late'));
    await expect(sent).rejects.toThrow('too late');
  });
});

describe('a webhook', () => {
  test('gets the alert as JSON, with a key that is the same for every attempt', async () => {
    const { server } = await sendTo({ status: 200 });
    const [request] = server.received;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/hook?token=x',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'delivery-1', 'user-agent': 'Lookout' },
    });
    expect(request?.json).toEqual({
      id: 'alert-1',
      dedupKey: 'delivery-1',
      event: 'down',
      severity: 'down',
      at: '2026-11-29T12:01:00.000Z',
      endpoint: { id: 'endpoint-1', name: 'Shop', kind: 'http', target: 'https://shop.example/' },
      incident: { id: 'incident-1', startedAt: '2026-11-29T12:00:00.000Z', resolvedAt: null },
      endpoints: [
        {
          id: 'endpoint-1',
          name: 'Shop',
          kind: 'http',
          target: 'https://shop.example/',
          group: 'Production',
          cause: 'connect.refused',
          incident: { id: 'incident-1', startedAt: '2026-11-29T12:00:00.000Z', resolvedAt: null },
        },
      ],
      endpointCount: 1,
      rule: 'Everything',
      title: 'Shop is down',
      text: 'Cause: Connection refused.\nSince: 29 Nov 2026, 12:00 (1 min ago)',
      url: 'lookout://endpoint/endpoint-1',
    });
  });

  test('signs the body when it has a secret, and sends its own headers', async () => {
    const { server } = await sendTo({ status: 200 }, { secret: 'hush', headers: { Authorization: 'Bearer t' } });
    const [request] = server.received;
    const signature = createHmac('sha256', 'hush')
      .update(request?.body ?? '')
      .digest('hex');
    expect(request?.headers).toMatchObject({ 'x-lookout-signature': `sha256=${signature}`, authorization: 'Bearer t' });
  });

  test('has no body with GET', async () => {
    const { server } = await sendTo({ status: 200 }, { method: 'GET' });
    expect(server.received[0]).toMatchObject({ method: 'GET', body: '' });
  });
});

test.each([
  ['7', 7_000],
  ['Mon, 30 Nov 2026 12:00:30 GMT', 30_000],
  ['Mon, 30 Nov 2026 11:00:00 GMT', 0],
  ['1000000', 3_600_000],
  ['soon', null],
  [null, null],
])('Retry-After %s is %s ms', (header, ms) => {
  expect(retryAfter(header, Date.parse('2026-11-30T12:00:00Z'))).toBe(ms);
});
