import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

test('reads sites, secrets and the schedule', async () => {
  const { formats, entries, warnings } = await readFiles(
    `
owner: me
workflowSchedule: { uptime: '*/10 * * * *', summary: '0 0 * * *' }
sites:
  - name: Shop
    url: https://shop.example
    headers: ['Authorization: Bearer $TOKEN']
    expectedStatusCodes: [200, 201]
    maxResponseTime: 5000
    __dangerous__insecure: true
    __dangerous__body_down: down for maintenance
    __dangerous__body_degraded: slow
    icon: https://a.example/i.png
  - { name: Port, check: tcp-ping, url: a.example, port: 8080 }
  - { name: Secret, url: $SITE }
  - { name: Live, check: ws, url: wss://a.example }
`,
    { environment: { TOKEN: 'tok', SITE: 'https://secret.example' } },
  );
  expect(formats).toEqual(['upptime']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'Shop',
      url: 'https://shop.example',
      headers: { Authorization: 'Bearer tok' },
      acceptedStatus: '200, 201',
      degradedAbove: '5000ms',
      verifyTls: false,
      keywordAbsent: 'down for maintenance',
      conditions: ['warn: not [BODY] contains "slow"'],
      interval: '10m',
      sourceId: 'upptime:shop',
    },
    expect.objectContaining({ kind: 'tcp', host: 'a.example', port: 8080 }),
    expect.objectContaining({ url: 'https://secret.example' }),
    expect.objectContaining({ kind: 'websocket' }),
  ]);
  expect(warnings).toEqual([
    'workflowSchedule.summary: Settings of the other program are not imported.',
    'sites[0].icon: Status pages are not imported. Add them in Lookout.',
    'owner: Settings of the other program are not imported.',
  ]);
  expect((await readFiles('sites:\n  - name: a\n   url: b')).error).toMatch(
    /^file:3:\d+: The file must be valid YAML/u,
  );
});
