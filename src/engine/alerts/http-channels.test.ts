/** Each channel that is an HTTP request sends what its service documents. */
import { describe, expect, test } from 'vitest';
import type { AlertMessage } from './channel-kind.ts';
import { findChannelKind } from './channel-registry.ts';
import { aMessage } from './testing/a-message.ts';
import { startChannelServer, type ServerAnswer } from './testing/channel-server.ts';
import { CHAT_REQUESTS } from './testing/expected-chat-requests.ts';
import { PUSH_REQUESTS } from './testing/expected-push-requests.ts';
import { hook } from './testing/expected-request.ts';
import { sendThrough } from './testing/send-through.ts';

const RECOVERED = aMessage({
  dedupKey: 'delivery-2',
  event: 'up',
  resolved: true,
  at: Date.UTC(2026, 10, 29, 12, 5, 0),
  endedAt: Date.UTC(2026, 10, 29, 12, 5, 0),
  title: 'Shop is back after 5 min',
  text: 'Lasted: 5 min',
  facts: [{ label: 'Lasted', value: '5 min' }],
});

async function send(
  kind: string,
  fields: (url: string) => Record<string, unknown>,
  { message = aMessage(), answer }: { readonly message?: AlertMessage; readonly answer?: ServerAnswer } = {},
) {
  const server = await startChannelServer();
  if (answer !== undefined) server.answer = () => answer;
  const result = await sendThrough({ kind, ...fields(server.url) }, message);
  return { result, requests: server.received };
}

const EXPECTED = { ...CHAT_REQUESTS, ...PUSH_REQUESTS };

describe.each(Object.entries(EXPECTED))('%s', (kind, { fields, request, recovery }) => {
  test('sends trouble as its service documents', async () => {
    const { result, requests } = await send(kind, fields);
    expect(result.outcome).toBe('delivered');
    expect(requests).toHaveLength(1);
    const [{ headers: _headers, ...sent } = { headers: {} }] = requests;
    const { headers, ...wanted } = { method: 'POST', ...request };
    expect(sent).toMatchObject(wanted);
    if (headers !== undefined) expect(requests[0]?.headers).toEqual(headers);
    if (wanted.json !== undefined) expect(requests[0]?.json).toEqual(wanted.json);
  });

  test('sends recovery', async () => {
    const { result, requests } = await send(kind, fields, { message: RECOVERED });
    expect(result.outcome).toBe('delivered');
    if (recovery === null) expect(requests[0]?.body).toContain('Shop+is+back');
    else expect(requests[0]?.json).toMatchObject(recovery as object);
  });

  test('sends a test message without endpoints', async () => {
    const test = aMessage({
      event: 'test',
      endpoints: [],
      endpointCount: 0,
      facts: [],
      url: null,
      title: 'Test',
      text: 'Hello',
    });
    const { result } = await send(kind, fields, { message: test });
    expect(result.outcome).toBe('delivered');
  });

  test('sends texts of any length and content', async () => {
    const wild = '<b>"\\ `*_[x](y) @everyone </b>\n\u0000🔥'.repeat(500);
    const message = aMessage({ title: wild, text: wild, facts: [{ label: wild, value: wild }] });
    const { result, requests } = await send(kind, fields, { message });
    expect(result.outcome).toBe('delivered');
    expect(requests).toHaveLength(1);
  });
});

describe('answers that say more than their status', () => {
  test.each([
    ['telegram', 429, '{"ok":false,"parameters":{"retry_after":9}}', { outcome: 'retry', afterMs: 9_000 }],
    ['matrix', 429, '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1500}', { outcome: 'retry', afterMs: 1_500 }],
    ['dingtalk', 200, '{"errcode":310000,"errmsg":"sign not match"}', { outcome: 'final' }],
    ['dingtalk', 200, '{"errcode":130101,"errmsg":"too fast"}', { outcome: 'retry' }],
    ['dingtalk', 200, '{"errcode":0,"errmsg":"ok"}', { outcome: 'delivered' }],
    ['feishu', 200, '{"code":19021,"msg":"sign match fail"}', { outcome: 'final' }],
    ['feishu', 200, '{"code":11232,"msg":"frequency limited"}', { outcome: 'retry' }],
    ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', { outcome: 'final' }],
    ['wecom', 200, '{"errcode":45009,"errmsg":"limit"}', { outcome: 'retry' }],
    ['line', 409, '{"message":"already accepted"}', { outcome: 'delivered' }],
    ['apprise', 424, '{"error":"some failed"}', { outcome: 'final' }],
    ['apprise', 204, '', { outcome: 'final' }],
    ['signal', 400, '{"error":"Network error"}', { outcome: 'retry' }],
    ['signal', 400, '{"error":"Unregistered user"}', { outcome: 'final' }],
    ['jsm', 404, '{"message":"no such path"}', { outcome: 'final' }],
    ['slack', 404, 'no_service', { outcome: 'final' }],
  ])('%s %d %s', async (kind, status, body, expected) => {
    const { fields } = EXPECTED[kind] ?? { fields: hook };
    const { result } = await send(kind, fields, { answer: { status, body } });
    expect(result).toMatchObject(expected);
  });
});

test('no channel of the registry is left out', () => {
  const others = ['desktop', 'email', 'command', 'mqtt', 'syslog', 'webhook', 'github', 'jira'];
  for (const kind of [...Object.keys(EXPECTED), ...others]) expect(findChannelKind(kind)?.kind).toBe(kind);
  expect(Object.keys(EXPECTED).length + others.length).toBe(35);
});
