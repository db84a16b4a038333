import { describe, expect, test } from 'vitest';
import { EMPTY_ROUND, neededOf, takeReading, type Folded, type VantageReading, type VantageRules } from './vantages.ts';

const RULES: VantageRules = { vantages: ['a', 'b', 'c'], needed: null, staleAfterMs: 100 };

function reading(vantage: string, verdict: VantageReading['verdict'], more: Partial<VantageReading> = {}) {
  const failure = verdict === 'up' ? null : { code: verdict === 'down' ? 'timeout' : 'local.vantage' };
  return { vantage, at: 0, durationMs: 10, verdict, failure, warning: null, phases: {}, metrics: {}, ...more };
}

/** What follows from readings that are written as `a+ b- c?`: up, down, unknown. One unit of time lies between them. */
function play(script: string, rules: Partial<VantageRules> = {}): (string | null)[] {
  return playReadings(
    script.split(' ').map((word, index) => {
      const verdict = { '+': 'up', '-': 'down', '?': 'unknown' }[word[1] ?? ''] as VantageReading['verdict'];
      return reading(word[0] ?? '', verdict, { at: index });
    }),
    rules,
  ).map((folded) => folded?.verdict ?? null);
}

function playReadings(readings: readonly VantageReading[], rules: Partial<VantageRules> = {}): (Folded | null)[] {
  let round = EMPTY_ROUND;
  return readings.map((one) => {
    const taken = takeReading(round, one, { ...RULES, ...rules });
    ({ round } = taken);
    return taken.folded;
  });
}

describe('when a result follows', () => {
  test.each([
    ['each reading of a single vantage point', 'a+ a- a+', { vantages: ['a'] }, ['up', 'down', 'up']],
    ['when all have reported', 'a+ b+ c+ a+ c+ b+', {}, [null, null, 'up', null, null, 'up']],
    ['when one reports again because another is silent', 'a+ b+ a+ b+ a+', {}, [null, null, 'up', null, 'up']],
    ['at once when the verdict changes', 'a+ b+ c+ a- b- c-', {}, [null, null, 'up', null, 'down', null]],
    ['not before all have reported for the first time', 'a- b- c+', {}, [null, null, 'down']],
  ])('%s', (_, script, rules, expected) => {
    expect(play(script, rules)).toEqual(expected);
  });
});

describe('the verdict', () => {
  test.each([
    ['up, while fewer than needed say that it is down', 'a- b+ c+', {}, 'up'],
    ['down, when more than half say so', 'a- b- c+', {}, 'down'],
    ['down, when as many as needed say so', 'a- b+ c+', { needed: 1 }, 'down'],
    ['up, when all would have to agree', 'a- b- c+', { needed: 3 }, 'up'],
    ['down, when more are needed than there are', 'a- b- c-', { needed: 9 }, 'down'],
    ['up, when those that are unknown leave one that is up', 'a? b? c+', {}, 'up'],
    ['unknown, when too few can judge and all of them find it down', 'a? b? c-', {}, 'unknown'],
    ['unknown, when none can judge', 'a? b? c?', {}, 'unknown'],
  ])('is %s', (_, script, rules, expected) => {
    expect(play(script, rules).at(-1)).toBe(expected);
  });

  test('does not count old readings', () => {
    const old = [reading('a', 'down'), reading('b', 'down'), reading('c', 'up', { at: 101 })];
    expect(playReadings(old).at(-1)?.verdict).toBe('up');
    expect(playReadings(old, { staleAfterMs: 101 }).at(-1)?.verdict).toBe('down');
  });

  test('has the failure that most vantage points have', () => {
    const codes = ['dns.nxdomain', 'timeout', 'timeout'];
    const readings = codes.map((code, index) => reading('abc'[index] ?? '', 'down', { failure: { code } }));
    expect(playReadings(readings).at(-1)?.failure).toEqual({ code: 'timeout' });
  });

  test('says how many could judge', () => {
    const folded = playReadings([reading('a', 'down'), reading('b', 'unknown'), reading('c', 'unknown')]).at(-1);
    expect(folded?.failure).toEqual({ code: 'local.vantages', params: { count: 1, needed: 2 } });
  });

  test('is that of one vantage point when it alone is silent', () => {
    const folded = playReadings([reading('a', 'unknown')], { vantages: ['a'] }).at(-1);
    expect(folded?.failure).toEqual({ code: 'local.vantage' });
  });
});

test('the duration is the median of those that are up', () => {
  const durations = [90, 10, 30];
  const readings = durations.map((durationMs, index) => reading('abc'[index] ?? '', 'up', { durationMs }));
  expect(playReadings(readings).at(-1)?.by.durationMs).toBe(30);
  const one = [...readings.slice(0, 2), reading('c', 'down', { durationMs: 1 })];
  expect(playReadings(one).at(-1)?.by.durationMs).toBe(10);
});

test('the readings are in the order of the vantage points', () => {
  const readings = [reading('c', 'up'), reading('a', 'up'), reading('b', 'up')];
  expect(
    playReadings(readings)
      .at(-1)
      ?.readings.map(({ vantage }) => vantage),
  ).toEqual(['a', 'b', 'c']);
});

test('more than half must agree, unless a number is given', () => {
  expect([1, 2, 3, 4, 5].map((count) => neededOf(count, null))).toEqual([1, 2, 2, 3, 3]);
  expect(neededOf(2, 5)).toBe(2);
});
