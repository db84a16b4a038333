import { beforeAll, expect, test } from 'vitest';
import type { FormField } from '../../../contract/descriptor.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { createTexts } from '../../../i18n/texts.ts';
import { writeDuration } from '../../../shared/duration.ts';
import { channelDescriptors, parseChannel } from '../../alerts/channel-registry.ts';
import { readSilence } from '../../alerts/read-silence.ts';
import { readRule, RULE_DURATIONS } from '../../alerts/rule-schema.ts';
import { checkKinds, kindDescriptors, parseEndpoint } from '../../check/registry.ts';
import { OBJECTIVE_WINDOW } from '../../check/common.ts';
import { loadLibraries } from '../../conditions/libraries.ts';
import { MAINTENANCE_DURATION, readMaintenance } from '../../endpoints/read-maintenance.ts';
import { readObjective } from '../../endpoints/read-objective.ts';
import { loadConfigText } from './load.ts';

beforeAll(loadLibraries);

const kinds = kindDescriptors(checkKinds);
const texts = createTexts(kinds);
const window = { name: 'W', cron: '0 2 * * *' };
const rule = { name: 'R', channels: [] };

type Read = (value: unknown) => { readonly ok: boolean; readonly issues?: readonly Issue[] };
interface Field {
  readonly place: string;
  /** What the list of bare numbers in lookout.yaml takes as the shortest and the longest duration. */
  readonly range: readonly [number, number];
  readonly read: Read;
}

const isDuration = ({ type }: FormField) => type === 'duration';
const rangeOf = ({ min = NaN, max = NaN }: FormField): readonly [number, number] => [min, max];
/** The fields that all kinds share are tried with the first one. */
const shared = new Set(kinds[1]?.fields.filter(({ name }) => kinds[0]?.fields.some((other) => other.name === name)));

const FIELDS: readonly Field[] = [
  ...kinds.flatMap(({ kind, fields, example }, index) =>
    fields
      .filter((field) => isDuration(field) && (index === 0 || ![...shared].some(({ name }) => name === field.name)))
      .map((field): Field => ({
        place: `${kind}.${field.name}`,
        range: rangeOf(field),
        read: (value) => parseEndpoint({ ...example, [field.name]: value }),
      })),
  ),
  ...channelDescriptors().flatMap(({ kind, fields, example }) =>
    fields.filter(isDuration).map((field): Field => ({
      place: `${kind}.${field.name}`,
      range: rangeOf(field),
      read: (value) => parseChannel({ kind, name: 'C', ...example, [field.name]: value }),
    })),
  ),
  {
    place: 'maintenance.duration',
    range: MAINTENANCE_DURATION,
    read: (duration) => readMaintenance({ ...window, duration }),
  },
  { place: 'silences.duration', range: MAINTENANCE_DURATION, read: (duration) => readSilence({ ...window, duration }) },
  {
    place: 'objectives.window',
    range: OBJECTIVE_WINDOW,
    read: (value) => readObjective({ name: 'O', target: 99, window: value }),
  },
  { place: 'rules.after', range: RULE_DURATIONS.after, read: (after) => readRule({ ...rule, after }) },
  { place: 'rules.repeat', range: RULE_DURATIONS.repeat, read: (repeat) => readRule({ ...rule, repeat }) },
  {
    place: 'rules.steps.after',
    range: RULE_DURATIONS.stepAfter,
    read: (after) => readRule({ ...rule, steps: [{ after, channels: [] }] }),
  },
];

test.each(FIELDS)(
  'the example in an error about $place is a duration that the field accepts',
  ({ place, range, read }) => {
    const name = place.split('.').at(-1) ?? '';
    const problemsOf = (value: unknown) => (read(value).issues ?? []).filter(({ path }) => path.endsWith(name));
    const [problem] = problemsOf('soon');
    if (problem === undefined) throw new TypeError('Expected an issue');
    const { minMs, maxMs, exampleMs } = problem.params ?? {};
    expect(texts.issue(problem)).toMatch(/ must be a duration from .*, such as \d+ \w+\./u);
    expect(problemsOf(writeDuration(Number(exampleMs)))).toEqual([]);
    expect([minMs, maxMs]).toEqual(range);
  },
);

test.each([
  ['endpoints', 'endpoints: [{ kind: icmp, host: a.example, pace: 1000 }]', '500 ms'],
  ['defaults', 'endpoints: []\ndefaults: { interval: 60 }', '30 s'],
  ['maintenance', 'endpoints: []\nmaintenance: [{ name: W, cron: "0 2 * * *", duration: 7200 }]', '1 h'],
  ['objectives', 'endpoints: []\nobjectives: [{ name: O, target: 99, window: 30 }]', '30 d'],
  ['rules', 'endpoints: []\nrules: [{ name: R, channels: [], repeat: 60 }]', '1 h'],
])('a number without a unit in %s is reported with such an example', (_, text, example) => {
  const loaded = loadConfigText(text, 'lookout.yaml');
  expect(loaded.ok ? '' : loaded.errors.map(texts.fileIssue).join('\n')).toContain(
    ` must have a unit, such as ${example}.`,
  );
});
