import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDuration } from '../shared/duration.ts';
import {
  formatAgo,
  formatBytes,
  formatCounted,
  formatDuration,
  formatDurationInput,
  formatIn,
  formatLatency,
  formatPercent,
} from './format.ts';

/** As people read it: a non-breaking space looks like any other space. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.each([
  [0, '0 ms'],
  [0.004, '<0.01 ms'],
  [0.034, '0.03 ms'],
  [0.094, '0.09 ms'],
  [0.096, '0.1 ms'],
  [0.94, '0.9 ms'],
  [0.96, '1 ms'],
  [184.4, '184 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1240, '1.24 s'],
  [12_340, '12.3 s'],
  [59_960, '1 min'],
  [65_000, '1 min 5 s'],
])('latency %d', (ms, text) => expect(plain(formatLatency(ms))).toBe(text));

test.each([
  [0, '0 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [1_051_200_000, '12 d 4 h'],
])('duration %d', (ms, text) => expect(plain(formatDuration(ms))).toBe(text));

describe('percent', () => {
  test.each([
    [1, '100 %'],
    [0.9999999, '99.999 %'],
    [0.99999, '99.999 %'],
    [0.9998, '99.98 %'],
    [0.99, '99.00 %'],
    [0.875, '87.5 %'],
    [0.29, '29.0 %'],
    [0.0001, '< 0.1 %'],
    [0, '0 %'],
  ])('%d', (ratio, text) => expect(plain(formatPercent(ratio))).toBe(text));

  test('is 100 % only for all, and 0 % only for none', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (ratio) => {
        const text = plain(formatPercent(ratio));
        expect(text === '100 %').toBe(ratio === 1);
        expect(text === '0 %').toBe(ratio === 0);
      }),
    );
  });
});

test.each([
  [512, '512 B'],
  [4301, '4.2 KB'],
  [1_468_006, '1.4 MB'],
  [10_485_760, '10 MB'],
  [1_023_500, '1 MB'],
  [2048, '2 KB'],
  [1_073_741_824, '1 GB'],
])('bytes %d', (bytes, text) => expect(plain(formatBytes(bytes))).toBe(text));

test.each([
  [0, 'now'],
  [12_000, '12 s ago'],
  [59_600, '1 min ago'],
  [3_700_000, '1 h ago'],
  [200_000_000, '2 d ago'],
])('%d ms ago', (ms, text) => expect(plain(formatAgo(1e12 - ms, 1e12))).toBe(text));

test.each([
  [-5000, 'now'],
  [400, 'now'],
  [12_400, 'in 12 s'],
  [90_000, 'in 1 min'],
])('in %d ms', (ms, text) => expect(plain(formatIn(1e12 + ms, 1e12))).toBe(text));

test.each([
  [0, '0 s'],
  [500, '500 ms'],
  [30_000, '30 s'],
  [90_500, '1 min 30 s 500 ms'],
])('a field for a duration shows %d as %s', (ms, text) => expect(formatDurationInput(ms)).toBe(text));

test('what a field for a duration shows can be read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 86_400_000 }), (ms) => {
      expect(parseDuration(formatDurationInput(ms))).toBe(ms);
    }),
  );
});

test.each([
  [0, '0 failed checks'],
  [1, '1 failed check'],
  [10_000, '10,000 failed checks'],
])('%d of something is %s', (count, text) => {
  expect(formatCounted(count, 'failed check')).toBe(text);
});
