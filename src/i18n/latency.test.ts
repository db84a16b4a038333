import { expect, test } from 'vitest';
import { durationUnits as units } from './en/duration-units.ts';
import { formatLatency } from './latency.ts';

test.each([
  [0, '0 ms'],
  [0.0049, '<0.01 ms'],
  [0.034, '0.03 ms'],
  [0.096, '0.1 ms'],
  [0.94, '0.9 ms'],
  [0.96, '1 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [12_340, '12.3 s'],
  [65_000, '1 min 5 s'],
])('%d ms is written %s', (ms, text) => {
  expect(formatLatency(ms, { units })).toBe(text);
  expect(formatLatency(ms, { units, space: '_' })).toBe(text.replaceAll(/(?<=\d) /gu, '_'));
});
