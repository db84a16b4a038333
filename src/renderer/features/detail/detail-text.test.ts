import { expect, test } from 'vitest';
import { fieldText } from './config-panel.tsx';
import { otherDetails } from './detail-text.ts';

test('details that no part of the page knows are shown as words', () => {
  expect(
    otherDetails({
      status: 200,
      recordCount: 3,
      answer_set: ['192.0.2.1', '2001:db8::1'],
      dnssec: false,
      nothing: null,
      nested: { a: 1 },
    }),
  ).toEqual([
    ['Record count', '3'],
    ['Answer set', '192.0.2.1, 2001:db8::1'],
    ['Dnssec', 'no'],
    ['Nested', '{"a":1}'],
  ]);
});

test('fields are written as a person would write them', () => {
  expect(fieldText({ type: 'duration' }, 90_000)).toBe('1m30s');
  expect(fieldText({ type: 'duration' }, null)).toBe('–');
  expect(fieldText({ type: 'toggle' }, true)).toBe('yes');
  expect(fieldText({ type: 'list' }, ['a', 'b'])).toBe('a, b');
  expect(fieldText({ type: 'pairs' }, { Accept: 'text/html' })).toBe('Accept: text/html');
  expect(fieldText({ type: 'select', options: [{ value: '4', label: 'IPv4 only' }] }, '4')).toBe('IPv4 only');
});
