import { describe, expect, it } from 'vitest';
import type { CheckResult, Verdict } from '../../contract/model/check.ts';
import { exampleResult } from '../../shared/testing/examples.ts';
import { duringMaintenance, next, pending, withoutUnconfirmed, type StatusState, type Transition } from './status.ts';

const rules = { retries: 2, retryInterval: 5000 };

function result(at: number, verdict: Verdict): CheckResult {
  const failure =
    verdict === 'up' || verdict === 'degraded' ? null : ({ code: 'timeout', message: `No answer at ${at}.` } as const);
  return exampleResult(at, { durationMs: 10, verdict, failure });
}

function play(verdicts: readonly Verdict[], start: StatusState = pending(0)): Transition[] {
  let state = start;
  return verdicts.map((verdict, n) => {
    const transition = next(state, result((n + 1) * 1000, verdict), (n + 1) * 1000, rules, () => `incident ${n}`);
    state = transition.state;
    return transition;
  });
}

describe('a check during planned work', () => {
  it('confirms no failure and needs no retry, and an answer counts', () => {
    const [, unconfirmed] = play(['up', 'down']);
    const failed = duringMaintenance(unconfirmed?.state ?? pending(0), result(3000, 'down'), 3000);
    expect(failed).toMatchObject({ state: { status: 'up', failing: 0 }, incident: null, event: null, retryIn: null });
    for (const verdict of ['up', 'degraded'] as const) {
      expect(duringMaintenance(failed.state, result(4000, verdict), 4000).state.status).toBe(verdict);
    }
    const [, , down] = play(['down', 'down', 'down']);
    expect(duringMaintenance(down?.state ?? pending(0), result(4000, 'degraded'), 4000).event).toBe('recovered');
  });
});

describe('status', () => {
  it('goes on with an incident of before this start', () => {
    const incident = play(['down', 'down', 'down']).at(-1)?.incident ?? null;
    expect(pending(9000, incident)).toMatchObject({ failing: 3, firstFailure: { at: 1000 }, incident });
    expect(pending(9000)).toMatchObject({ failing: 0, firstFailure: null, incident: null });
  });

  it('is down only after its retries, and the incident starts at the first failure', () => {
    const [up, first, second, third, fourth, back] = play(['up', 'down', 'down', 'down', 'down', 'up']);
    expect(up?.state).toMatchObject({ status: 'up', since: 1000 });
    expect(first).toMatchObject({ state: { status: 'up', failing: 1 }, retryIn: 5000, event: null, incident: null });
    expect(second).toMatchObject({ state: { status: 'up', failing: 2 }, retryIn: 5000 });
    expect(third).toMatchObject({
      state: { status: 'down', since: 2000, failing: 3 },
      retryIn: null,
      event: 'wentDown',
    });
    expect(third?.incident).toMatchObject({ startedAt: 2000, lastFailureAt: 4000, failures: 3, resolvedAt: null });
    expect(third?.incident?.cause.message).toBe('No answer at 2000.');
    expect(third?.incident?.evidence.at).toBe(2000);
    expect(fourth).toMatchObject({ event: null, incident: { lastFailureAt: 5000, failures: 4 } });
    expect(back).toMatchObject({ state: { status: 'up', since: 6000, failing: 0 }, event: 'recovered' });
    expect(back?.incident).toMatchObject({ id: third?.incident?.id, resolvedAt: 6000 });
  });

  it('forgets failures after a good check', () => {
    const transitions = play(['up', 'down', 'down', 'up', 'down', 'down']);
    expect(transitions.map(({ state }) => state.status)).toEqual(Array(6).fill('up'));
    expect(transitions.at(-1)?.state.failing).toBe(2);
  });

  it('stays pending while a new endpoint is retried', () => {
    expect(play(['down', 'down', 'down']).map(({ state }) => state.status)).toEqual(['pending', 'pending', 'down']);
  });

  it('forgets unconfirmed failures at an unknown check, but keeps an open incident', () => {
    const transitions = play(['down', 'down', 'unknown', 'down', 'down', 'down', 'unknown', 'down', 'up']);
    expect(transitions.map(({ state }) => state.status)).toEqual([
      'pending',
      'pending',
      'unknown',
      'unknown',
      'unknown',
      'down',
      'unknown',
      'down',
      'up',
    ]);
    expect(transitions.map(({ event }) => event).filter((event) => event !== null)).toEqual(['wentDown', 'recovered']);
    expect(transitions[5]?.incident?.startedAt).toBe(4000);
    expect(new Set(transitions.flatMap(({ incident }) => (incident === null ? [] : [incident.id]))).size).toBe(1);
  });

  it('continues an incident that was open when the program stopped, without a second event', () => {
    const open = play(['down', 'down', 'down']).at(-1)?.incident ?? null;
    const [still, back] = play(['down', 'degraded'], pending(9000, open));
    expect(still).toMatchObject({ state: { status: 'down' }, event: null, incident: { id: open?.id, failures: 4 } });
    expect(back).toMatchObject({ state: { status: 'degraded' }, event: 'recovered', incident: { id: open?.id } });
  });

  it('is down at the first failure without retries', () => {
    const transition = next(pending(0), result(1, 'down'), 1, { retries: 0, retryInterval: 1 }, () => 'i');
    expect(transition).toMatchObject({ state: { status: 'down' }, event: 'wentDown', retryIn: null });
  });

  it.each([
    ['set back an hour', -3_600_000, { startedAt: 10_000_000, lastFailureAt: 10_060_000, resolvedAt: 10_120_000 }],
    ['left alone', 0, { startedAt: 10_000_000, lastFailureAt: 10_060_000, resolvedAt: 10_120_000 }],
  ])('measures an incident on the monotonic clock: the wall clock is %s', (_, step, incident) => {
    const once = { retries: 0, retryInterval: 1 };
    const down = next(pending(0), result(10_000_000, 'down'), 500, once, () => 'i');
    const still = next(down.state, result(10_060_000 + step, 'down'), 60_500, once, () => 'i');
    const back = next(still.state, result(10_120_000 + step, 'up'), 120_500, once, () => 'i');
    expect(back.incident).toMatchObject(incident);
  });

  it('never ends an incident from an earlier run before its last failure', () => {
    const open = play(['down', 'down', 'down']).at(-1)?.incident ?? null;
    const back = next(pending(500, open), result(500, 'up'), 1, rules, () => 'i');
    expect(back.incident).toMatchObject({ startedAt: 1000, lastFailureAt: 3000, resolvedAt: 3000 });
  });

  it('measures an incident from an earlier run on the monotonic clock of this run, from its first failure on', () => {
    const open = play(['down', 'down', 'down']).at(-1)?.incident ?? null;
    // The clock was set back while Lookout was not running.
    const first = next(pending(0, open), result(100, 'down'), 7, rules, () => 'i');
    expect(first.incident).toMatchObject({ lastFailureAt: 3000 });
    const second = next(first.state, result(160, 'down'), 60_007, rules, () => 'i');
    expect(second.incident).toMatchObject({ lastFailureAt: 63_000 });
    const back = next(second.state, result(220, 'up'), 120_007, rules, () => 'i');
    expect(back.incident).toMatchObject({ startedAt: 1000, lastFailureAt: 63_000, resolvedAt: 123_000 });
  });

  it('does not end an incident before its last failure when the clock was ahead for a while', () => {
    const once = { retries: 0, retryInterval: 1 };
    const down = next(pending(0), result(10_000_000, 'down'), 0, once, () => 'i');
    const ahead = next(down.state, result(13_610_000, 'down'), 10_000, once, () => 'i');
    const back = next(ahead.state, result(10_020_000, 'up'), 20_000, once, () => 'i');
    expect(back.incident).toMatchObject({ lastFailureAt: 10_020_000, resolvedAt: 10_020_000 });
  });

  it('is since the first check of the status, or for down since the first failure', () => {
    const since = (verdicts: readonly Verdict[], start?: StatusState) =>
      play(verdicts, start).map(({ state }) => [state.status, state.since]);
    expect(since(['up', 'up', 'degraded', 'degraded', 'up'])).toEqual([
      ['up', 1000],
      ['up', 1000],
      ['degraded', 3000],
      ['degraded', 3000],
      ['up', 5000],
    ]);
    expect(since(['up', 'unknown', 'unknown', 'up'])).toEqual([
      ['up', 1000],
      ['unknown', 2000],
      ['unknown', 2000],
      ['up', 4000],
    ]);
    // The time in between is unknown.
    expect(since(['down', 'down', 'down', 'down', 'unknown', 'down', 'down'])).toEqual([
      ['pending', 0],
      ['pending', 0],
      ['down', 1000],
      ['down', 1000],
      ['unknown', 5000],
      ['down', 6000],
      ['down', 6000],
    ]);
  });

  it('waits for a time in addition to the retries', () => {
    const seconds = (downFor: number | null) =>
      ['down', 'down', 'down', 'down', 'down'].reduce<Transition[]>((done, _, index) => {
        const at = 1000 * (index + 1);
        const state = done.at(-1)?.state ?? pending(0);
        return [...done, next(state, result(at, 'down'), at, { retries: 0, retryInterval: 1000, downFor }, () => 'i')];
      }, []);
    expect(seconds(null).map(({ event }) => event)).toEqual(['wentDown', null, null, null, null]);
    const waited = seconds(3000);
    expect(waited.map(({ event }) => event)).toEqual([null, null, null, 'wentDown', null]);
    expect(waited.map(({ retryIn }) => retryIn)).toEqual([1000, 1000, 1000, null, null]);
    expect(waited[3]?.incident).toMatchObject({ startedAt: 1000, failures: 4 });
  });

  it('reports no event for a good check without an incident', () => {
    expect(play(['up', 'degraded', 'up']).map(({ event, incident }) => [event, incident])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });
});

describe('withoutUnconfirmed', () => {
  it('forgets failures that no incident confirmed', () => {
    const state = play(['up', 'down', 'down']).at(-1)?.state ?? pending(0);
    expect(state.failing).toBe(2);
    expect(withoutUnconfirmed(state)).toEqual({ ...state, failing: 0, firstFailure: null, anchor: null });
  });

  it('keeps an open incident with its failures', () => {
    const state = play(['down', 'down', 'down']).at(-1)?.state ?? pending(0);
    expect(withoutUnconfirmed(state)).toBe(state);
  });

  it('changes nothing without failures', () => {
    const state = play(['up']).at(-1)?.state ?? pending(0);
    expect(withoutUnconfirmed(state)).toBe(state);
  });
});
