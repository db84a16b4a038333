import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergedByTime } from './merged-by-time.ts';

test('has all rows of all streams, sorted by time, and those of an earlier stream first', () => {
  const times = fc.array(fc.nat(9), { maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(times, { maxLength: 4 }), (streams) => {
      const rows = streams.map((list, stream) => list.map((at) => ({ at, stream })));
      const expected = rows.flat().toSorted((a, b) => a.at - b.at || a.stream - b.stream);
      expect([...mergedByTime(rows)]).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});
