import { expect, test } from 'vitest';
import type { Series } from '../../../../contract/model/series.ts';
import { rowFromCheck } from '../../../charts/data/rows.ts';
import { canDraw, entryOf, NO_SERIES, shownSeries, withAnswer, withPushed, type WantedSeries } from './known-series.ts';

const check = (at: number, durationMs = 20) =>
  rowFromCheck({ at, durationMs, phases: {}, verdict: 'up', failure: null, disturbed: false, swallowed: null });

function series(from: number, to: number, step: number): Series {
  const at = Array.from({ length: 10 }, (_, index) => from + (index * (to - from)) / 10);
  const all = (value: number) => at.map(() => value);
  return {
    from,
    to,
    step,
    at,
    count: all(1),
    down: all(0),
    unknown: all(0),
    disturbed: all(0),
    swallowed: all(0),
    swallowedInterval: at.map(() => null),
    min: all(10),
    avg: all(15),
    max: all(20),
    p5: all(10),
    p25: all(12),
    p50: all(15),
    p75: all(17),
    p95: all(19),
    p99: all(20),
    phases: {},
    metrics: {},
    failure: at.map(() => null),
    failures: {},
    summary: {
      count: 10,
      down: 0,
      unknown: 0,
      disturbed: 0,
      swallowed: 0,
      min: 10,
      avg: 15,
      max: 20,
      p50: 15,
      p95: 19,
      p99: 20,
    },
  };
}

const VIEW: WantedSeries = { from: 10_000, to: 20_000, points: 100, whole: true, view: '10000' };
const answer = (wanted: WantedSeries, step: number, pushed = [check(0)].slice(1)) =>
  entryOf(series(wanted.from, wanted.to, step), wanted, pushed);

test('nothing is shown before the first answer', () => {
  expect(shownSeries(NO_SERIES, VIEW, 100, 20_000)).toMatchObject({ rows: null, summary: null });
  expect(canDraw(NO_SERIES, VIEW, 100, 20_000)).toBe(false);
});

test('a gesture is drawn from the surroundings of the view, with the figures of the view', () => {
  const around: WantedSeries = { from: 0, to: 30_000, points: 300, whole: false, view: '10000' };
  const known = withAnswer(withAnswer(NO_SERIES, answer(VIEW, 100), VIEW), answer(around, 100), around);
  expect(known.view).toBe('10000');
  const left = { from: 5000, to: 15_000 };
  expect(canDraw(known, left, 100, 30_000)).toBe(true);
  expect(shownSeries(known, left, 100, 30_000).rows?.[0]?.at).toBe(0);
  expect(shownSeries(known, left, 100, 30_000).summary?.count).toBe(10);
});

test('a pushed check is added to the live answer and to its figures', () => {
  const known = withAnswer(NO_SERIES, answer(VIEW, 0), VIEW);
  const next = withPushed(known, check(20_500, 80), 10_500, 20_600);
  const shown = shownSeries(next, { from: 10_500, to: 20_500 }, 100, 20_600);
  expect(shown.rows?.at(-1)?.at).toBe(20_500);
  expect(shown.summary).toMatchObject({ count: 10, max: 80 });
  expect(withPushed(known, check(9000), 0, 20_000)).toBe(known);
  expect(withPushed(NO_SERIES, check(9000), 0, 20_000)).toBe(NO_SERIES);
});

test('an answer contains the checks that were pushed while it was on its way', () => {
  const { rows } = answer(VIEW, 0, [check(8000), check(19_900)]);
  expect(rows.map(({ at }) => at)).toContain(19_900);
  expect(rows.map(({ at }) => at)).not.toContain(8000);
});

test('an answer ends the refusal', () => {
  const refused = { code: 'unavailable', reason: 'stopping', issues: [] } as const;
  expect(withAnswer({ ...NO_SERIES, refused }, answer(VIEW, 100), VIEW).refused).toBe(null);
});
