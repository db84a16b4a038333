import { expect, test } from 'vitest';
import type { Verdict } from '../../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../../contract/model/endpoint.ts';
import { BAR_WIDTH, PITCH, barPaths, checkAt, sparkline } from './check-shapes.ts';

function recent(...checks: readonly (readonly [Verdict, number])[]): RecentChecks {
  return {
    at: checks.map((_, index) => index),
    durationMs: checks.map(([, ms]) => ms),
    verdict: checks.map(([verdict]) => verdict),
    failure: checks.map(() => null),
  };
}

const pieces = (path: string) => path.match(/M/g)?.length ?? 0;

test('the bar has a piece for every check and for every place that waits for one', () => {
  const paths = barPaths(recent(['up', 1], ['down', 1], ['degraded', 1], ['unknown', 1], ['down', 1]));
  expect(pieces(paths.up)).toBe(1);
  expect(pieces(paths.down)).toBe(2);
  expect(pieces(paths.degraded)).toBe(1);
  expect(pieces(paths.unknown)).toBe(1);
  expect(pieces(paths.none)).toBe(RECENT_CHECKS - 5);
  // The newest is at the right end.
  expect(paths.down).toContain(`M${BAR_WIDTH - PITCH} `);
});

test('the pointer finds the check it is on, from the right end', () => {
  const three = recent(['up', 1], ['up', 2], ['up', 3]);
  expect(checkAt(three, 0)).toBe(2);
  expect(checkAt(three, PITCH - 0.1)).toBe(2);
  expect(checkAt(three, PITCH)).toBe(1);
  expect(checkAt(three, 3 * PITCH - 0.1)).toBe(0);
  expect(checkAt(three, 3 * PITCH)).toBeNull();
  expect(checkAt(three, -1)).toBeNull();
});

test('the line breaks at what did not succeed, instead of bridging it', () => {
  const shape = sparkline(
    recent(['up', 10], ['up', 20], ['down', 5000], ['up', 10], ['unknown', 0], ['up', 20]),
    60,
    20,
  );
  expect(pieces(shape.line)).toBe(3);
  expect(pieces(shape.failures)).toBe(1);
});

test('a time-out does not flatten the line: only successes set its scale', () => {
  const quiet = sparkline(recent(['up', 10], ['up', 20]), 60, 20).line;
  const tall = sparkline(recent(['up', 10], ['up', 20], ['down', 10_000]), 60, 20).line;
  const heights = (line: string) => [...line.matchAll(/ ([\d.]+)/g)].map((match) => match[1]);
  expect(heights(tall)).toEqual(heights(quiet));
});

test('nothing is drawn of nothing, and a latency of zero is on the ground', () => {
  expect(sparkline(recent(), 60, 20)).toEqual({ line: '', failures: '' });
  expect(sparkline(recent(['up', 0]), 60, 20).line).toContain(' 18');
});
