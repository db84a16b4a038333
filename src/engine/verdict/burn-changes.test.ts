import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { burnChanges } from './burn-changes.ts';
import { objectiveStatus } from './objective.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EVERY = 10 * MINUTE;

/** Down for so many minutes, again and again, with so many minutes between. */
function outages(lengths: readonly (readonly [gap: number, down: number])[]): readonly StatusSpan[] {
  let at = 0;
  return lengths.map(([gap, down]) => {
    const from = at + gap * MINUTE;
    at = from + down * MINUTE;
    return { endpointId: 'a', status: 'down', from, to: at };
  });
}

test('agrees with what the objective says at each time', () => {
  const lengths = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 300 })), {
    maxLength: 12,
  });
  const target = fc.constantFrom(0.9, 0.99, 0.999);
  fc.assert(
    fc.property(
      fc.array(lengths, { minLength: 1, maxLength: 3 }),
      target,
      fc.boolean(),
      (endpoints, share, isSingle) => {
        const histories = endpoints.map((one) => {
          const spans = outages(one);
          const [first] = spans;
          return { spans, single: isSingle && first !== undefined ? [{ from: first.from, to: first.to }] : [] };
        });
        const [from, to] = [DAY, 6 * DAY];
        const changes = burnChanges(histories, { target: share, from, to, every: EVERY });
        for (let at = from; at <= to; at += EVERY) {
          const known = changes.findLast((change) => change.at <= at)?.level ?? null;
          const past = histories.map(({ spans, single }) => ({ spans: untilThen(spans, at), single }));
          expect(known, `at ${at / MINUTE} min`).toBe(
            objectiveStatus(past, { target: share, window: 30 * DAY, now: at }).level,
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** Spans as they were at a time. */
function untilThen(spans: readonly StatusSpan[], at: number): readonly StatusSpan[] {
  return spans.filter(({ from }) => from < at).map((span) => ({ ...span, to: Math.min(span.to, at) }));
}

test('an outage of two hours burns fast, and no longer when its end is five minutes ago', () => {
  const spans = outages([[1440, 120]]);
  const changes = burnChanges([{ spans, single: [] }], { target: 0.99, from: DAY, to: 4 * DAY, every: MINUTE });
  const [first] = changes;
  expect(first).toMatchObject({ level: expect.any(String) as string });
  expect(changes.map(({ level }) => level)).toContain('fast');
  expect(changes.at(-1)?.level).toBeNull();
});
