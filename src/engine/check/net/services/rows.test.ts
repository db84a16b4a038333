import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Probe } from '../probe/probe.ts';
import { readNumber, RowCollector, toJson } from './rows.ts';

function collect(wanted: readonly string[], rows: readonly (readonly unknown[])[], columns = ['a', 'b']) {
  const probe = { metrics: {}, details: {}, observed: {}, wanted: new Set(wanted) } as unknown as Probe;
  const collector = new RowCollector(probe);
  let reads = 0;
  for (const row of rows) {
    collector.add(columns, () => {
      reads += 1;
      return row;
    });
  }
  collector.finish();
  const { metrics, details, observed } = probe;
  return { metrics, details, observed, reads };
}

describe('RowCollector', () => {
  it('reads only the first row, unless rows are wanted', () => {
    const rows = Array.from({ length: 500 }, (_, index) => [index, 'x']);
    expect(collect([], rows)).toEqual({
      metrics: { rows: 500 },
      details: { value: '0' },
      observed: { VALUE: 0 },
      reads: 1,
    });
    const all = collect(['ROWS'], rows);
    expect([all.reads, all.metrics]).toEqual([100, { rows: 500 }]);
    expect(all.observed['ROWS']).toHaveLength(100);
  });

  it('keeps columns of the same name, also names of objects', () => {
    const { observed } = collect(['ROWS'], [[1, 2, 3]], ['n', 'n', '__proto__']);
    expect(JSON.stringify(observed['ROWS'])).toBe('[{"n":1,"n_2":2,"__proto__":3}]');
  });

  it('has a value that is null, and none without rows and without columns', () => {
    expect(collect([], [[null, 1]])).toMatchObject({ details: { value: 'null' }, observed: { VALUE: null } });
    expect(collect([], [])).toMatchObject({ metrics: { rows: 0 }, details: {}, observed: {} });
    expect(collect([], [[]], [])).toMatchObject({ metrics: { rows: 1 }, details: {}, observed: {} });
  });
});

describe('toJson', () => {
  it.each([
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), null],
    [Buffer.from('ff00', 'hex'), 'ff00'],
    [
      [true, false],
      [true, false],
    ],
    [5n, 5],
    [2n ** 60n, '1152921504606846976'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [{ a: [undefined, () => 1] }, { a: [null, null] }],
    [new URL('http://a/'), 'http://a/'],
  ])('%s', (value, expected) => {
    expect(toJson(value)).toEqual(expected);
  });

  it('turns anything into JSON', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), (value) => {
        expect(JSON.parse(JSON.stringify(toJson(value)))).toBeDefined();
      }),
    );
  });

  it('ends for a value that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(toJson(loop)).length).toBeLessThan(1_000);
  });
});

describe('readNumber', () => {
  it.each([
    ['1', 1],
    ['-1.50', -1.5],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '9007199254740993'],
    ['NaN', 'NaN'],
    ['', ''],
    [' ', ' '],
    ['1 2', '1 2'],
  ])('%s', (text, expected) => {
    expect(readNumber(text)).toBe(expected);
  });
});
