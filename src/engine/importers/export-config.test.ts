import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { checkKinds, findKind, parseEndpoint } from '../check/registry.ts';
import { mapSecrets } from '../check/secret-fields.ts';
import { loadLibraries } from '../conditions/libraries.ts';
import { exportConfig, type ExportedState } from './export-config.ts';
import { loadConfigText } from './lookout-yaml/load.ts';
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
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const duration = fc.integer({ min: 500, max: 86_400_000 });

/** Endpoints of every kind, with any text where people write one. */
const config = fc
  .record({
    kind: fc.constantFrom(...checkKinds),
    note: text,
    group: text,
    interval: duration,
    retries: fc.integer({ min: 0, max: 100 }),
    tags: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 3 }),
    degradedAbove: fc.option(fc.integer({ min: 1, max: 600_000 })),
    secret: fc.string({ minLength: 1, maxLength: 20 }),
  })
  .map(({ kind, secret, ...common }) => {
    const secrets = Object.fromEntries(
      kind.form.filter((field) => field.secret === true && field.type === 'text').map(({ name }) => [name, secret]),
    );
    const withSecrets = parseEndpoint({ ...kind.example, ...common, ...secrets });
    const parsed = withSecrets.ok ? withSecrets : parseEndpoint({ ...kind.example, ...common });
    return parsed.ok ? parsed.config : null;
  })
  .filter((one) => one !== null);

/** The secrets of a config by their places. */
function secretsOf(one: EndpointConfig): Map<string, string> {
  const found = new Map<string, string>();
  mapSecrets(findKind(one.kind) ?? { form: [] }, one, (value, path) => {
    found.set(path.join('.'), String(value));
    return value;
  });
  return found;
}

test('what is exported as YAML or JSON is read as the same endpoints, and contains no secret', () => {
  fc.assert(
    fc.property(fc.array(config, { maxLength: 4 }), fc.constantFrom('yaml', 'json'), (configs, format) => {
      const named = configs.map((one, index): EndpointConfig => ({
        ...one,
        name: `${one.name.slice(0, 100)} ${index}`,
      }));
      const { text: written, secrets } = exportConfig({ ...NOTHING, endpoints: named }, format, options);
      const environment = Object.fromEntries(
        secrets.map(({ name, of, field }) => {
          const owner = named.find((one) => one.name === of);
          return [name, owner === undefined ? '' : (secretsOf(owner).get(field) ?? '')];
        }),
      );
      const loaded = loadConfigText(written, 'lookout.yaml', { environment });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
      const read = loaded.endpoints.map((input) => parseEndpoint(input));
      expect(read.map((one) => (one.ok ? one.config : one.issues))).toEqual(named);
    }),
    { numRuns: 60 },
  );
});

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
  const { text: yaml, secrets } = exportConfig({ ...NOTHING, endpoints: [parsed.config] }, 'yaml', options);
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
  const { text: table } = exportConfig({ ...NOTHING, endpoints: configs }, 'csv', options);
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
