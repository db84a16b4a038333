/** Each channel that is an HTTP request sends what its service documents. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AlertMessage } from './channel-kind.ts';
import { findChannelKind } from './channel-registry.ts';
import { aMessage } from './testing/a-message.ts';
import { startChannelServer, type ReceivedRequest, type ServerAnswer } from './testing/channel-server.ts';
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

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;
const hook = (url: string) => ({ url: `${url}/hook` });

interface Expected {
  readonly fields: (url: string) => Record<string, unknown>;
  readonly request: Partial<ReceivedRequest>;
  /** In the body, when all is well again. */
  readonly recovery: unknown;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  slack: {
    fields: hook,
    request: {
      method: 'POST',
      path: '/hook',
      json: {
        text: 'Shop is down',
        attachments: [
          {
            color: '#d92d20',
            fallback: 'Shop is down',
            blocks: [
              { type: 'section', text: { type: 'mrkdwn', text: '🔴 *Shop is down*' } },
              {
                type: 'section',
                fields: [
                  { type: 'mrkdwn', text: '*Cause*\nConnection refused.' },
                  { type: 'mrkdwn', text: '*Since*\n29 Nov 2026, 12:00 (1 min ago)' },
                ],
              },
            ],
          },
        ],
      },
    },
    recovery: { attachments: [{ color: '#17803d' }] },
  },
  teams: {
    fields: hook,
    request: {
      json: {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              msteams: { width: 'Full' },
              body: [
                {
                  type: 'TextBlock',
                  text: 'Shop is down',
                  weight: 'Bolder',
                  size: 'Medium',
                  wrap: true,
                  color: 'Attention',
                },
                {
                  type: 'FactSet',
                  facts: [
                    { title: 'Cause', value: 'Connection refused.' },
                    { title: 'Since', value: '29 Nov 2026, 12:00 (1 min ago)' },
                  ],
                },
              ],
            },
          },
        ],
      },
    },
    recovery: { attachments: [{ content: { body: [{ color: 'Good' }, {}] } }] },
  },
  discord: {
    fields: (url) => ({ ...hook(url), username: 'Lookout' }),
    request: {
      json: {
        username: 'Lookout',
        allowed_mentions: { parse: [] },
        embeds: [
          {
            title: 'Shop is down',
            color: 0xd92d20,
            timestamp: '2026-11-29T12:01:00.000Z',
            fields: [
              { name: 'Cause', value: 'Connection refused.' },
              { name: 'Since', value: String.raw`29 Nov 2026, 12:00 \(1 min ago\)` },
            ],
          },
        ],
      },
    },
    recovery: { embeds: [{ color: 0x17803d }] },
  },
  telegram: {
    fields: (server) => ({ server, token: '123:ABC', chat: '-100', topic: '7' }),
    request: {
      path: '/bot123:ABC/sendMessage',
      json: {
        chat_id: '-100',
        message_thread_id: 7,
        parse_mode: 'HTML',
        disable_notification: false,
        link_preview_options: { is_disabled: true },
        text: '🔴 <b>Shop is down</b>\n<b>Cause:</b> Connection refused.\n<b>Since:</b> 29 Nov 2026, 12:00 (1 min ago)',
      },
    },
    recovery: { disable_notification: true },
  },
  mattermost: {
    fields: (url) => ({ ...hook(url), channel: 'town-square' }),
    request: {
      json: {
        channel: 'town-square',
        attachments: [
          {
            fallback: 'Shop is down',
            color: '#d92d20',
            title: 'Shop is down',
            fields: [
              { title: 'Cause', value: 'Connection refused.', short: true },
              { title: 'Since', value: String.raw`29 Nov 2026, 12:00 \(1 min ago\)`, short: true },
            ],
          },
        ],
      },
    },
    recovery: { attachments: [{ color: '#17803d' }] },
  },
  rocketchat: {
    fields: hook,
    request: { json: { attachments: [expect.objectContaining({ title: 'Shop is down', color: '#d92d20' })] } },
    recovery: { attachments: [{ color: '#17803d' }] },
  },
  googlechat: {
    fields: (url) => ({ url: `${url}/v1/spaces/A/messages?key=K&token=T` }),
    request: {
      path: '/v1/spaces/A/messages?key=K&token=T&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
      json: {
        fallbackText: 'Shop is down',
        thread: { threadKey: 'lookout-alert-1' },
        cardsV2: [
          {
            cardId: 'delivery-1',
            card: {
              header: { title: '🔴 Shop is down', subtitle: 'Everything' },
              sections: [
                {
                  widgets: [
                    { decoratedText: { topLabel: 'Cause', text: 'Connection refused.', wrapText: true } },
                    { decoratedText: { topLabel: 'Since', text: '29 Nov 2026, 12:00 (1 min ago)', wrapText: true } },
                  ],
                },
              ],
            },
          },
        ],
      },
    },
    recovery: { thread: { threadKey: 'lookout-alert-1' } },
  },
  matrix: {
    fields: (server) => ({ server: `${server}/`, token: 'syt', room: '!abc:example.org' }),
    request: {
      method: 'PUT',
      path: '/_matrix/client/v3/rooms/!abc%3Aexample.org/send/m.room.message/delivery-1',
      headers: expect.objectContaining({ authorization: 'Bearer syt' }) as ReceivedRequest['headers'],
      json: {
        msgtype: 'm.text',
        body: 'Shop is down\nCause: Connection refused.\nSince: 29 Nov 2026, 12:00 (1 min ago)',
        format: 'org.matrix.custom.html',
        formatted_body:
          '<p>🔴 <b>Shop is down</b></p><p><b>Cause:</b> Connection refused.<br><b>Since:</b> 29 Nov 2026, 12:00 (1 min ago)</p>',
      },
    },
    recovery: { body: 'Shop is back after 5 min\nLasted: 5 min' },
  },
  ntfy: {
    fields: (server) => ({ server, topic: 'mine', token: 'tk' }),
    request: {
      path: '/',
      headers: expect.objectContaining({ authorization: 'Bearer tk' }) as ReceivedRequest['headers'],
      json: {
        topic: 'mine',
        title: 'Shop is down',
        message: 'Cause: Connection refused.\nSince: 29 Nov 2026, 12:00 (1 min ago)',
        tags: ['rotating_light'],
        priority: 5,
        click: 'lookout://endpoint/endpoint-1',
      },
    },
    recovery: { tags: ['white_check_mark'], priority: 3 },
  },
  gotify: {
    fields: (server) => ({ server, token: 'A1' }),
    request: {
      path: '/message',
      headers: expect.objectContaining({ 'x-gotify-key': 'A1' }) as ReceivedRequest['headers'],
      json: { title: 'Shop is down', message: expect.stringContaining('Cause') as string, priority: 8 },
    },
    recovery: { priority: 4 },
  },
  pushover: {
    fields: (server) => ({ server, token: 't', user: 'u', device: 'phone' }),
    request: {
      path: '/1/messages.json',
      json: {
        token: 't',
        user: 'u',
        device: 'phone',
        title: 'Shop is down',
        message: expect.stringContaining('Cause') as string,
        priority: 1,
        timestamp: 1_795_953_660,
      },
    },
    recovery: { priority: 0 },
  },
  pushbullet: {
    fields: (server) => ({ server, token: 'o.X' }),
    request: {
      path: '/v2/pushes',
      headers: expect.objectContaining({ 'access-token': 'o.X' }) as ReceivedRequest['headers'],
      json: {
        type: 'note',
        title: 'Shop is down',
        body: expect.stringContaining('Cause') as string,
        guid: 'delivery-1',
      },
    },
    recovery: { guid: 'delivery-2' },
  },
  bark: {
    fields: (server) => ({ server, deviceKey: 'k' }),
    request: {
      path: '/push',
      json: {
        device_key: 'k',
        title: 'Shop is down',
        body: expect.stringContaining('Cause') as string,
        group: 'Lookout',
        level: 'timeSensitive',
        url: 'lookout://endpoint/endpoint-1',
      },
    },
    recovery: { level: 'active' },
  },
  signal: {
    fields: (server) => ({ server, number: '+1', recipient: 'group.abc' }),
    request: {
      path: '/v2/send',
      json: {
        number: '+1',
        recipients: ['group.abc'],
        message: expect.stringMatching(/^🔴 Shop is down\nCause: /u) as string,
      },
    },
    recovery: { message: '🟢 Shop is back after 5 min\nLasted: 5 min' },
  },
  whatsapp: {
    fields: (server) => ({ server, token: 'E', phoneNumberId: '42', to: '49', template: 'lookout_alert' }),
    request: {
      path: '/v23.0/42/messages',
      headers: expect.objectContaining({ authorization: 'Bearer E' }) as ReceivedRequest['headers'],
      json: {
        messaging_product: 'whatsapp',
        to: '49',
        type: 'template',
        template: {
          name: 'lookout_alert',
          language: { code: 'en' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Shop is down' },
                { type: 'text', text: 'Cause: Connection refused.; Since: 29 Nov 2026, 12:00 (1 min ago)' },
              ],
            },
          ],
        },
      },
    },
    recovery: { template: { components: [{ parameters: [{ text: 'Shop is back after 5 min' }, {}] }] } },
  },
  twilio: {
    fields: (server) => ({ server, account: 'AC1', token: 'T', from: '+1', to: '+49' }),
    request: {
      path: '/2010-04-01/Accounts/AC1/Messages.json',
      headers: expect.objectContaining({
        authorization: basic('AC1:T'),
        'content-type': 'application/x-www-form-urlencoded',
      }) as ReceivedRequest['headers'],
      body: expect.stringMatching(/^From=%2B1&To=%2B49&Body=Shop\+is\+down%0ACause/u) as string,
    },
    recovery: null,
  },
  pagerduty: {
    fields: (server) => ({ server, routingKey: 'R' }),
    request: {
      path: '/v2/enqueue',
      json: {
        routing_key: 'R',
        event_action: 'trigger',
        dedup_key: 'lookout-alert-1',
        client: 'Lookout',
        payload: {
          summary: 'Shop is down',
          source: 'https://shop.example/',
          severity: 'critical',
          timestamp: '2026-11-29T12:00:00.000Z',
          component: 'Shop',
          class: 'http',
          group: 'Production',
          custom_details: { rule: 'Everything', Cause: 'Connection refused.', Since: '29 Nov 2026, 12:00 (1 min ago)' },
        },
        links: [{ href: 'lookout://endpoint/endpoint-1', text: 'Lookout' }],
      },
    },
    recovery: { event_action: 'resolve', dedup_key: 'lookout-alert-1' },
  },
  jsm: {
    fields: (server) => ({ server, apiKey: 'K' }),
    request: {
      path: '/v2/alerts',
      headers: expect.objectContaining({ authorization: 'GenieKey K' }) as ReceivedRequest['headers'],
      json: {
        message: 'Shop is down',
        alias: 'lookout-alert-1',
        description: expect.stringContaining('Cause') as string,
        source: 'Lookout',
        priority: 'P1',
        entity: 'Shop',
        tags: ['lookout'],
        details: { rule: 'Everything', Cause: 'Connection refused.', Since: '29 Nov 2026, 12:00 (1 min ago)' },
      },
    },
    recovery: { source: 'Lookout', note: 'Shop is back after 5 min\nLasted: 5 min' },
  },
  splunkoncall: {
    fields: (server) => ({ server, apiKey: 'K', routingKey: 'db' }),
    request: {
      path: '/integrations/generic/20131114/alert/K/db',
      json: {
        message_type: 'CRITICAL',
        entity_id: 'lookout-alert-1',
        entity_display_name: 'Shop is down',
        state_message: expect.stringContaining('Cause') as string,
        state_start_time: 1_795_953_600,
        monitoring_tool: 'Lookout',
      },
    },
    recovery: { message_type: 'RECOVERY', entity_id: 'lookout-alert-1' },
  },
  alertmanager: {
    fields: (server) => ({ server, username: 'u', password: 'p' }),
    request: {
      path: '/api/v2/alerts',
      headers: expect.objectContaining({ authorization: basic('u:p') }) as ReceivedRequest['headers'],
      json: [
        {
          labels: {
            alertname: 'LookoutEndpoint',
            severity: 'critical',
            rule: 'Everything',
            endpoint: 'Shop',
            kind: 'http',
            target: 'https://shop.example/',
            group: 'Production',
          },
          annotations: { summary: 'Shop is down', description: expect.stringContaining('Cause') as string },
          startsAt: '2026-11-29T12:00:00.000Z',
          endsAt: '2026-12-06T12:01:00.000Z',
        },
        expect.objectContaining({
          labels: expect.objectContaining({ severity: 'warning', endpoint: 'Shop' }) as object,
          endsAt: '2026-11-29T12:01:00.000Z',
        }) as object,
      ],
    },
    recovery: [{ startsAt: '2026-11-29T12:00:00.000Z' }, {}],
  },
  zulip: {
    fields: (server) => ({ server, email: 'bot@x', apiKey: 'K', channel: 'alerts' }),
    request: {
      path: '/api/v1/messages',
      headers: expect.objectContaining({ authorization: basic('bot@x:K') }) as ReceivedRequest['headers'],
      body: expect.stringMatching(/^type=stream&to=alerts&topic=Lookout&content=/u) as string,
    },
    recovery: null,
  },
  line: {
    fields: (server) => ({ server, token: 'T', to: 'U1' }),
    request: {
      path: '/v2/bot/message/push',
      headers: expect.objectContaining({
        authorization: 'Bearer T',
        'x-line-retry-key': 'delivery-1',
      }) as ReceivedRequest['headers'],
      json: {
        to: 'U1',
        messages: [{ type: 'text', text: expect.stringMatching(/^🔴 Shop is down\nCause/u) as string }],
      },
    },
    recovery: { to: 'U1' },
  },
  dingtalk: {
    fields: (url) => ({ url: `${url}/robot/send?access_token=X`, secret: 'SEC' }),
    request: {
      path: `/robot/send?access_token=X&timestamp=1795953660000&sign=${encodeURIComponent(
        createHmac('sha256', 'SEC').update('1795953660000\nSEC').digest('base64'),
      )}`,
      json: {
        msgtype: 'markdown',
        markdown: {
          title: 'Shop is down',
          text: expect.stringMatching(/^🔴 \*\*Shop is down\*\*\n\n\*\*Cause:/u) as string,
        },
      },
    },
    recovery: { markdown: { title: 'Shop is back after 5 min' } },
  },
  feishu: {
    fields: (url) => ({ ...hook(url), secret: 'SEC' }),
    request: {
      json: {
        timestamp: '1795953660',
        sign: createHmac('sha256', '1795953660\nSEC').digest('base64'),
        msg_type: 'interactive',
        card: {
          config: { wide_screen_mode: true },
          header: { template: 'red', title: { tag: 'plain_text', content: 'Shop is down' } },
          elements: [{ tag: 'div', text: { tag: 'plain_text', content: expect.stringContaining('Cause') as string } }],
        },
      },
    },
    recovery: { card: { header: { template: 'green' } } },
  },
  wecom: {
    fields: hook,
    request: {
      json: {
        msgtype: 'markdown',
        markdown: { content: expect.stringMatching(/^🔴 \*\*Shop is down\*\*/u) as string },
      },
    },
    recovery: { msgtype: 'markdown' },
  },
  homeassistant: {
    fields: (server) => ({ server, token: 'ey', service: 'notify.mobile_app_me' }),
    request: {
      path: '/api/services/notify/mobile_app_me',
      headers: expect.objectContaining({ authorization: 'Bearer ey' }) as ReceivedRequest['headers'],
      json: {
        title: 'Shop is down',
        message: expect.stringContaining('Cause') as string,
        data: { tag: 'lookout-alert-1', group: 'lookout', color: '#d92d20' },
      },
    },
    recovery: { data: { tag: 'lookout-alert-1', color: '#17803d' } },
  },
  apprise: {
    fields: (server) => ({ server, key: 'mine', tag: 'ops' }),
    request: {
      path: '/notify/mine',
      json: {
        title: 'Shop is down',
        body: expect.stringContaining('Cause') as string,
        type: 'failure',
        format: 'text',
        tag: 'ops',
      },
    },
    recovery: { type: 'success' },
  },
};

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
