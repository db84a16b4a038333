import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { decodeJournal, encodeJournal, type JournalEntry } from './journal-codec.ts';

const entries: fc.Arbitrary<JournalEntry> = fc.record({
  results: fc.array(
    fc.record({
      key: fc.nat(1e6),
      at: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: DAY_ONE, max: DAY_ONE + 1e6 })),
      finding: fc.nat(1e6),
      figures: fc.uint8Array({ maxLength: 6 }),
    }),
    { maxLength: 5 },
  ),
  spans: fc.array(
    fc.record({ key: fc.nat(1e6), until: fc.option(fc.integer({ min: DAY_ONE - 10, max: DAY_ONE + 1e6 })) }),
    { maxLength: 5 },
  ),
});

test('decodes what it encoded', () => {
  fc.assert(
    fc.property(entries, (entry) => {
      expect(decodeJournal(encodeJournal(entry))).toEqual(entry);
    }),
    { numRuns: 200 },
  );
});

test('is as short without results: times are differences from the first span that has one', () => {
  const spans = [null, DAY_ONE, DAY_ONE + 1, DAY_ONE + 2].map((until) => ({ key: 1, until }));
  expect(encodeJournal({ results: [], spans }).length).toBeLessThan(25);
});

test('refuses another format, and bytes that end too early', () => {
  const bytes = encodeJournal({ results: [{ key: 1, at: 5, finding: 2, figures: Uint8Array.of(1, 2) }], spans: [] });
  expect(() => decodeJournal(bytes.slice(0, 4))).toThrow(RangeError);
  const other = bytes.slice();
  other[0] = 2;
  expect(() => decodeJournal(other)).toThrow('Expected a journal entry of the format 1, got 2');
});
