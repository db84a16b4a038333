import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { EndpointView } from '../contract/channels/endpoints.ts';
import type { Answer, Args, Channel } from '../contract/channels/index.ts';
import type { Change, Push, Snapshot } from '../contract/channels/snapshot.ts';
import type { EndpointState } from '../contract/model/endpoint.ts';
import { followEngine, readWholeSnapshot } from './follow-engine.ts';

const PAGE = 3;

/** The number of changes of each endpoint. */
type Known = ReadonlyMap<string, number>;

const viewOf = (id: string, changes: number) =>
  ({ endpoint: { id }, state: { failing: changes } }) as unknown as EndpointView;

/** An engine that answers in pages of three, and calls `between` between two pages. */
function anEngine(ids: readonly string[], between: () => void = () => undefined) {
  const places = new Map<string, number>();
  const known = new Map<string, number>();
  const listeners = new Set<(push: Push) => void>();
  let seq = 7;
  let last = 0;
  const put = (id: string, changes: number) => {
    if (!places.has(id)) places.set(id, ++last);
    known.set(id, changes);
  };
  for (const id of ids) put(id, 0);

  function push(...changes: Change[]): void {
    seq += 1;
    for (const listener of listeners) listener({ seq, at: 0, changes });
  }

  function page(after: number) {
    const rest = [...places].filter(([, place]) => place > after);
    const endpoints = rest.slice(0, PAGE).map(([id]) => viewOf(id, known.get(id) ?? 0));
    const next = rest.length > PAGE ? (rest[PAGE - 1]?.[1] ?? null) : null;
    return { seq, endpoints, incidents: [], next };
  }

  return {
    known,
    listeners,
    add: (id: string) => {
      put(id, 0);
      push({ type: 'endpoint', view: viewOf(id, 0) });
    },
    change: (id: string) => {
      put(id, (known.get(id) ?? 0) + 1);
      push({ type: 'state', id, state: { failing: known.get(id) } as EndpointState });
    },
    remove: (id: string) => {
      places.delete(id);
      known.delete(id);
      push({ type: 'removed', id });
    },
    /** A push that is lost. */
    lose: () => void (seq += 1),
    client: {
      request: async <C extends Channel>(_channel: C, args: Args<C>): Promise<Answer<C>> => {
        await Promise.resolve();
        const answer = page('after' in args ? args.after : 0);
        between();
        await Promise.resolve();
        return answer;
      },
      onPush: (listener: (push: Push) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

const start = (snapshot: Snapshot): Known =>
  new Map(snapshot.endpoints.map(({ endpoint, state }) => [endpoint.id, state.failing]));

function apply(known: Known, push: Push): Known | null {
  const next = new Map(known);
  for (const change of push.changes) {
    if (change.type === 'endpoint') next.set(change.view.endpoint.id, change.view.state.failing);
    else if (change.type === 'removed') {
      if (!next.delete(change.id)) return null;
    } else if (change.type === 'state') {
      // Notices a change that is applied twice or never.
      if (next.get(change.id) !== change.state.failing - 1) return null;
      next.set(change.id, change.state.failing);
    }
  }
  return next;
}

const IDS = Array.from({ length: 10 }, (_, index) => `e${index}`);

describe('followEngine', () => {
  it('has the same state as the engine, whatever changes between two pages', async () => {
    const step = fc.record({ what: fc.constantFrom('add', 'change', 'remove'), which: fc.nat(14) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 8 }), async (rounds) => {
        let round = 0;
        const engine = anEngine(IDS, () => {
          for (const { what, which } of rounds[round++] ?? []) {
            const id = `e${which}`;
            if (what === 'add' && !engine.known.has(id)) engine.add(id);
            else if (what === 'change' && engine.known.has(id)) engine.change(id);
            else if (what === 'remove' && engine.known.has(id)) engine.remove(id);
          }
        });
        const onGap = vi.fn<() => void>();
        const follower = followEngine({ client: engine.client, start, apply, onGap });
        await follower.sync();
        expect(onGap).not.toHaveBeenCalled();
        expect(follower.state()).toEqual(engine.known);
      }),
      { numRuns: 300 },
    );
  });

  it('reports that pushes were lost, and continues after the next snapshot', async () => {
    const engine = anEngine(IDS);
    const onGap = vi.fn<() => void>();
    const seen: (number | null)[] = [];
    const onState = (_state: Known, _before: Known | null, push: Push | null) => seen.push(push?.seq ?? null);
    const follower = followEngine({ client: engine.client, start, apply, onState, onGap });
    await follower.sync();
    engine.change('e1');
    engine.lose();
    engine.change('e2');
    engine.change('e3');
    expect(onGap).toHaveBeenCalledTimes(1);
    await follower.sync();
    expect(follower.state()).toEqual(engine.known);
    expect(seen).toEqual([null, 8, null]);
  });

  it('rejects when there is no snapshot, and ignores pushes until there is one', async () => {
    const engine = anEngine(IDS);
    const { request } = engine.client;
    const onGap = vi.fn<() => void>();
    let fails = true;
    const client = {
      ...engine.client,
      request: <C extends Channel>(channel: C, args: Args<C>) =>
        fails ? Promise.reject(new Error('not now')) : request(channel, args),
    };
    const follower = followEngine({ client, start, apply, onGap });
    await expect(follower.sync()).rejects.toThrow('not now');
    engine.change('e1');
    expect(follower.state()).toBeNull();
    fails = false;
    await follower.sync();
    expect(follower.state()?.get('e1')).toBe(1);
    expect(onGap).not.toHaveBeenCalled();
  });

  it('cancels an older reading when a newer one begins', async () => {
    const engine = anEngine(IDS);
    const starts = vi.fn<(snapshot: Snapshot) => Known>(start);
    const follower = followEngine({ client: engine.client, start: starts, apply, onGap: () => undefined });
    await Promise.all([follower.sync(), follower.sync()]);
    expect(starts).toHaveBeenCalledTimes(1);
  });

  it('stops listening when it is disposed', async () => {
    const engine = anEngine(IDS);
    const follower = followEngine({ client: engine.client, start, apply, onGap: () => undefined });
    const syncing = follower.sync();
    follower.dispose();
    await syncing;
    expect(follower.state()).toBeNull();
    expect(engine.listeners.size).toBe(0);
  });
});

it('readWholeSnapshot reads every page', async () => {
  const { endpoints, next } = await readWholeSnapshot(anEngine(IDS).client);
  expect(endpoints.map(({ endpoint }) => endpoint.id)).toEqual(IDS);
  expect(next).toBeNull();
});
