import { beforeAll, expect, test } from 'vitest';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { checkKinds, parseEndpoint } from '../check/registry.ts';
import { readRule } from '../alerts/rule-schema.ts';
import { loadLibraries } from '../conditions/libraries.ts';
import { exportConfig, type ExportedState } from './export-config.ts';
import { loadConfigText } from './lookout-yaml/load.ts';
import { readStatusPage } from '../status-pages/read-status-page.ts';
import { readFiles } from './testing/read-files.ts';

beforeAll(loadLibraries);

const NOTHING: ExportedState = {
  endpoints: [],
  maintenance: [],
  silences: [],
  objectives: [],
  statusPages: [],
  channels: [],
  rules: [],
};
const options = { kinds: checkKinds, channelForms: new Map() };
/** As endpoints are in Lookout: with ids. */
const watched = (configs: readonly EndpointConfig[]) =>
  configs.map((one, index) => ({ id: `id ${index}`, config: one }));

test('secrets become names, and other `${` stays', async () => {
  const parsed = parseEndpoint({
    kind: 'http',
    name: 'Shop',
    url: 'https://a.example',
    username: 'ann',
    password: 'hunter2',
    note: 'costs ${x}',
  });
  if (!parsed.ok) throw new TypeError('Expected a valid endpoint');
  const { text: yaml, secrets } = exportConfig({ ...NOTHING, endpoints: watched([parsed.config]) }, 'yaml', options);
  expect(yaml).toContain('password: ${SHOP_PASSWORD}');
  expect(yaml).toContain('note: costs $${x}');
  expect(yaml).not.toContain('hunter2');
  expect(secrets).toEqual([{ name: 'SHOP_PASSWORD', of: 'Shop', field: 'password' }]);
});

test('CSV has a column for each field, and an import reads it', async () => {
  const inputs = [
    { kind: 'http', name: 'A, "b"', url: 'https://a.example/', headers: { X: '1' }, tags: ['a', 'b'], retries: 7 },
    { kind: 'tcp', name: 'T', host: 'b.example', port: 22, interval: '90s' },
  ];
  const configs = inputs.map((input) => parseEndpoint(input)).flatMap((one) => (one.ok ? [one.config] : []));
  const { text: table } = exportConfig({ ...NOTHING, endpoints: watched(configs) }, 'csv', options);
  expect(table.split('\r\n')[0]).toBe('kind,name,retries,tags,url,headers,interval,host,port');
  const { entries, warnings } = await readFiles(table);
  expect(warnings).toEqual([]);
  const read = entries.map((entry) => parseEndpoint({ ...entry, sourceId: undefined }));
  expect(read.map((one) => (one.ok ? one.config : one.issues))).toEqual(configs);
});

test('silences get names that differ, and are read as the same', () => {
  const night = { name: 'Backup', match: { tag: 'db' }, cron: '0 2 * * *', duration: 3_600_000, timezone: 'UTC' };
  const once = { name: '', match: {}, from: 0, to: 60_000, timezone: '' };
  const { text: written } = exportConfig({ ...NOTHING, silences: [night, once, once] }, 'yaml', options);
  const loaded = loadConfigText(written, 'lookout.yaml');
  const silences = [night, { ...once, name: 'Silence' }, { ...once, name: 'Silence 2' }];
  expect(loaded).toMatchObject({ ok: true, silences });
});

test('maintenance windows and objectives keep their durations', () => {
  const match = { group: 'web' };
  const window = {
    name: 'Patch',
    match,
    weekdays: ['sun'],
    at: '02:00',
    duration: 7_200_000,
    timezone: 'UTC',
  } as const;
  const objective = { name: 'Web', match, target: 99.9, window: 2_592_000_000 };
  const state = { ...NOTHING, maintenance: [window], objectives: [objective] };
  const loaded = loadConfigText(exportConfig(state, 'yaml', options).text, 'lookout.yaml');
  expect(loaded).toMatchObject({ ok: true, maintenance: [window], objectives: [objective] });
});

test('equal names get numbers, and what refers to them follows', () => {
  const inputs = [
    { kind: 'tcp', name: 'Shop', host: 'a.example', port: 1 },
    { kind: 'tcp', name: 'Shop 2', host: 'b.example', port: 1 },
    { kind: 'http', name: 'Shop', url: 'https://c.example/', dependsOn: ['Shop'] },
    { kind: 'group', name: 'All', members: ['Shop', 'tag:x'], weights: { Shop: '2' } },
  ];
  const configs = inputs.map((input) => parseEndpoint(input)).flatMap((one) => (one.ok ? [one.config] : []));
  // There was an endpoint "Shop 3". What mentions it must not mean another one now.
  const match = { name: 'shop' };
  const rule = readRule({ name: 'R', match, channels: ['gone'] });
  const page = readStatusPage({ name: 'p', title: 'P', sections: [{ title: 'S' }], publicNames: { Shop: 'Our shop' } });
  if (!rule.ok || !page.ok) throw new TypeError('Expected a valid rule and a valid page');
  const state = {
    ...NOTHING,
    endpoints: watched(configs),
    objectives: [{ name: 'O', match: { endpoints: ['id 2', 'Shop 3'] }, target: 99, window: 86_400_000 }],
    rules: [rule.config, rule.config],
    statusPages: [page.config, page.config],
  };
  const { text: yaml, changes } = exportConfig(state, 'yaml', options);
  expect(loadConfigText(yaml, 'lookout.yaml')).toMatchObject({
    ok: true,
    endpoints: [
      { name: 'Shop' },
      { name: 'Shop 2' },
      { name: 'Shop 4', dependsOn: ['Shop'] },
      { name: 'All', members: ['Shop', 'Shop 4', 'tag:x'], weights: { Shop: '2', 'Shop 4': '2' } },
    ],
    objectives: [{ match: { endpoints: ['Shop 4', 'Shop 3'] } }],
    rules: [
      { name: 'R', match: { endpoints: ['Shop', 'Shop 4'] }, channels: [] },
      { name: 'R 2', match: { endpoints: ['Shop', 'Shop 4'] } },
    ],
    statusPages: [{ name: 'p', publicNames: { Shop: 'Our shop', 'Shop 4': 'Our shop' } }, { name: 'p-2' }],
  });
  expect(changes).toEqual([
    { list: 'endpoints', what: 'name', name: 'Shop', as: 'Shop 4' },
    { list: 'statusPages', what: 'name', name: 'p', as: 'p-2' },
    { list: 'rules', what: 'name', name: 'R', as: 'R 2' },
    { list: 'rules', what: 'pattern', name: 'R', as: 'shop' },
    { list: 'rules', what: 'pattern', name: 'R 2', as: 'shop' },
  ]);
});
