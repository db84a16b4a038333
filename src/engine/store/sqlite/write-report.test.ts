import { beforeEach, expect, test } from 'vitest';
import { problemOf } from '../../base/problem-error.ts';
import { StoreError } from '../store.ts';
import type { BatchWritten } from './methods.ts';
import { WriteReport } from './write-report.ts';

const written = (changes: Partial<BatchWritten> = {}): BatchWritten => ({
  rows: 3,
  tookMs: 5,
  bytes: 100,
  unknown: [],
  damaged: 0,
  problem: null,
  ...changes,
});

let logged: unknown[][];
let report: WriteReport;
beforeEach(() => {
  logged = [];
  report = new WriteReport((...line) => void logged.push(line));
});

test('has the size at the start, and what was written since', () => {
  expect(report.stats).toEqual({ writeMs: null, rowsWritten: 0, bytes: 0, problem: null });
  report.opened(50);
  expect(report.stats).toEqual({ writeMs: null, rowsWritten: 0, bytes: 50, problem: null });
  report.written(written());
  report.written(written({ rows: 4, tookMs: 7, bytes: 120 }));
  expect(report.stats).toEqual({ writeMs: 7, rowsWritten: 7, bytes: 120, problem: null });
  expect(logged).toEqual([]);
});

test('has the problem of the last write until one succeeds', () => {
  const problem = problemOf('store.threadStopped', {});
  expect(() => report.failed(new StoreError(problem))).toThrow(StoreError);
  expect(report.stats.problem).toEqual(problem);
  const bug = new TypeError('a bug');
  expect(() => report.failed(bug)).toThrow(bug);
  expect(report.stats.problem).toEqual({ code: 'store.bug' });
  report.written(written());
  expect(report.stats.problem).toBeNull();
});

test('logs a problem, more damaged blocks and an unknown endpoint once each', () => {
  const steps: readonly [Partial<BatchWritten>, unknown[][]][] = [
    [
      { problem: 'disk full', damaged: 1, unknown: ['x', 'y', 'x'] },
      [
        ['error', 'The store cannot move results into blocks and will try again', { error: 'disk full' }],
        ['error', 'The store skips 1 damaged blocks: each is an hour of one endpoint', { damaged: 1 }],
        ['warn', 'The store skipped history of an unknown endpoint', { endpointId: 'x' }],
        ['warn', 'The store skipped history of an unknown endpoint', { endpointId: 'y' }],
      ],
    ],
    [{ problem: 'disk full', damaged: 1, unknown: ['y'] }, []],
    [{ damaged: 1 }, []],
    [
      { problem: 'disk full', damaged: 2, unknown: ['z'] },
      [
        ['error', 'The store cannot move results into blocks and will try again', { error: 'disk full' }],
        ['error', 'The store skips 2 damaged blocks: each is an hour of one endpoint', { damaged: 2 }],
        ['warn', 'The store skipped history of an unknown endpoint', { endpointId: 'z' }],
      ],
    ],
  ];
  for (const [batch, lines] of steps) {
    logged.length = 0;
    report.written(written(batch));
    expect(logged).toEqual(lines);
  }
});
