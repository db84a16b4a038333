import { describe, expect, test } from 'vitest';
import type { FormField } from '../../contract/descriptor.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { SECRET_SET } from '../../contract/model/secret.ts';
import { FAKE_KINDS, fakeTexts } from '../testing/fake-kinds.ts';
import { problemsByField, sectionsOf, toInput, valuesFrom, type KindForm } from './form-model.ts';

const field = (name: string, type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  name,
  label: name,
  type,
  section: 'target',
  ...more,
});
const form: KindForm = {
  kind: 'every',
  fields: [
    field('text', 'text'),
    field('body', 'multiline'),
    field('port', 'number'),
    field('interval', 'duration', { default: 30_000, section: 'schedule' }),
    field('follow', 'toggle', { default: true }),
    field('method', 'select', { default: 'GET' }),
    field('tags', 'list', { default: [], section: 'about', advanced: true }),
    field('headers', 'pairs', { default: {} }),
  ],
};

describe('toInput', () => {
  test('returns the defaults of an untouched form, and omits empty fields', () => {
    expect(toInput(form, {})).toEqual({
      kind: 'every',
      interval: '30 s',
      follow: true,
      method: 'GET',
      tags: [],
      headers: {},
    });
  });

  test('converts values by field type', () => {
    const input = toInput(form, {
      text: '  example.org ',
      body: ' kept as typed \n',
      port: '5432',
      interval: '1 min 30 s',
      follow: false,
      tags: 'prod, , eu ',
      headers: [
        { name: ' Accept ', value: ' text/html' },
        { name: '', value: '' },
      ],
    });
    expect(input).toEqual({
      kind: 'every',
      text: 'example.org',
      body: ' kept as typed \n',
      port: 5432,
      interval: '1 min 30 s',
      follow: false,
      method: 'GET',
      tags: ['prod', 'eu'],
      headers: { Accept: ' text/html' },
    });
  });

  test('passes on text in a number field, for the engine to refuse', () => {
    expect(toInput(form, { port: 'https' })).toMatchObject({ port: 'https' });
  });

  test('returns an unchanged config', () => {
    const config = {
      text: 'x',
      body: 'y',
      port: 80,
      interval: 1500,
      follow: false,
      method: 'PUT',
      tags: ['a'],
      headers: { A: 'b' },
    };
    expect(toInput(form, valuesFrom(form, config))).toEqual({ ...config, kind: 'every', interval: '1 s 500 ms' });
  });
});

test('a stored secret stays set without being known', () => {
  const config = { text: SECRET_SET, headers: { Accept: 'text/html', Authorization: SECRET_SET } };
  expect(toInput(form, valuesFrom(form, config))).toMatchObject(config);
});

describe('problemsByField', () => {
  const kind = FAKE_KINDS.find((one) => one.kind === 'http') ?? form;
  const show = (issues: readonly Issue[]) =>
    Object.fromEntries(problemsByField(kind, { code: 'invalid', reason: 'invalid', issues }, fakeTexts));

  test('finds the field of a path for every request', () => {
    expect(
      show([
        {
          path: 'endpoints[0].interval',
          kind: 'http',
          code: 'durationUnit',
          params: { exampleMs: 30_000 },
          given: '30',
        },
        { path: 'config.headers.Host', kind: 'http', code: 'type', params: { reason: 'string' } },
        { path: 'retries', kind: 'http', code: 'type', params: { reason: 'int' } },
        { path: 'retries', kind: 'http', code: 'atMost', params: { max: 100 } },
      ]),
    ).toEqual({
      interval: 'Interval must have a unit, such as 30 s.',
      headers: 'Headers, Host, must be text.',
      retries: 'Retries must be a whole number.\nRetries must be at most 100.',
    });
  });

  test('keeps issues without a field, with their path and the given value', () => {
    expect(
      show([
        { path: 'endpoints[0].colour', kind: 'http', code: 'type', params: { reason: 'string' }, given: '1' },
        { path: '', code: 'notEndpoint' },
      ]),
    ).toEqual({
      '': 'endpoints[0].colour must be text. Got 1.\nAn endpoint must be an object with a kind and its fields.',
    });
  });

  test('shows why a request without issues was refused', () => {
    expect(show([])).toEqual({ '': 'The request is not valid.' });
  });
});

test('sections have a fixed order, and advanced fields only if wanted', () => {
  expect(sectionsOf(form, { advanced: false, values: {} }).map((one) => one.section)).toEqual(['target', 'schedule']);
  expect(sectionsOf(form, { advanced: true, values: {} }).map((one) => one.section)).toEqual([
    'target',
    'about',
    'schedule',
  ]);
  for (const kind of FAKE_KINDS) {
    const shown = sectionsOf(kind, { advanced: true, values: {} }).flatMap((one) => one.fields);
    const lists = new Set(kind.fields.map((one) => one.secretList));
    const own = kind.fields.filter((one) => !lists.has(one.name));
    expect(shown.map((one) => one.name).sort()).toEqual(own.map((one) => one.name).sort());
  }
});

describe('pairs whose values people can mark as secret', () => {
  const marking: KindForm = {
    kind: 'every',
    fields: [
      field('headers', 'pairs', { default: {}, secretNames: 'token', secretList: 'secretHeaders' }),
      field('secretHeaders', 'list', { default: [] }),
    ],
  };
  const config = { headers: { 'X-Plain': '1', 'X-Marked': SECRET_SET }, secretHeaders: ['x-marked', 'X-Gone'] };

  test('have the marks of the list, and give them back', () => {
    const values = valuesFrom(marking, config);
    expect(values['headers']).toEqual([
      { name: 'X-Plain', value: '1', marked: false },
      { name: 'X-Marked', value: SECRET_SET, marked: true },
    ]);
    expect(toInput(marking, values)).toEqual({ ...config, secretHeaders: ['X-Marked'], kind: 'every' });
  });

  test('need no mark when the name is always secret', () => {
    const headers = [
      { name: ' X-Other ', value: 'a', marked: true },
      { name: 'X-Token', value: 'b', marked: true },
    ];
    expect(toInput(marking, { headers })).toMatchObject({
      headers: { 'X-Other': 'a', 'X-Token': 'b' },
      secretHeaders: ['X-Other'],
    });
    expect(toInput(marking, {})).toEqual({ kind: 'every', headers: {}, secretHeaders: [] });
  });

  test('stand for the list, which is not shown by itself', () => {
    expect(
      sectionsOf(marking, { advanced: true, values: {} }).flatMap((one) => one.fields.map(({ name }) => name)),
    ).toEqual(['headers']);
    const issues = [{ path: 'config.secretHeaders[0]', code: 'type', params: { reason: 'string' } }];
    const problems = problemsByField(marking, { code: 'invalid', reason: 'invalid', issues }, fakeTexts);
    expect([...problems.keys()]).toEqual(['headers']);
  });
});

test('leaves out fields that depend on a value that another field does not have, unless they have a problem', () => {
  const kind: KindForm = {
    kind: 'thing',
    fields: [
      { name: 'auth', label: 'Authentication', type: 'select', section: 'auth', default: 'none' },
      { name: 'token', label: 'Token', type: 'text', section: 'auth', when: { field: 'auth', is: ['bearer'] } },
    ],
  };
  const names = (options: Partial<Parameters<typeof sectionsOf>[1]>) =>
    sectionsOf(kind, { advanced: false, values: {}, ...options }).flatMap((one) => one.fields.map(({ name }) => name));
  expect(names({})).toEqual(['auth']);
  expect(names({ values: { auth: 'bearer' } })).toEqual(['auth', 'token']);
  expect(names({ problems: new Set(['token']) })).toEqual(['auth', 'token']);
});
