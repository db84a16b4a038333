/** Test code: the requests that push, on-call and home services document, by the kind of channel. */
import { expect } from 'vitest';
import type { ReceivedRequest } from './channel-server.ts';
import { basic, type ExpectedRequest } from './expected-request.ts';

export const PUSH_REQUESTS: Readonly<Record<string, ExpectedRequest>> = {
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
