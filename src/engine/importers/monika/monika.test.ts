import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

test('reads probes, and says the opposite of their alerts', async () => {
  const { formats, entries, warnings } = await readFiles(`
notifications: [{ id: a, type: desktop }]
probes:
  - id: '1'
    name: Shop
    description: The shop
    interval: 30
    incidentThreshold: 3
    requests:
      - url: https://a.example
        method: POST
        timeout: 7000
        headers: { Content-Type: application/x-www-form-urlencoded }
        body: { user: ann }
        allowUnauthorized: true
    alerts:
      - assertion: response.status < 200 or response.status > 299
      - assertion: response.time > 2000
      - assertion: response.body.x == 1
  - id: '2'
    requests:
      - url: https://a.example/users
      - url: https://a.example/users/{{ responses.[0].data.data.[0].id }}
        alerts: [status-not-2xx]
  - { id: '3', name: Socket, socket: { host: a.example, port: 25, data: QUIT }, ping: [{ uri: b.example }] }
`);
  expect(formats).toEqual(['monika']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: 'Shop',
      url: 'https://a.example',
      method: 'POST',
      bodyType: 'form',
      form: { user: 'ann' },
      timeout: '7000ms',
      conditions: ['[STATUS] >= 200 and [STATUS] <= 299', '[RESPONSE_TIME] <= 2000'],
      verifyTls: false,
      note: 'The shop',
      interval: '30s',
      retries: 2,
      sourceId: 'monika:1',
    },
    expect.objectContaining({
      kind: 'steps',
      steps: [
        'GET https://a.example/users',
        'extract value0_1 = [BODY].data[0].id',
        '',
        'GET https://a.example/users/{{value0_1}}',
      ].join('\n'),
    }),
    expect.objectContaining({ kind: 'tcp', host: 'a.example', port: 25, send: 'QUIT', sourceId: 'monika:3' }),
    expect.objectContaining({ kind: 'icmp', host: 'b.example', sourceId: 'monika:3:1' }),
  ]);
  const database = "probes: [{ id: '4', postgres: [{ uri: 'postgres://ann:p%40%3Aq@db.example:5433/shop' }] }]";
  expect((await readFiles(database)).entries).toMatchObject([
    { kind: 'postgres', host: 'db.example', port: 5433, username: 'ann', password: 'p@:q', database: 'shop' },
  ]);
  expect(warnings).toContain(
    'probes[0].alerts[2]: The condition response.body.x == 1 has no counterpart. It is left out.',
  );
  expect(warnings).toContain('notifications: Alerts are not imported. Set up channels and rules in Lookout.');
  expect((await readFiles('notifications: []\nprobes: []')).error).toMatch(/probes must be a list/u);
});
