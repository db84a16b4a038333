/** Test code: the requests that chat services document, by the kind of channel. */
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { ReceivedRequest } from './channel-server.ts';
import { basic, hook, type ExpectedRequest } from './expected-request.ts';

export const CHAT_REQUESTS: Readonly<Record<string, ExpectedRequest>> = {
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
};
