import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Block, encodeBlock, rowsInBlock, type BlockRow } from './block-codec.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import type { FigureCounts } from './figures.ts';
import { createResultEncoder, decodeFinding, decodeResult, type Finding } from './result-codec.ts';
import { aFailure, aResult, DAY_ONE } from './testing/store-fixture.ts';

/** Encodes results as the store does: each finding has an id. */
function rowsOf(results: readonly CheckResult[]) {
  const encode = createResultEncoder();
  const ids = new Map<string, number>();
  const findings = new Map<number, Finding>();
  const rows = results.map((result): BlockRow => {
    const { at, finding, figures } = encode(result);
    const id = ids.get(finding) ?? 100 + ids.size;
    ids.set(finding, id);
    findings.set(id, decodeFinding(finding));
    return { at, finding: id, figures };
  });
  const countsOf = (id: number): FigureCounts | null => {
    const finding = findings.get(id);
    if (finding === undefined || finding.layout === null) return null;
    return {
      phases: finding.layout.phases.length,
      metrics: finding.layout.metrics.length,
      numbers: finding.numbers.length,
    };
  };
  return { rows, findings, countsOf };
}

function decoded(block: Block): BlockRow[] {
  return Array.from({ length: block.length }, (_, row) => block.row(row));
}

const ms = fc.oneof(
  fc.double({ min: 0, max: 100, noNaN: true }),
  fc.integer({ min: 0, max: 600_000_000 }).map((us) => us / 1000),
  fc.constantFrom(0, 0.001, 0.4995, 0.5, 0.9999, 1, 2.4999, 2.5, 4.999, 5, 9.9999, 10, 24.99, 25, 42.123),
);
const anyNumber = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1000),
  fc.constantFrom(0, -0, 2 ** 50, 2 ** 53 - 1, 1e-300),
);
const result = fc.record({
  verdict: fc.constantFrom('up', 'degraded', 'down', 'unknown'),
  durationMs: ms,
  phases: fc.oneof(
    fc.record({ dns: ms, connect: ms, wait: ms }),
    fc.record({ connect: ms }),
    fc.constant<Record<string, number>>({}),
  ),
  metrics: fc.oneof(fc.record({ loss: anyNumber, lag: anyNumber }), fc.constant<Record<string, number>>({})),
  details: fc.oneof(
    fc.record({ status: fc.constantFrom(200, 503), bytes: anyNumber }),
    fc.constant<Record<string, unknown>>({}),
  ),
  queuedMs: ms,
  lateMs: fc.oneof(ms, fc.double({ min: -10, max: 0, noNaN: true })),
  selfMs: ms,
  swallowed: fc.option(fc.record({ slots: fc.nat(100), interval: fc.integer({ min: 500, max: 86_400_000 }) })),
  failed: fc.boolean(),
});
const results = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), result), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    let at = DAY_ONE;
    return steps.map(([step, { failed, ...changes }]) => {
      at += step;
      const failure = failed ? aFailure('a', at).failure : null;
      return aResult('a', at, { ...changes, failure });
    });
  });

describe('a block', () => {
  test('returns exactly the rows that it was made from, whatever they are', () => {
    fc.assert(
      fc.property(results, (all) => {
        const { rows, countsOf } = rowsOf(all);
        expect(decoded(new Block(encodeBlock(rows, countsOf)))).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps a result: durations within 0.1 ms, all else as it was', () => {
    fc.assert(
      fc.property(results, (all) => {
        const { rows, findings, countsOf } = rowsOf(all);
        const block = new Block(encodeBlock(rows, countsOf));
        for (const [index, before] of all.entries()) {
          const { at, finding, figures } = block.row(index);
          const found = findings.get(finding);
          if (found === undefined) throw new Error('The finding is gone');
          const after = decodeResult('a', at, found, figures);
          const near = (value: number, other: number) => expect(Math.abs(value - other)).toBeLessThan(0.101);
          near(after.durationMs, before.durationMs);
          near(after.queuedMs, before.queuedMs);
          near(after.lateMs, before.lateMs);
          near(after.selfMs, before.selfMs);
          expect(Object.keys(after.phases)).toEqual(Object.keys(before.phases));
          for (const [name, value] of Object.entries(before.phases)) near(after.phases[name] ?? NaN, value);
          const { verdict, failure, details, metrics, swallowed } = before;
          expect(after).toMatchObject({ at: before.at, verdict, failure, details, metrics, swallowed });
        }
      }),
      { numRuns: 100 },
    );
  });

  test('takes under 8 bytes a check of a site that answers regularly', () => {
    let seed = 1;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const all = Array.from({ length: 180 }, (_, index) => {
      const phases = { dns: 0.4 + random(), connect: 10 + random(), tls: 15 + 2 * random(), wait: 30 + 10 * random() };
      const durationMs = Object.values(phases).reduce((sum, phase) => sum + phase, 0);
      const lateMs = 0.1 + random();
      const at = DAY_ONE + index * 20_000 + lateMs;
      return aResult('a', at, { phases, durationMs, lateMs, selfMs: 0.2 + random() });
    });
    const { rows, countsOf } = rowsOf(all);
    expect(encodeBlock(rows, countsOf).length / all.length).toBeLessThan(8);
  });

  test('keeps figures that it cannot read as they are', () => {
    const rows = Array.from({ length: 6 }, (_, index) => ({
      at: DAY_ONE + index,
      finding: 7 + (index % 2),
      figures: Uint8Array.of(index, 255, 3),
    }));
    const counts = { phases: 1, metrics: 0, numbers: 0 };
    expect(decoded(new Block(encodeBlock(rows, () => counts)))).toEqual(rows);
    expect(decoded(new Block(encodeBlock(rows, () => null)))).toEqual(rows);
  });

  test('notices damage, wherever it is', () => {
    const { rows, countsOf } = rowsOf(Array.from({ length: 9 }, (_, index) => aResult('a', DAY_ONE + index * 1000)));
    const bytes = encodeBlock(rows, countsOf);
    for (let index = 0; index < bytes.length; index += 1) {
      const damaged = bytes.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 0x10;
      expect(() => new Block(damaged)).toThrow(RangeError);
      expect(() => rowsInBlock(damaged)).toThrow(RangeError);
      expect(() => new Block(bytes.subarray(0, index))).toThrow(RangeError);
    }
  });

  test('says how many rows it has', () => {
    for (const count of [1, 3, 9, 200]) {
      const results = Array.from({ length: count }, (_, index) => aResult('a', DAY_ONE + index * 1000));
      const { rows, countsOf } = rowsOf(results);
      expect(rowsInBlock(encodeBlock(rows, countsOf))).toBe(count);
    }
  });
});
