import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internLayout } from './layout.ts';
import { decodeRollup, encodeRollup } from './rollup-codec.ts';
import { emptyRollup, rollUp, type Rollup } from './rollup.ts';
import { DAY_ONE, memoryLayouts } from './testing/store-fixture.ts';

const micros = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 600_000_000 }));
/** Never -0: a sum that begins at 0 does not keep its sign. */
const double = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value + 0);
const codeOf = (finding: number) => `code.${finding % 4}`;
const check = fc
  .record({
    at: fc.nat(59_999).map((offset) => DAY_ONE + offset),
    verdict: fc.constantFrom('up', 'degraded', 'down', 'unknown'),
    duration: micros,
    layout: fc
      .record({
        phases: fc.shuffledSubarray(['dns', 'connect', 'bind', 'search']),
        metrics: fc.shuffledSubarray(['loss', 'offset', 'rtt']),
      })
      .map((names) => internLayout({ ...names, charted: names.metrics.filter((name) => name !== 'loss') })),
    values: fc.array(micros, { minLength: 4, maxLength: 4 }),
    measured: fc.array(fc.oneof(double, fc.nat(100)), { minLength: 3, maxLength: 3 }),
    failure: fc.option(fc.nat(7)),
    disturbed: fc.boolean(),
    swallowed: fc.option(
      fc.record({ slots: fc.integer({ min: 1, max: 9 }), interval: fc.integer({ min: 1, max: 1e6 }) }),
    ),
  })
  .map(({ values, measured, ...rest }) => ({
    ...rest,
    // Two findings have the same code, as `failureCode` of `layouts` says.
    code: rest.failure === null ? null : codeOf(rest.failure),
    phases: values.slice(0, rest.layout.phases.length),
    metrics: measured.slice(0, rest.layout.metrics.length),
  }));

/** Without sketches, which are compared by their bytes. */
function plain(rollup: Rollup<number>) {
  const metrics = [...rollup.metrics].map(([name, metric]) => [name, { ...metric, sketch: metric.sketch !== null }]);
  return { ...rollup, sketch: null, metrics };
}

describe('a rollup', () => {
  test('comes back from its bytes, with phases and metrics of any name', () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 20 }), (checks) => {
        const layouts = { ...memoryLayouts(), failureCode: codeOf };
        const rollup = emptyRollup<number>();
        for (const each of checks) rollUp(rollup, each);
        const bytes = encodeRollup(rollup, DAY_ONE, layouts);
        const back = decodeRollup(bytes, DAY_ONE, layouts);
        expect(plain(back)).toEqual(plain(rollup));
        expect(encodeRollup(back, DAY_ONE, layouts)).toEqual(bytes);
        // It goes on from there.
        for (const each of checks) rollUp(back, each);
        for (const each of checks) rollUp(rollup, each);
        expect(encodeRollup(back, DAY_ONE, layouts)).toEqual(encodeRollup(rollup, DAY_ONE, layouts));
      }),
    );
  });

  test('of two checks a minute is small', () => {
    const rollup = emptyRollup<number>();
    const phases = [1500, 10_250, 20_000, 38_373, 2000];
    const layout = internLayout({ phases: ['dns', 'connect', 'tls', 'wait', 'transfer'], metrics: [], charted: [] });
    for (const [offset, duration] of [
      [0, 72_123],
      [30_000, 75_456],
    ] as const) {
      const at = DAY_ONE + offset;
      const quiet = { metrics: [], failure: null, code: null, disturbed: false, swallowed: null };
      rollUp(rollup, { at, verdict: 'up', duration, layout, phases, ...quiet });
    }
    expect(encodeRollup(rollup, DAY_ONE, memoryLayouts()).length).toBeLessThanOrEqual(24);
  });

  test('of the first format is read: a mask of five phases, and counts where not every check had them all', () => {
    // Three up: min 5, max 5 + 2, sum 15 + 3; phases dns (bit 0) and wait (bit 3), counts follow; zeros 0 and one bin.
    const bytes = Uint8Array.of(1, 3, 5, 2, 3, 1 | 8 | 32, 1, 4, 3, 9, 0, 1, 90, 3);
    const none = {
      get: () => expect.unreachable('It has no layout'),
      failureCode: () => expect.unreachable('It has no failure'),
    };
    const rollup = decodeRollup(bytes, DAY_ONE, none);
    expect(rollup).toMatchObject({ counts: { up: 3 }, min: 5, max: 7, sum: 18 });
    expect(rollup.phases).toEqual({ names: ['dns', 'wait'], sums: [4, 9], counts: [1, 3] });
    expect(rollup.sketch?.count).toBe(3);
  });
});
