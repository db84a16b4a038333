import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, Snapshot } from '../../contract/channels/snapshot.ts';
import { RECENT_CHECKS } from '../../contract/model/endpoint.ts';
import { fakeCheck, fakeHealth, fakeIncident, fakeResult, fakeState, fakeView } from '../testing/fake-data.ts';
import { exampleSettings } from '../../shared/testing/examples.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';
import { FAKE_KINDS } from '../testing/fake-kinds.ts';
import { RECENT_INCIDENTS } from '../../contract/channels/snapshot.ts';
import { appendRecent } from '../../shared/recent-checks.ts';
import { HEALTH_HISTORY_MS, applyPush, fromSnapshot } from './apply.ts';

const NOW = Date.UTC(2026, 0, 5);

function snapshot(amount: number): Snapshot {
  const random = seededRandom(1);
  return {
    seq: 10,
    at: NOW,
    host: { kind: 'direct', version: '1', platform: 'linux', dataDir: '/d', configFile: null, features: [] },
    sources: [],
    next: null,
    endpoints: Array.from({ length: amount }, (_, index) => fakeView(index, random, NOW, 3)),
    kinds: FAKE_KINDS,
    settings: exampleSettings(),
    network: { online: true, reason: null },
    notices: [],
    notifications: [],
    health: null,
    incidents: [],
  };
}

/** The engine's steps as numbers. Each is turned into a change that fits the current state. */
const step = fc.record({ what: fc.nat(9), which: fc.nat(30), at: fc.nat(1_000_000) });

/** A simple model of the engine: plain arrays that are changed in place. */
function modelOf(first: Snapshot) {
  const views = [...first.endpoints];
  let { settings, network, incidents, notices, health } = first;
  const random = seededRandom(2);
  const change = ({ what, which, at }: { what: number; which: number; at: number }): Change | null => {
    const index = views.length === 0 ? -1 : which % views.length;
    const view = views[index];
    if (what === 0) {
      const added = fakeView(100 + which, random, NOW + at, 1);
      const known = views.findIndex((one) => one.endpoint.id === added.endpoint.id);
      if (known === -1) views.push(added);
      else views[known] = added;
      return { type: 'endpoint', view: added };
    }
    if (what === 1) return { type: 'settings', settings: (settings = { ...settings, maxConcurrent: at }) };
    if (what === 2)
      return {
        type: 'network',
        network: (network = { online: which % 2 === 0, reason: at % 2 === 0 ? 'noAddress' : 'silent' }),
      };
    if (what === 3) return { type: 'health', health: (health = fakeHealth(NOW + at, random, views.length)) };
    if (what === 4) {
      const active = at % 3 > 0;
      const notice = {
        id: String(which % 3),
        level: 'info',
        code: 'log.lost',
        params: { problem: String(at) },
        active,
      } as const;
      notices = notices.filter((one) => one.id !== notice.id);
      if (notice.active) notices = [...notices, notice];
      return { type: 'notice', notice };
    }
    if (view === undefined) return null;
    const { endpoint } = view;
    if (what === 5) {
      views.splice(index, 1);
      incidents = incidents.filter(({ endpointId }) => endpointId !== endpoint.id);
      return { type: 'removed', id: endpoint.id };
    }
    if (what === 6) {
      const state = fakeState(endpoint, view.state.last, 0, NOW + at, random);
      views[index] = { ...view, state };
      return { type: 'state', id: endpoint.id, state };
    }
    if (what === 7) {
      const incident = { ...fakeIncident(view, NOW, which % 2 === 0), startedAt: NOW + at, failures: at };
      incidents = [incident, ...incidents.filter((one) => one.id !== incident.id)].sort(
        (a, b) => b.startedAt - a.startedAt,
      );
      return { type: 'incident', incident };
    }
    const last = fakeCheck(endpoint, NOW + at, random, which % 4 === 0);
    const state = { ...fakeState(endpoint, last, 0, NOW + at, random), last };
    const { recent } = view;
    const keep = <T>(column: readonly T[], value: T) => [...column, value].slice(-RECENT_CHECKS);
    views[index] = {
      endpoint,
      state,
      recent: {
        at: keep(recent.at, last.at),
        durationMs: keep(recent.durationMs, last.durationMs),
        verdict: keep(recent.verdict, last.verdict),
        failure: keep(recent.failure, last.failure),
        disturbed: [],
      },
    };
    return { type: 'checked', id: endpoint.id, state };
  };
  const later = (seq: number): Snapshot => ({
    ...first,
    seq,
    endpoints: views,
    settings,
    network,
    incidents,
    notices,
    health,
  });
  return { change, later };
}

describe('applyPush', () => {
  test('a snapshot plus its pushes equals a later snapshot', () => {
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 5 }), { maxLength: 30 }), (pushes) => {
        const first = snapshot(3);
        const model = modelOf(first);
        let state = fromSnapshot(first);
        for (const steps of pushes) {
          const changes = steps.flatMap((one) => model.change(one) ?? []);
          const next = applyPush(state, { seq: state.seq + 1, at: NOW, changes });
          expect(next).not.toBeNull();
          if (next !== null) state = next;
        }
        const later = fromSnapshot(model.later(state.seq));
        // Only the page keeps a health history.
        expect({ ...state, healthHistory: [] }).toEqual({ ...later, healthHistory: [] });
        expect(state.ids).toEqual([...state.endpoints.keys()]);
      }),
      { numRuns: 200 },
    );
  });

  test.each<Change>([
    { type: 'removed', id: 'nobody' },
    { type: 'state', id: 'nobody', state: fakeView(0, seededRandom(1), NOW, 1).state },
  ])('refuses a change to an unknown endpoint: $type', (change) => {
    expect(applyPush(fromSnapshot(snapshot(1)), { seq: 11, at: NOW, changes: [change] })).toBeNull();
  });

  test('does not mutate the previous state, and keeps unchanged values identical', () => {
    const state = fromSnapshot(snapshot(2));
    const before = structuredClone(state);
    const last = fakeCheck(state.endpoints.get('e0')!.endpoint, NOW, seededRandom(1), false);
    const checked = { ...state.endpoints.get('e0')!.state, last };
    const next = applyPush(state, { seq: 11, at: NOW, changes: [{ type: 'checked', id: 'e0', state: checked }] });
    expect(state).toEqual(before);
    expect(next?.endpoints.get('e1')).toBe(state.endpoints.get('e1'));
    expect(next?.ids).toBe(state.ids);
    expect(next?.settings).toBe(state.settings);
  });

  test('keeps every open incident and the newest ended ones', () => {
    const view = fakeView(0, seededRandom(1), NOW, 1);
    const incidents = Array.from({ length: RECENT_INCIDENTS + 20 }, (_, index) => ({
      ...fakeIncident(view, NOW, index !== 0),
      id: `i${index}`,
      startedAt: NOW + index,
    }));
    const state = fromSnapshot({ ...snapshot(1), incidents });
    expect(state.incidents).toHaveLength(RECENT_INCIDENTS + 1);
    expect(state.incidents.at(-1)?.id).toBe('i0');
    expect(state.incidents[0]?.id).toBe(`i${RECENT_INCIDENTS + 19}`);
  });

  test('keeps five minutes of health, also after a new snapshot', () => {
    const random = seededRandom(1);
    let state = fromSnapshot(snapshot(0));
    for (let second = 0; second < 400; second++) {
      const health = fakeHealth(NOW + second * 1000, random, 1);
      state = applyPush(state, { seq: state.seq + 1, at: NOW, changes: [{ type: 'health', health }] }) ?? state;
    }
    expect(state.healthHistory).toHaveLength(HEALTH_HISTORY_MS / 1000);
    const again = fromSnapshot({ ...snapshot(0), health: state.health }, state);
    expect(again.healthHistory).toEqual(state.healthHistory);
  });
});

test('appendRecent keeps only the newest checks', () => {
  const view = fakeView(0, seededRandom(1), NOW);
  const check = fakeResult(view.endpoint, fakeCheck(view.endpoint, NOW + 1, seededRandom(1), true));
  const recent = appendRecent(view.recent, check);
  expect(recent.at).toHaveLength(RECENT_CHECKS);
  expect(recent.at.at(-1)).toBe(NOW + 1);
  expect(recent.failure.at(-1)).toBe(check.failure);
  expect(recent.at[0]).toBe(view.recent.at[1]);
});
