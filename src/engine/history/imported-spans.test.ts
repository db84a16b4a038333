import { expect, test } from 'vitest';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { anEndpoint } from '../store/testing/store-fixture.ts';
import { importedSpans, type ImportedCheck } from './imported-spans.ts';

const MINUTE = 60_000;
const plain = anEndpoint('a');
const common = { interval: MINUTE, timeout: 10_000, retries: 1, retryInterval: 10_000 };
const endpoint = { ...plain, config: { ...plain.config, ...common } };

/** A check each minute: `.` is up, `x` is down, and a blank is none. */
function checks(text: string, from = 0): ImportedCheck[] {
  return Array.from(text).flatMap((sign, index): readonly ImportedCheck[] => {
    const at = from + index * MINUTE;
    if (sign === '.') return [{ at, durationMs: 10, verdict: 'up', failure: null }];
    return sign === 'x' ? [{ at, durationMs: 10, verdict: 'down', failure: { code: 'connect.refused' } }] : [];
  });
}

const brief = (spans: readonly StatusSpan[]) =>
  spans.map(({ status, from, to }) => [status, from / MINUTE, Math.round(to / MINUTE)]);

test('checks in any order cover the time between them, with the retries of the endpoint', () => {
  const found = importedSpans(endpoint, checks('..x..xxx..').toReversed(), []);
  // A single failed check is no outage.
  expect(brief(found)).toEqual([
    ['up', 0, 5],
    ['down', 5, 8],
    ['up', 8, 9],
  ]);
});

test('nothing is known where there were no checks for long', () => {
  expect(brief(importedSpans(endpoint, checks('...          ...'), []))).toEqual([
    ['up', 0, 2],
    ['up', 13, 15],
  ]);
});

test('what is stored already stays as it is, and an import a second time adds nothing', () => {
  const known: StatusSpan[] = [{ endpointId: 'a', status: 'down', from: 3 * MINUTE, to: 5 * MINUTE }];
  const added = importedSpans(endpoint, checks('..........'), known);
  expect(brief(added)).toEqual([
    ['up', 0, 3],
    ['up', 5, 9],
  ]);
  expect(importedSpans(endpoint, checks('..........'), [...added, ...known])).toEqual([]);
});
