import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

test('reads monitors, whose intervals are milliseconds', async () => {
  const common = {
    interval: 60_000,
    isActive: true,
    statusWindowSize: 5,
    statusWindowThreshold: 60,
    notifications: [],
  };
  const monitors = [
    {
      ...common,
      _id: 'm1',
      name: 'API',
      type: 'http',
      url: 'https://a.example',
      secret: 'tok',
      ignoreTlsErrors: true,
      customUpCodes: ['2xx', '301'],
      jsonPath: 'a.b',
      expectedValue: 'ok',
      matchMethod: 'include',
      tags: ['x'],
      geoCheckEnabled: true,
      notifications: ['n1'],
    },
    { ...common, name: 'Port', type: 'port', url: 'a.example', port: 22, isActive: false },
    { ...common, name: 'Server', type: 'hardware', url: 'http://a.example' },
  ];
  const { formats, entries, warnings, paused } = await readFiles(JSON.stringify(monitors));
  expect(formats).toEqual(['checkmate']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'API',
      url: 'https://a.example',
      auth: 'bearer',
      token: 'tok',
      verifyTls: false,
      acceptedStatus: '200-299, 301',
      conditions: ['[BODY].a.b contains "ok"'],
      tags: ['x'],
      interval: '60000ms',
      retries: 2,
      sourceId: 'checkmate:m1',
    },
    expect.objectContaining({ kind: 'tcp', host: 'a.example', port: 22 }),
  ]);
  expect(paused).toEqual(['Port']);
  expect(warnings).toEqual([
    'monitors[0].notifications: Alerts are not imported. Set up channels and rules in Lookout.',
    'monitors[0].geoCheckEnabled: Other locations are not imported. Lookout checks from this computer.',
    'monitors[2].type: Lookout has no check of the type "hardware". The endpoint is not imported.',
  ]);
});
