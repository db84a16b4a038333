import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../../contract/model/endpoint.ts';
import { bucketsOf } from './check-buckets.ts';
import { BAR_WIDTH, PITCH, barPaths, bucketAt, latencyRange, sparkline } from './check-shapes.ts';

const INTERVAL = 10_000;
/** A slot of the schedule. */
const START = 1_700_000_003_000;

/** Verdict, latency, and the time in intervals since `START`; without a time, one interval after the previous check. */
type Sample = readonly [Verdict, number, number?];

function recent(...checks: readonly Sample[]): RecentChecks {
  return {
    at: checks.map(([, , when], index) => START + (when ?? index) * INTERVAL),
    durationMs: checks.map(([, ms]) => ms),
    verdict: checks.map(([verdict]) => verdict),
    failure: checks.map(() => null),
    disturbed: [],
  };
}

const buckets = (...checks: readonly Sample[]) => bucketsOf(recent(...checks), INTERVAL);
const verdicts = (...checks: readonly Sample[]) =>
  buckets(...checks)
    .map(({ verdict }) => verdict)
    .slice(-6);
const pieces = (path: string) => path.match(/M/g)?.length ?? 0;

describe('buckets', () => {
  test('are as long as the interval, and the last one has the last check', () => {
    const all = buckets(['up', 1], ['down', 2]);
    expect(all).toHaveLength(RECENT_CHECKS);
    for (const { from, to } of all) expect(to - from).toBe(INTERVAL);
    expect(all.slice(1).every((bucket, index) => bucket.from === all[index]?.to)).toBe(true);
    expect(all.at(-1)).toMatchObject({ verdict: 'down', first: 1, end: 2 });
    expect(buckets()).toEqual([]);
  });

  test('keep a late check in its bucket', () => {
    expect(verdicts(['up', 1, 0], ['up', 1, 1.4], ['down', 1, 1.8], ['up', 1, 3])).toEqual([
      null,
      null,
      'up',
      'up',
      'down',
      'up',
    ]);
  });

  test('are not moved by a check out of turn', () => {
    const regular = Array.from({ length: 12 }, (_, index): Sample => ['up', 1, index]);
    const all = bucketsOf(recent(...regular, ['down', 1, 11.3]), INTERVAL);
    expect(all.at(-1)).toMatchObject({ verdict: 'down', first: 11, end: 13 });
    expect(all.slice(-12).every(({ verdict }) => verdict !== null)).toBe(true);
  });

  test('contain a failure and its retries, and show the worst verdict', () => {
    expect(verdicts(['up', 1, 0], ['down', 1, 1], ['up', 5, 1.3], ['unknown', 0, 2], ['up', 1, 2.1])).toEqual([
      null,
      null,
      null,
      'up',
      'down',
      'up',
    ]);
  });

  test('are empty while nothing was checked', () => {
    expect(verdicts(['up', 1, 0], ['up', 1, 4])).toEqual([null, 'up', null, null, null, 'up']);
  });

  test('hold a check of a clock that was set back', () => {
    const all = buckets(['up', 1, 3], ['up', 1, 1]);
    expect(all.at(-1)).toMatchObject({ first: 0, end: 2 });
  });
});

test('the bar has a piece for each bucket', () => {
  const paths = barPaths(buckets(['up', 1], ['down', 1], ['degraded', 1], ['unknown', 1], ['down', 1]));
  expect(pieces(paths.up)).toBe(1);
  expect(pieces(paths.down)).toBe(2);
  expect(pieces(paths.degraded)).toBe(1);
  expect(pieces(paths.unknown)).toBe(1);
  expect(pieces(paths.none)).toBe(RECENT_CHECKS - 5);
  // The newest is at the right end.
  expect(paths.down).toContain(`M${BAR_WIDTH - PITCH} `);
  expect(pieces(barPaths([]).none)).toBe(RECENT_CHECKS);
});

test('the pointer finds the bucket under it, from the right end', () => {
  const three = buckets(['up', 1], ['up', 2], ['up', 3]);
  const firstCheck = (fromRight: number) => bucketAt(three, fromRight)?.first;
  expect(firstCheck(0)).toBe(2);
  expect(firstCheck(PITCH - 0.1)).toBe(2);
  expect(firstCheck(PITCH)).toBe(1);
  expect(firstCheck(3 * PITCH - 0.1)).toBe(0);
  expect(bucketAt(three, 3 * PITCH)?.verdict).toBeNull();
  expect(bucketAt(three, -1)).toBeUndefined();
  expect(bucketAt(three, BAR_WIDTH + 1)).toBeUndefined();
});

describe('the trend', () => {
  test('breaks at failures and at time without checks, instead of bridging them', () => {
    const shape = sparkline(
      buckets(['up', 10], ['up', 20], ['down', 5000], ['up', 10], ['unknown', 0], ['up', 20], ['up', 9, 9]),
      20,
    );
    expect(pieces(shape.line)).toBe(4);
    expect(pieces(shape.failures)).toBe(1);
  });

  test('continues over one empty bucket, which a late check leaves', () => {
    expect(pieces(sparkline(buckets(['up', 10, 0], ['up', 20, 2]), 20).line)).toBe(1);
  });

  test('is not flattened by a timeout: only successes set its scale', () => {
    const quiet = sparkline(buckets(['up', 10], ['up', 20], ['unknown', 0]), 20).line;
    const tall = sparkline(buckets(['up', 10], ['up', 20], ['down', 10_000]), 20).line;
    expect(tall).toBe(quiet);
  });

  test('draws nothing without checks, and a latency of zero on the ground', () => {
    expect(sparkline([], 20)).toEqual({ line: '', failures: '' });
    expect(sparkline(buckets(['up', 0]), 20).line).toContain(' 18');
  });

  test('has the range of the successful checks', () => {
    expect(latencyRange(recent(['up', 10], ['degraded', 400], ['down', 5000], ['unknown', 1]))).toEqual({
      min: 10,
      max: 400,
    });
    expect(latencyRange(recent(['down', 5]))).toBeNull();
  });
});

test('the trend leaves out what was measured while Lookout was busy, and goes on', () => {
  const three = recent(['up', 5], ['up', 900], ['up', 10]);
  const busy = { ...three, disturbed: [START + INTERVAL] };
  const { line } = sparkline(bucketsOf(busy, INTERVAL), 20);
  // The last one is at the top, as if 900 ms had not been measured.
  expect(line).toBe('M57.5 10h0L59.5 2');
  expect(latencyRange(busy)).toEqual({ min: 5, max: 10 });
});
