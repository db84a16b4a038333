import { describe, expect, it } from 'vitest';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { Change, Push, Snapshot } from '../../contract/channels/snapshot.ts';
import type { EndpointState, Status } from '../../contract/model/endpoint.ts';
import { LOCAL_SOURCE, NO_CAPABILITIES, type Source, type SourceState } from '../../contract/model/source.ts';
import { NO_CHECKS } from '../../shared/recent-checks.ts';
import { exampleSettings } from '../../shared/testing/examples.ts';
import { applyChanges, viewOf, watchEngine, type ShellView } from './engine-watch.ts';

const settings = exampleSettings();
const state = (status: Status): EndpointState => ({
  status,
  since: 0,
  failing: 0,
  nextAt: null,
  last: null,
  uptime24h: null,
});
const endpoint = (id: string, status: Status, name = id): EndpointView => ({
  endpoint: {
    id,
    config: {
      name,
      kind: 'tcp',
      interval: 1000,
      timeout: 1000,
      retries: 0,
      retryInterval: 1000,
      degradedAbove: null,
      conditions: [],
      dialect: 'lookout',
      group: '',
      tags: [],
      note: '',
    },
    target: id,
    paused: status === 'paused',
    pausedUntil: null,
    source: 'hand',
    createdAt: 0,
  },
  state: state(status),
  recent: NO_CHECKS,
});
const last = {
  at: 1,
  durationMs: 1,
  phases: {},
  verdict: 'up',
  failure: null,
  disturbed: false,
  swallowed: null,
} as const;
const local: Source = { id: LOCAL_SOURCE, capabilities: NO_CAPABILITIES };
const berlin = (state: SourceState): Source => ({
  id: 'b1',
  name: 'Berlin',
  capabilities: NO_CAPABILITIES,
  connection: { state, since: 0, lastContact: 0, problem: null, version: null, scope: null },
});
const view = viewOf({ endpoints: [endpoint('a', 'up'), endpoint('b', 'down')], settings, sources: [local] });

describe('applyChanges', () => {
  const apply = (...changes: Change[]) => applyChanges(view, changes);

  it('returns the same view when nothing that is shown changes', () => {
    expect(apply({ type: 'checked', id: 'a', state: { ...state('up'), last } })).toBe(view);
    expect(apply({ type: 'removed', id: 'unknown' })).toBe(view);
    expect(apply({ type: 'network', network: { online: false, reason: 'silent' } })).toBe(view);
  });

  it('adds, changes and removes endpoints, without changing the view before', () => {
    const after = apply(
      { type: 'endpoint', view: endpoint('c', 'pending', 'Third') },
      { type: 'checked', id: 'a', state: { ...state('degraded'), last } },
      { type: 'state', id: 'c', state: state('paused') },
      { type: 'removed', id: 'b' },
    );
    expect([...after.endpoints]).toEqual([
      ['a', { name: 'a', status: 'degraded', reported: 'degraded' }],
      ['c', { name: 'Third', status: 'paused', reported: 'paused' }],
    ]);
    expect([...view.endpoints.keys()]).toEqual(['a', 'b']);
  });

  it('counts the endpoints of a source without a connection as unknown, until it is connected again', () => {
    const sources = [local, berlin('connected')];
    const both = viewOf({ endpoints: [endpoint('a', 'up'), endpoint('b1~far', 'down')], settings, sources });
    const statuses = ({ endpoints }: ShellView) => [...endpoints.values()].map(({ status }) => status);
    expect(statuses(both)).toEqual(['up', 'down']);
    expect(applyChanges(both, [{ type: 'sources', sources }])).toBe(both);
    const gone = applyChanges(both, [{ type: 'sources', sources: [local, berlin('reconnecting')] }]);
    expect(statuses(gone)).toEqual(['up', 'unknown']);
    expect(applyChanges(gone, [{ type: 'state', id: 'b1~far', state: state('down') }])).toBe(gone);
    const reported = applyChanges(gone, [{ type: 'state', id: 'b1~far', state: state('degraded') }]);
    expect(statuses(reported)).toEqual(['up', 'unknown']);
    expect(statuses(applyChanges(reported, [{ type: 'sources', sources }]))).toEqual(['up', 'degraded']);
    const refused = viewOf({ endpoints: [endpoint('b1~far', 'down')], settings, sources: [local, berlin('refused')] });
    expect(statuses(refused)).toEqual(['unknown']);
  });

  it('follows the settings', () => {
    const after = apply({ type: 'settings', settings: { ...settings, theme: 'dark' } });
    expect(after.settings.theme).toBe('dark');
    expect(after.endpoints).toBe(view.endpoints);
  });
});

describe('watchEngine', () => {
  function engineDouble(snapshot: Promise<unknown>) {
    const listeners = new Set<(push: Push) => void>();
    return {
      listeners,
      push: (seq: number, ...changes: Change[]) => {
        for (const listener of listeners) listener({ seq, at: 0, changes });
      },
      engine: {
        request: async <A>() => (await snapshot) as A,
        onPush(listener: (push: Push) => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    };
  }
  const snapshot = {
    seq: 5,
    endpoints: [endpoint('a', 'up')],
    incidents: [],
    sources: [local],
    next: null,
    settings,
  } as unknown as Snapshot;

  it('applies only the pushes that are not in the snapshot yet', async () => {
    const answer = Promise.withResolvers<unknown>();
    const { engine, push } = engineDouble(answer.promise);
    const watching = watchEngine(engine);
    push(5, { type: 'state', id: 'a', state: state('down') });
    push(6, { type: 'endpoint', view: endpoint('b', 'up') });
    answer.resolve(snapshot);
    const watch = await watching;
    expect([...watch.view().endpoints.values()].map(({ status }) => status)).toEqual(['up', 'up']);
    watch.dispose();
  });

  it('reports each change until it is disposed', async () => {
    const { engine, push, listeners } = engineDouble(Promise.resolve(snapshot));
    const watch = await watchEngine(engine);
    const seen: unknown[] = [];
    watch.onChange((now, before) => seen.push([before.endpoints.get('a')?.status, now.endpoints.get('a')?.status]));
    push(6, { type: 'state', id: 'a', state: state('down') });
    push(7, { type: 'state', id: 'a', state: state('down') });
    watch.dispose();
    push(8, { type: 'state', id: 'a', state: state('up') });
    expect(seen).toEqual([['up', 'down']]);
    expect(listeners.size).toBe(0);
  });

  it('stops listening when there is no snapshot', async () => {
    const { engine, listeners } = engineDouble(Promise.reject(new Error('no')));
    await expect(watchEngine(engine)).rejects.toThrow('no');
    expect(listeners.size).toBe(0);
  });
});
