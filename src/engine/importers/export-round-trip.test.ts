/** Whatever is set up: its export can be loaded, means the same, and is exported as the same text again. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { channelDescriptors, channelKinds, parseChannel } from '../alerts/channel-registry.ts';
import { readSilence } from '../alerts/read-silence.ts';
import { readRule } from '../alerts/rule-schema.ts';
import { checkKinds, findKind, parseEndpoint } from '../check/registry.ts';
import { mapSecrets } from '../check/secret-fields.ts';
import { loadLibraries } from '../conditions/libraries.ts';
import { referencesOf } from '../endpoints/members.ts';
import { readMaintenance } from '../endpoints/read-maintenance.ts';
import { readObjective } from '../endpoints/read-objective.ts';
import { isMeant } from '../endpoints/references.ts';
import { readStatusPage } from '../status-pages/read-status-page.ts';
import { exportConfig, type ExportedState } from './export-config.ts';
import { loadConfigText, type LoadedConfig } from './lookout-yaml/load.ts';

beforeAll(loadLibraries);

const channelForms = new Map(channelDescriptors().map(({ kind, fields }) => [kind, fields]));
const options = { kinds: checkKinds, channelForms };
const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

type Read<Config> = { readonly ok: true; readonly config: Config } | { readonly ok: false };
const valid = <Config>(read: Read<Config>): Config | null => (read.ok ? read.config : null);
/** Values of a reader, without what it refuses. */
function read<Input, Config>(inputs: fc.Arbitrary<Input>, reader: (input: Input) => Read<Config>) {
  return inputs.map((input) => valid(reader(input))).filter((config) => config !== null);
}

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
/** Few names, so that they are often equal, and some that look like numbered ones. */
const name = fc.oneof(fc.constantFrom('Shop', 'shop', 'Shop 2', 'Router', 'tag:web', '${x}', 'x'.repeat(200)), text);
const group = fc.constantFrom('', 'Web', 'Net');
const tag = fc.constantFrom('web', 'db');
const reference = fc.oneof(fc.constantFrom('Shop', 'Router', 'tag:web', 'group:Net'), name);
const references = fc.array(reference, { minLength: 1, maxLength: 3 });
const secret = fc.string({ minLength: 1, maxLength: 20 }).map((some) => `hunter2${some}`);

const common = {
  name,
  group,
  note: text,
  tags: fc.uniqueArray(tag),
  interval: fc.integer({ min: 500, max: 86_400_000 }),
  retries: fc.integer({ min: 0, max: 100 }),
  degradedAbove: fc.option(fc.integer({ min: 1, max: 600_000 })),
  dependsOn: fc.array(reference, { maxLength: 3 }),
};
const plain = fc
  .record({ ...common, kind: fc.constantFrom(...checkKinds), secret })
  .map(({ kind, secret: value, ...rest }): Read<EndpointConfig> => {
    const fields = kind.form.filter((field) => field.secret === true && field.type === 'text');
    const withSecrets = { ...kind.example, ...rest, ...Object.fromEntries(fields.map((field) => [field.name, value])) };
    const parsed = parseEndpoint(withSecrets);
    return parsed.ok ? parsed : parseEndpoint({ ...kind.example, ...rest });
  });
const combined = fc.record({ ...common, members: references }).map((fields): Read<EndpointConfig> => {
  const [first = 'Shop'] = fields.members;
  const ofGroup = parseEndpoint({ ...fields, kind: 'group', weights: { [first]: '2' } });
  return ofGroup;
});
const journey = fc
  .record({ ...common, to: reference })
  .map(({ to, ...fields }): Read<EndpointConfig> =>
    parseEndpoint({ ...fields, kind: 'steps', steps: `journey ${to}\nGET https://a.example/` }),
  );
const endpoints = fc.array(
  read(fc.oneof({ weight: 3, arbitrary: plain }, combined, journey), (one) => one),
  { maxLength: 6 },
);

const match: fc.Arbitrary<EndpointMatch> = fc.record(
  {
    endpoints: fc.array(
      fc.oneof(
        name.filter((one) => one.trim() !== ''),
        fc.integer({ min: 0, max: 7 }).map(idOf),
      ),
      { maxLength: 3 },
    ),
    group: fc.constantFrom('Web', 'Net'),
    tag,
    name: fc.constantFrom('shop', 'Shop*', '*2', '*', 'x*'),
    kind: fc.constantFrom('http', 'tcp', 'group'),
  },
  { requiredKeys: [] },
);
const duration = fc.integer({ min: 60_000, max: 31 * 86_400_000 });
const timezone = fc.constantFrom('', 'UTC', 'Europe/Berlin');
const schedule = fc.oneof(
  fc.record({ from: fc.integer({ min: 0, max: 2_000_000_000_000 }), duration }),
  fc.record({ weekdays: fc.constant(['mon', 'sun']), at: fc.constant('02:00'), duration }),
  fc.record({ monthDays: fc.constant([1, 'last']), at: fc.constant('23:30'), duration }),
  fc.record({ cron: fc.constantFrom('0 2 * * *', '0 0 3 * * SUN'), duration }),
);
const planned = fc
  .record({ name, match, timezone, schedule })
  .map(({ schedule: when, ...rest }) => ({ ...rest, ...when }));
const pageName = fc.constantFrom('shop', 'shop-2', 'p'.repeat(60));
const shown = fc.dictionary(name, fc.constant('Public'), { maxKeys: 2, noNullPrototype: true });
const section = fc.record({ title: fc.constant('Section'), match, endpoints: fc.boolean() });
const channelName = fc.constantFrom('Ops', 'Team', '${y}');
const someChannels = fc.uniqueArray(channelName);
const channel = fc.record({ kind: fc.constantFrom(...channelKinds), name: channelName, secret });

const state: fc.Arbitrary<ExportedState> = fc
  .record({
    endpoints,
    maintenance: fc.array(read(planned, readMaintenance), { maxLength: 3 }),
    silences: fc.array(read(planned, readSilence), { maxLength: 3 }),
    objectives: fc.array(
      read(
        fc.record({
          name,
          match,
          target: fc.constantFrom(95, 99.9),
          window: fc.integer({ min: 86_400_000, max: 9e9 }),
        }),
        readObjective,
      ),
      { maxLength: 3 },
    ),
    statusPages: fc.array(
      read(
        fc.record({
          name: pageName,
          title: fc.constant('T'),
          description: text,
          sections: fc.array(section, { minLength: 1, maxLength: 2 }),
          publicNames: shown,
          timezone,
        }),
        readStatusPage,
      ),
      { maxLength: 3 },
    ),
    channels: fc.uniqueArray(
      read(channel, ({ kind, name: called, secret: value }): Read<ExportedState['channels'][number]> => {
        const fields = kind.form.filter((field) => field.secret === true && field.type === 'text');
        const given = { ...kind.example, kind: kind.kind, name: called };
        const withSecrets = parseChannel({
          ...given,
          ...Object.fromEntries(fields.map((field) => [field.name, value])),
        });
        return withSecrets.ok ? withSecrets : parseChannel(given);
      }),
      { maxLength: 2, selector: (one) => one.name },
    ),
    rules: fc.array(
      read(
        fc.record({
          name: name.map((one) => one.slice(0, 100)),
          match,
          channels: someChannels,
          after: fc.integer({ min: 0, max: 86_400_000 }),
          repeat: fc.option(fc.integer({ min: 60_000, max: 86_400_000 })),
          steps: fc.array(fc.record({ after: fc.integer({ min: 60_000, max: 86_400_000 }), channels: someChannels }), {
            maxLength: 2,
          }),
          hours: fc.option(fc.constant({ days: ['mon'], from: '08:00', to: '18:00', timezone: 'UTC' })),
        }),
        readRule,
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ endpoints: configs, ...rest }) => ({
    ...rest,
    endpoints: configs.map((config, index) => ({ id: idOf(index), config })),
  }));

/** The secrets of an entry by their places. */
function secretsIn(
  kind: Parameters<typeof mapSecrets>[0],
  entry: Parameters<typeof mapSecrets>[1],
): Map<string, string> {
  const found = new Map<string, string>();
  mapSecrets(kind, entry, (value, path) => {
    found.set(path.join('.'), String(value));
    return value;
  });
  return found;
}

/** The environment that the file needs. Secrets are exported in the order in which the entries have them. */
function environmentOf(
  { endpoints: all, channels }: ExportedState,
  secrets: readonly { readonly name: string; readonly field: string }[],
): Record<string, string> {
  const values = [
    ...all.flatMap(({ config }) => [...secretsIn(findKind(config.kind) ?? { form: [] }, config)]),
    ...channels.flatMap((one) => [
      ...secretsIn(channelKinds.find(({ kind }) => kind === one.kind) ?? { form: [] }, one),
    ]),
  ];
  return Object.fromEntries(
    secrets.map(({ name: variable, field }) => {
      const at = values.findIndex(([place]) => place === field);
      const [[, value] = ['', '']] = values.splice(0, at + 1).slice(-1);
      return [variable, value];
    }),
  );
}

/** What was loaded, as Lookout keeps it. */
function stateOf(loaded: Extract<LoadedConfig, { ok: true }>): ExportedState {
  const parsed = loaded.endpoints.map((input) => parseEndpoint(input)).flatMap((one) => (one.ok ? [one.config] : []));
  return {
    ...loaded,
    endpoints: parsed.map((config, index) => ({ id: idOf(index), config })),
    channels: loaded.channels
      .map((one) => parseChannel(one))
      .flatMap((one) => (one.ok ? [one.config as ExportedState['channels'][number]] : [])),
    rules: loaded.rules.map((one) => readRule(one)).flatMap((one) => (one.ok ? [one.config] : [])),
  };
}

/** Which endpoints each part of a state is about, by their numbers. */
function meaningOf({ endpoints: all, ...lists }: ExportedState): unknown {
  const found = (is: (one: ExportedState['endpoints'][number]) => boolean) =>
    all.flatMap((one, index) => (is(one) ? [index] : []));
  const meant = (names: readonly string[], self: string) =>
    found(({ id, config }) => id !== self && names.some((one) => isMeant(one, config)));
  const matched = ({ match: given }: { readonly match: EndpointMatch }) => found((one) => matches(given, one));
  return {
    parents: all.map(({ id, config }) => meant(config.dependsOn ?? [], id)),
    members: all.map(({ id, config }) => (config.kind === 'group' ? meant(referencesOf(nodeIn(config)), id) : [])),
    journeys: all.map(({ id, config }) => {
      const run =
        config.kind === 'steps'
          ? meant(referencesOf(nodeIn(config)), id).filter((index) => all[index]?.config.kind === 'steps')
          : [];
      // A step has room for one name: of several journeys, it means the first.
      return run.slice(0, 1);
    }),
    maintenance: lists.maintenance.map(matched),
    silences: lists.silences.map(matched),
    objectives: lists.objectives.map(matched),
    rules: lists.rules.map(matched),
    pages: lists.statusPages.map(({ sections, publicNames }) => [
      sections.map(matched),
      all.map(({ config }) => (Object.hasOwn(publicNames, config.name) ? publicNames[config.name] : undefined)),
    ]),
  };
}

function nodeIn(config: EndpointConfig): Parameters<typeof referencesOf>[0] {
  const kind = findKind(config.kind);
  if (kind === undefined) throw new TypeError('Expected a kind');
  return { kind, config };
}

/** What stays as it is, whatever the names are. */
function unnamed({ endpoints: all, maintenance, silences, objectives, channels }: ExportedState): unknown {
  const without = (entry: object) => Object.entries(entry).filter(([field]) => field !== 'name' && field !== 'match');
  return {
    endpoints: all.map(({ config: { kind, target, note, group: of, tags, interval, retries, degradedAbove } }) => ({
      kind,
      target: kind === 'group' || kind === 'steps' ? null : target,
      note,
      of,
      tags,
      interval,
      retries,
      degradedAbove,
    })),
    windows: [...maintenance, ...silences].map(without),
    objectives: objectives.map(without),
    channels: channels.map((one) => [
      one.name,
      one.kind,
      [...secretsIn(channelKinds.find(({ kind }) => kind === one.kind) ?? { form: [] }, one).keys()],
    ]),
  };
}

test('an export of everything is read as the same, without secrets, and exported as the same text', () => {
  fc.assert(
    fc.property(state, fc.constantFrom('yaml', 'json'), (before, format) => {
      const exported = exportConfig(before, format, options);
      expect(exported.text).not.toContain('hunter2');
      const loaded = loadConfigText(exported.text, 'lookout.yaml', {
        environment: environmentOf(before, exported.secrets),
      });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
      const after = stateOf(loaded);
      expect(unnamed(after)).toEqual(unnamed(before));
      expect(meaningOf(after)).toEqual(meaningOf(before));
      const again = exportConfig(after, format, options);
      expect(again.text).toBe(exported.text);
      expect(again.changes).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
