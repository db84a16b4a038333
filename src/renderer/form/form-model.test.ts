import { describe, expect, test } from 'vitest';
import type { FormField } from '../../contract/descriptor.ts';
import { SECRET_SET } from '../../contract/model/secret.ts';
import { FAKE_KINDS } from '../testing/fake-kinds.ts';
import { issuesByField, sectionsOf, toInput, valuesFrom, type KindForm } from './form-model.ts';

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
      interval: '30s',
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
      interval: '1m30s',
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
      interval: '1m30s',
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
    expect(toInput(form, valuesFrom(form, config))).toEqual({ ...config, kind: 'every', interval: '1s500ms' });
  });
});

test('a stored secret stays set without being known', () => {
  const config = { text: SECRET_SET, headers: { Accept: 'text/html', Authorization: SECRET_SET } };
  expect(toInput(form, valuesFrom(form, config))).toMatchObject(config);
});

describe('issuesByField', () => {
  test('finds the field of a path for every request', () => {
    const issues = issuesByField(form, [
      { path: 'endpoints[0].interval', message: 'Expected a duration' },
      { path: 'config.headers.Host', message: 'Expected text' },
      { path: 'port', message: 'Expected a number' },
      { path: 'port', message: 'Expected it to be small' },
    ]);
    expect(Object.fromEntries(issues)).toEqual({
      interval: 'Expected a duration',
      headers: 'Expected text',
      port: 'Expected a number\nExpected it to be small',
    });
  });

  test('keeps issues without a field, with their path', () => {
    const issues = issuesByField(form, [
      { path: 'endpoints[0].colour', message: 'Unknown field' },
      { path: '', message: 'Not now' },
    ]);
    expect(issues.get('')).toBe('colour: Unknown field\nNot now');
  });
});

test('sections have a fixed order, and advanced fields only if wanted', () => {
  expect(sectionsOf(form, false).map((one) => one.section)).toEqual(['target', 'schedule']);
  expect(sectionsOf(form, true).map((one) => one.section)).toEqual(['target', 'about', 'schedule']);
  for (const kind of FAKE_KINDS) {
    const shown = sectionsOf(kind, true).flatMap((one) => one.fields);
    expect(shown.map((one) => one.name).sort()).toEqual(kind.fields.map((one) => one.name).sort());
  }
});
