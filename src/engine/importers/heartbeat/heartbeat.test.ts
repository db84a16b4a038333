import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

test('reads monitors of monitors.d and heartbeat.yml, nested or with dots', async () => {
  const { formats, entries, warnings, paused } = await readFiles(`
heartbeat.monitors:
  - type: http
    id: shop
    name: Shop
    schedule: '@every 10s'
    urls: ['https://a.example', 'https://b.example']
    check.request.method: GET
    check.request.headers: { X-A: '1' }
    check:
      response:
        status: [200, 201]
        headers: { Server: nginx }
        body: { positive: [foo, bar], negative: [error] }
        json: [{ description: d, expression: 'x == 1' }]
    ssl.verification_mode: none
    mode: all
  - { type: tcp, id: t, name: T, schedule: '*/5 * * * * * *', hosts: [a.example], ports: [80, 81], check.receive: OK, enabled: false }
  - { type: browser, id: b, name: B, schedule: '@every 1m', source: {} }
`);
  expect(formats).toEqual(['heartbeat']);
  expect(entries).toMatchObject([
    {
      kind: 'http',
      name: 'Shop – https://a.example',
      url: 'https://a.example',
      headers: { 'X-A': '1' },
      acceptedStatus: '200, 201',
      conditions: [
        '[HEADER].Server == "nginx"',
        '[BODY] matches /foo/ or [BODY] matches /bar/',
        'not [BODY] matches /error/',
      ],
      followRedirects: false,
      verifyTls: false,
      interval: '10s',
      timeout: '16s',
      sourceId: 'heartbeat:shop https://a.example',
    },
    { url: 'https://b.example' },
    { kind: 'tcp', host: 'a.example', port: 80, expect: 'OK', interval: '5s' },
    { port: 81 },
  ]);
  expect(paused).toEqual(['T – a.example:80', 'T – a.example:81']);
  expect(warnings.map((warning) => warning.replace(/: .*/u, ''))).toEqual([
    'monitors[0].check.response.json',
    'monitors[0].mode',
    'monitors[2].type',
  ]);
});
