import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const CONFIG = `
defaults-of-mine: &defaults
  group: core
  interval: 5m
  conditions: ['[STATUS] == 200']
alerting: { slack: { webhook-url: https://hooks.example/x } }
endpoints:
  - <<: *defaults
    name: Shop
    url: https://ann:p%40ss@shop.example.org/
    method: POST
    graphql: true
    body: '{ cart { id } }'
    headers: { Authorization: Bearer \${TOKEN} }
    extra-labels: { team: web }
    client:
      insecure: true
      ignore-redirect: true
      timeout: 5s
      dns-resolver: udp://9.9.9.9:53
      network: ip4
      tunnel: bastion
      oauth2: { token-url: https://id.example/t, client-id: a, client-secret: b, scopes: [x, y] }
    alerts: [{ type: slack, failure-threshold: 5 }]
  - name: DNS
    url: 8.8.8.8:5353
    dns: { query-name: example.com., query-type: MX }
    conditions: ['len([BODY]) > 0']
  - name: Off
    enabled: false
    url: tcp://[2001:db8::1]:25
    body: "QUIT\\r\\n"
    conditions: ['[CONNECTED] == true']
`;

test('reads endpoints, anchors and environment variables, and names what has no counterpart', async () => {
  const { formats, entries, warnings, paused } = await readFiles(CONFIG, { environment: { TOKEN: 'tok' } });
  expect(formats).toEqual(['gatus']);
  expect(entries).toEqual([
    {
      kind: 'http',
      url: 'https://shop.example.org/',
      username: 'ann',
      password: 'p@ss',
      method: 'POST',
      bodyType: 'graphql',
      body: '{ cart { id } }',
      headers: { Authorization: 'Bearer tok' },
      verifyTls: false,
      followRedirects: false,
      timeout: '5s',
      resolver: '9.9.9.9',
      family: '4',
      auth: 'oauth2',
      tokenUrl: 'https://id.example/t',
      clientId: 'a',
      clientSecret: 'b',
      scope: 'x y',
      name: 'Shop',
      group: 'core',
      tags: ['team: web'],
      interval: '5m',
      retries: 4,
      conditions: ['[STATUS] == 200'],
      dialect: 'gatus',
      sourceId: 'gatus:core_shop',
    },
    expect.objectContaining({ kind: 'dns', server: '8.8.8.8', port: 5353, domain: 'example.com', type: 'MX' }),
    expect.objectContaining({ kind: 'tcp', host: '2001:db8::1', port: 25, send: 'QUIT\\r\\n', interval: '1m' }),
  ]);
  expect(paused).toEqual(['Off']);
  expect(warnings).toEqual([
    'endpoints[0].client.tunnel: Lookout has no such setting. The endpoint is imported without it.',
    'endpoints[0].alerts: Alerts are not imported. Set up channels and rules in Lookout.',
    'alerting: Alerts are not imported. Set up channels and rules in Lookout.',
  ]);
});

test('a variable that is not set is empty, and named', async () => {
  const { warnings, entries } = await readFiles(CONFIG);
  expect(entries[0]).toMatchObject({ headers: { Authorization: 'Bearer ' } });
  expect(warnings).toContain(
    'endpoints[0].headers: The environment variable TOKEN is not set. Enter the value in Lookout.',
  );
});

test('a suite becomes a journey', async () => {
  const { entries, warnings } = await readFiles(`
suites:
  - name: Order
    group: shop
    context: { price: 5 }
    endpoints:
      - { name: Add, url: 'https://a.example/items', method: POST, body: '{"p": [CONTEXT].price}',
          conditions: ['[STATUS] == 201'], store: { item: '[BODY].id' } }
      - { name: Get, url: 'https://a.example/items/[CONTEXT].item', conditions: ['[BODY].ok == true'], always-run: true }
`);
  expect(entries).toEqual([
    {
      kind: 'steps',
      name: 'Order',
      group: 'shop',
      interval: '10m',
      timeout: '5m',
      values: { price: '5' },
      sourceId: 'gatus:shop_order',
      steps: [
        'step Add',
        'POST https://a.example/items',
        'text {"p": {{price}}}',
        'extract item = [BODY].id',
        'expect [STATUS] == 201',
        '',
        'step Get',
        'GET https://a.example/items/{{item}}',
        'accept 100-599',
        'expect [BODY].ok == true',
      ].join('\n'),
    },
  ]);
  expect(warnings).toEqual([
    'suites[0].endpoints[1].always-run: Lookout has no such setting. The endpoint is imported without it.',
    'suites[0].endpoints: Lookout has no exact counterpart. It uses a journey, with conditions in the dialect of Lookout.',
  ]);
});

const one = (fields: string) => `endpoints:\n  - name: a\n    url: https://a.example\n${fields}`;

test.each([
  [
    'two endpoints of one name',
    `${one('    conditions: [a == b]\n')}  - { name: A, url: 'http://b', conditions: [a == b] }`,
  ],
  ['an endpoint without conditions', one('')],
  ['a name with quotes', one('    conditions: [a == b]').replace('name: a', `name: 'a"b'`)],
  ['a map that is text', `${one('    conditions: [a == b]\n')}storage: sqlite`],
  ['a URL of no protocol', one('    conditions: [a == b]').replace('https://', '')],
])('refuses %s, as Gatus does', async (_, config) => {
  expect((await readFiles(config)).error).toMatch(/^file:\d+:\d+ /u);
});

test('a folder is one configuration: settings may have a file of their own', async () => {
  const settings = 'metrics: true\nui:\n  buttons:\n    - { name: Home, link: "https://example.org" }\n';
  const endpoints = one('    conditions: [a == b]');
  for (const files of [
    [settings, endpoints],
    [endpoints, settings],
  ]) {
    const { formats, entries, error } = await readFiles(files);
    expect({ formats, error, names: entries.map(({ name }) => name) }).toEqual({
      formats: ['gatus'],
      error: '',
      names: ['a'],
    });
  }
});
