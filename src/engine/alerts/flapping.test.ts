import { expect, test } from 'vitest';
import { Flapping, FLAPPING_DOWNS } from './flapping.ts';

const MINUTE = 60_000;

function setUp(interval = 30_000) {
  let now = 0;
  const flapping = new Flapping({ mono: () => now });
  /** Checks every minute. */
  const run = (minutes: number, isDown: boolean) => {
    let last: number | null = null;
    for (let minute = 0; minute < minutes; minute += 1) {
      now += MINUTE;
      last = flapping.checked('a', isDown, interval);
    }
    return last;
  };
  return { flapping, run };
}

test('begins with the fourth time down within an hour, not with a long outage', () => {
  const { run, flapping } = setUp();
  expect(run(90, true)).toBeNull();
  expect(run(60, false)).toBeNull();
  for (const _ of [1, 2, 3]) {
    expect(run(5, true)).toBeNull();
    expect(run(5, false)).toBeNull();
  }
  expect(run(1, true)).toBe(FLAPPING_DOWNS);
  expect(flapping.of('a')).toBe(FLAPPING_DOWNS);
});

test('ends after half an hour without a change, and begins again with the fourth time down', () => {
  const { run } = setUp();
  for (const _ of [1, 2, 3, 4, 5, 6]) {
    run(5, true);
    run(5, false);
  }
  expect(run(24, false)).toBe(FLAPPING_DOWNS);
  expect(run(2, false)).toBeNull();
  for (const _ of [1, 2, 3]) {
    expect(run(2, true)).toBeNull();
    expect(run(2, false)).toBeNull();
  }
  expect(run(2, true)).toBe(FLAPPING_DOWNS);
});

test('does not include an endpoint that goes down every half hour', () => {
  const { run } = setUp();
  for (const _ of Array.from({ length: 20 })) {
    expect(run(5, true)).toBeNull();
    expect(run(25, false)).toBeNull();
  }
});

test('looks at twenty intervals where that is longer than an hour', () => {
  const { run } = setUp(30 * MINUTE);
  for (const _ of [1, 2, 3]) {
    run(60, true);
    run(60, false);
  }
  expect(run(1, true)).toBe(FLAPPING_DOWNS);
  expect(run(200, true)).toBe(FLAPPING_DOWNS);
  expect(run(120, true)).toBeNull();
});

test('is restored after a restart, and forgotten with the endpoint', () => {
  const { run, flapping } = setUp();
  flapping.restore('a', 4);
  expect(run(10, false)).toBe(4);
  expect(run(31, false)).toBeNull();
  flapping.restore('a', 4);
  flapping.forget('a');
  expect(flapping.of('a')).toBeNull();
});
