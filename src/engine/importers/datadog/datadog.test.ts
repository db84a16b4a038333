import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

test('reads API tests with their assertions', async () => {
  const shop = {
    public_id: 'abc-def-ghi',
    name: 'Shop',
    type: 'api',
    subtype: 'http',
    status: 'paused',
    message: 'Notify @team',
    tags: ['env:prod'],
    locations: ['aws:eu-central-1'],
    config: {
      request: {
        method: 'GET',
        url: 'https://a.example',
        headers: { A: 'b' },
        timeout: 20,
        basicAuth: { type: 'web', username: 'u', password: 'p' },
      },
      assertions: [
        { type: 'statusCode', operator: 'is', target: 200 },
        { type: 'responseTime', operator: 'lessThan', target: 2000 },
        { type: 'header', operator: 'contains', property: 'Server', target: 'nginx' },
        { type: 'body', operator: 'validatesJSONPath', target: { jsonPath: '$.a', operator: 'is', targetValue: 'ok' } },
        { type: 'body', operator: 'validatesXPath', target: { xPath: '//a' } },
      ],
    },
    options: {
      tick_every: 60,
      retry: { count: 2, interval: 300 },
      follow_redirects: true,
      monitor_options: { renotify_interval: 0 },
      min_location_failed: 1,
    },
  };
  const certificate = {
    ...shop,
    public_id: 'x',
    name: 'Certificate',
    subtype: 'ssl',
    status: 'live',
    locations: [],
    config: {
      request: { host: 'a.example', port: 443 },
      assertions: [{ type: 'certificate', operator: 'isInMoreThan', target: 10 }],
    },
    options: { tick_every: 60, accept_self_signed: true },
  };
  const { formats, entries, warnings, paused } = await readFiles(JSON.stringify({ tests: [shop, certificate] }));
  expect(formats).toEqual(['datadog']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'Shop',
      url: 'https://a.example',
      headers: { A: 'b' },
      username: 'u',
      password: 'p',
      note: 'Notify @team',
      tags: ['env:prod'],
      interval: '60s',
      timeout: '20s',
      retries: 2,
      retryInterval: '500ms',
      conditions: [
        '[STATUS] == 200',
        '[RESPONSE_TIME] < 2000',
        '[HEADER].Server contains "nginx"',
        '[BODY]$.a == "ok"',
      ],
      sourceId: 'datadog:abc-def-ghi',
    },
    expect.objectContaining({
      kind: 'tls',
      host: 'a.example',
      port: 443,
      verifyTls: false,
      conditions: ['[CERTIFICATE_EXPIRATION] > 10d'],
    }),
  ]);
  expect(paused).toEqual(['Shop']);
  expect(warnings.map((warning) => warning.replace(/: .*/u, ''))).toEqual([
    'tests[0].config.assertions[4]',
    'tests[0].options.monitor_options',
    'tests[0].options.min_location_failed',
    'tests[0].locations',
    'tests[0].retryInterval',
  ]);
});
