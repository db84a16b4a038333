import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GROUP_WAIT_MS, nextAction, UPDATE_EVERY_MS, type PlannedAlert } from './plan.ts';

const MINUTE = 60_000;
const RULE = { after: 0, repeat: null, steps: [] };

function anAlert(more: Partial<PlannedAlert> = {}): PlannedAlert {
  return {
    state: 'waiting',
    age: 0,
    active: 1,
    hold: () => null,
    firedAge: null,
    sentAge: null,
    changed: false,
    acknowledged: false,
    steps: 0,
    ...more,
  };
}

const firing = (more: Partial<PlannedAlert> = {}): PlannedAlert =>
  anAlert({ state: 'firing', firedAge: 0, sentAge: 0, ...more });

describe('a waiting alert', () => {
  test('fires after the grouping delay, or after the delay of its rule', () => {
    expect(nextAction(anAlert(), RULE)).toEqual({ do: 'wait', ms: GROUP_WAIT_MS, hold: null });
    expect(nextAction(anAlert({ age: GROUP_WAIT_MS }), RULE)).toEqual({ do: 'fire' });
    const slow = { ...RULE, after: 5 * MINUTE };
    expect(nextAction(anAlert({ age: 2 * MINUTE }), slow)).toEqual({ do: 'wait', ms: 3 * MINUTE, hold: null });
    expect(nextAction(anAlert({ age: 5 * MINUTE }), slow)).toEqual({ do: 'fire' });
  });

  test('is dropped when everything recovers before it fires', () => {
    expect(nextAction(anAlert({ active: 0 }), RULE)).toEqual({ do: 'drop' });
    expect(nextAction(anAlert({ active: 0, age: 3 * MINUTE }), { ...RULE, after: MINUTE })).toEqual({ do: 'drop' });
  });

  test('is held, and checked again when the hold ends, or after half a minute', () => {
    const hold = { reason: 'silence', name: 'Move', endsIn: 12_000 } as const;
    const held = { reason: 'silence', name: 'Move' };
    expect(nextAction(anAlert({ age: MINUTE, hold: () => hold }), RULE)).toEqual({
      do: 'wait',
      ms: 12_000,
      hold: held,
    });
    const long = { ...hold, endsIn: null };
    expect(nextAction(anAlert({ age: MINUTE, hold: () => long }), RULE)).toEqual({
      do: 'wait',
      ms: 30_000,
      hold: held,
    });
  });

  test('that is over waits for the hours of its rule, and says then that there was trouble', () => {
    const over = anAlert({ active: 0, heldByHours: () => ({ reason: 'hours', name: '', endsIn: 20 * MINUTE }) });
    const hold = { reason: 'hours', name: '' };
    expect(nextAction(over, RULE)).toEqual({ do: 'wait', ms: 20 * MINUTE, hold });
    expect(nextAction({ ...over, heldByHours: () => null }, RULE)).toEqual({ do: 'tellAfterwards' });
  });
});

describe('a firing alert', () => {
  test('is resolved when everything recovers, even while it is held', () => {
    expect(nextAction(firing({ active: 0, age: MINUTE }), RULE)).toEqual({ do: 'resolve' });
  });

  test('waits for checks when nothing else can happen', () => {
    expect(nextAction(firing({ age: MINUTE }), RULE)).toEqual({ do: 'wait', ms: Infinity, hold: null });
  });

  test('sends an update about changes at most once a minute', () => {
    const changed = firing({ changed: true, sentAge: MINUTE, age: MINUTE + 10_000 });
    expect(nextAction(changed, RULE)).toEqual({ do: 'wait', ms: UPDATE_EVERY_MS - 10_000, hold: null });
    expect(nextAction({ ...changed, age: 2 * MINUTE }, RULE)).toEqual({ do: 'update' });
  });

  test('takes its steps and sends reminders until it is acknowledged', () => {
    const steps = [
      { after: 5 * MINUTE, channels: ['a'] },
      { after: 15 * MINUTE, channels: ['b'] },
    ];
    const rule = { ...RULE, repeat: 10 * MINUTE, steps };
    expect(nextAction(firing({ age: 5 * MINUTE }), rule)).toEqual({ do: 'escalate', step: 0 });
    const after = firing({ age: 5 * MINUTE, steps: 1, sentAge: 5 * MINUTE });
    expect(nextAction(after, rule)).toEqual({ do: 'wait', ms: 10 * MINUTE, hold: null });
    expect(nextAction({ ...after, age: 15 * MINUTE }, rule)).toEqual({ do: 'escalate', step: 1 });
    const last = firing({ age: 25 * MINUTE, steps: 2, sentAge: 15 * MINUTE });
    expect(nextAction(last, rule)).toEqual({ do: 'remind' });
    expect(nextAction({ ...last, acknowledged: true }, rule)).toEqual({ do: 'wait', ms: Infinity, hold: null });
  });

  test('counts its steps from when people were first alerted', () => {
    const rule = { ...RULE, steps: [{ after: 5 * MINUTE, channels: ['a'] }] };
    const late = firing({ firedAge: 60 * MINUTE, sentAge: 60 * MINUTE, age: 62 * MINUTE });
    expect(nextAction(late, rule)).toEqual({ do: 'wait', ms: 3 * MINUTE, hold: null });
  });

  test('sends nothing while it is held', () => {
    const hold = { reason: 'silence', name: '', endsIn: null } as const;
    const rule = { ...RULE, repeat: MINUTE };
    expect(nextAction(firing({ age: 2 * MINUTE, hold: () => hold }), rule)).toMatchObject({
      do: 'wait',
      hold: { reason: 'silence' },
    });
  });
});

test('never waits for a time that has passed', () => {
  expect.hasAssertions();
  const ms = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(ms, ms, ms, ms, fc.boolean(), (age, after, repeat, sent, changed) => {
      const alert = firing({ age, firedAge: Math.min(sent, age), sentAge: Math.min(sent, age), changed });
      const action = nextAction(alert, { after, repeat: Math.max(1, repeat), steps: [] });
      if (action.do === 'wait') expect(action.ms).toBeGreaterThan(0);
    }),
  );
});
