import { expect, test } from 'vitest';
import { findKind, parseEndpoint } from '../check/registry.ts';
import { configLabel, deadlineOf } from './target-groups.ts';

function labelOf(input: Readonly<Record<string, unknown>>): string {
  const parsed = parseEndpoint({ kind: 'http', url: 'https://example.org/', ...input });
  const kind = findKind('http');
  if (!parsed.ok || kind === undefined) throw new Error('The endpoint must be valid');
  return configLabel({ kind, stored: parsed });
}

test('the label of a config changes with what is checked, and with nothing else', () => {
  const label = labelOf({});
  expect(label).toMatch(/^[0-9a-f]{8}$/u);
  expect(labelOf({ name: 'Other', interval: '1m', vantages: ['a'], note: 'x' })).toBe(label);
  expect(labelOf({ url: 'https://example.org/other' })).not.toBe(label);
  expect(labelOf({ password: 'x', username: 'me' })).not.toBe(label);
  expect(labelOf({ timeout: '1s' })).not.toBe(label);
});

test.each([
  [30_000, 10_000, 10_000],
  [5_000, 10_000, 4_500],
  [500, 10_000, 100],
])('a probe every %i ms with a timeout of %i ms has %i ms', (interval, timeout, deadline) => {
  expect(deadlineOf({ interval, timeout })).toBe(deadline);
});
