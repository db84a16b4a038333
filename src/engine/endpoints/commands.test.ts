import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { CheckKind } from '../check/kind.ts';
import { checkKinds } from '../check/registry.ts';
import { prepareRunner } from '../check/runner.ts';
import { EndpointCommands } from './commands.ts';
import { inEndpoints, readEntries } from './read-endpoints.ts';
import { EndpointRegistry } from './registry.ts';
import { createConfigVault } from '../secrets/config-vault.ts';
import { createTemporarySecrets } from '../secrets/key-secrets.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { aResult } from '../store/testing/store-fixture.ts';
import { eachClockReadTakes, loopTurnsDuring } from '../testing/slow-time.ts';

const MANY = 50;

let store: Store;
let registry: EndpointRegistry;
let commands: EndpointCommands;
/** The first check of each scheduled endpoint, in the order in which the endpoints were added. */
let scheduled: Map<EndpointId, 'now' | 'spread'>;
let put: EndpointId[];
/** How often what refers to endpoints by name has followed. */
let followed: number;
let stopping: AbortController;

/** First checks start once the code of their kind is warm, so warm it now. */
beforeAll(async () => {
  const entries = await readEntries(inputs(1), { kinds: checkKinds, pathOf: inEndpoints, stored: null });
  await Promise.all(entries.map(async ({ kind, config }) => prepareRunner(kind, config)));
});

beforeEach(async () => {
  store = createMemoryStore();
  await store.open(0);
  scheduled = new Map();
  put = [];
  followed = 0;
  stopping = new AbortController();
  registry = new EndpointRegistry();
  commands = makeCommands(checkKinds, registry);
});

function makeCommands(kinds: readonly CheckKind[], registry: EndpointRegistry): EndpointCommands {
  return new EndpointCommands({
    registry,
    clock: { now: () => 0, mono: () => 0 },
    store,
    scheduler: {
      add: (id: EndpointId, _: number, first: 'now' | 'spread') => scheduled.set(id, first),
      remove: (id: EndpointId) => scheduled.delete(id),
    } as never,
    kinds,
    vault: createConfigVault(createTemporarySecrets(), () => 'keep'),
    onPut: ({ endpoint }) => put.push(endpoint.id),
    onRemoved: () => undefined,
    onRenamed: () => Promise.resolve(void followed++),
    signal: stopping.signal,
  });
}

afterEach(() => void vi.restoreAllMocks());

function inputs(count: number, path = ''): EndpointInput[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'http',
    name: `Service ${n}`,
    url: `http://127.0.0.1/${n}${path}`,
    headers: { Authorization: `Bearer ${n}` },
  }));
}

const urls = () => [...registry].map(({ endpoint }) => endpoint.target);
const urlsOf = (some: readonly EndpointInput[]) => some.map(({ url }) => url);

describe('many at once', () => {
  // Each piece of work seems to take long.
  beforeEach(() => eachClockReadTakes(20));

  it('never blocks the loop', async () => {
    /** How often the work pauses per endpoint. */
    const pausesPerEndpoint = async (work: () => Promise<unknown>) => Math.round((await loopTurnsDuring(work)) / MANY);
    // Read, seal, watch.
    expect(await pausesPerEndpoint(() => commands.create(inputs(MANY)))).toBe(3);
    const ids = [...registry].map(({ endpoint }) => endpoint.id);
    expect(put).toEqual(ids);
    expect(await pausesPerEndpoint(() => commands.setPaused(ids, true))).toBe(1);
    expect(await pausesPerEndpoint(() => commands.remove(ids))).toBe(1);
    // Seal if necessary, read, load the history, watch.
    expect(await pausesPerEndpoint(() => commands.restore(ids))).toBe(4);
    expect(urls()).toEqual(urlsOf(inputs(MANY)));
    await commands.remove(ids);
    expect(await pausesPerEndpoint(() => commands.syncFile(inputs(MANY)))).toBe(3);
    // Read, open the stored secrets, compare.
    expect(await pausesPerEndpoint(() => commands.syncFile(inputs(MANY)))).toBe(3);
    expect(await pausesPerEndpoint(() => commands.syncFile(inputs(MANY, '/new')))).toBe(5);
    expect(urls()).toEqual(urlsOf(inputs(MANY, '/new')));
  });

  it('does not block the loop while it loads them from the store', async () => {
    await commands.create(inputs(MANY));
    const state = await store.open(0);
    const next = new EndpointRegistry();
    expect(await loopTurnsDuring(() => makeCommands(checkKinds, next).load(state))).toBeGreaterThanOrEqual(MANY);
    expect([...next].map(({ endpoint }) => endpoint)).toEqual([...registry].map(({ endpoint }) => endpoint));
  });

  it('stops in the middle of a change and keeps everything that was stored', async () => {
    await loopTurnsDuring(async () => {
      const created = commands.create(inputs(MANY));
      const stop = (): void => (put.length < 3 ? void setImmediate(stop) : stopping.abort(new Error('stopping')));
      stop();
      await expect(created).rejects.toThrow('stopping');
    });
    expect(put.length).toBeLessThan(MANY);
    expect((await store.open(0)).endpoints).toHaveLength(MANY);
  });

  it('renames them, and what follows, in one turn of the loop', async () => {
    await commands.create(inputs(MANY));
    /** What each turn of the loop sees: how many endpoints were changed, and how often what follows has followed. */
    const turnsOf = async (change: readonly EndpointInput[]) => {
      [put, followed] = [[], 0];
      const seen = new Set<string>();
      let over = false;
      const look = () => {
        seen.add(`${put.length} changed, ${followed} followed`);
        if (!over) setImmediate(look);
      };
      setImmediate(look);
      await commands.applyConfig(change, false);
      over = true;
      look();
      return [...seen];
    };
    const renamed = inputs(MANY).map((input, n) => ({ ...input, name: `New ${n}` }));
    expect(await turnsOf(renamed)).toEqual(['0 changed, 0 followed', `${MANY} changed, 1 followed`]);
    // Those that only change are changed after that, with pauses.
    const some = renamed.map((input, n) => ({ ...input, ...(n < 3 ? { name: `Newer ${n}` } : { timeout: 1_000 }) }));
    const turns = await turnsOf(some);
    expect(turns.filter((turn) => !turn.endsWith('1 followed'))).toEqual(['0 changed, 0 followed']);
    expect(turns.length).toBeGreaterThan(MANY / 2);
    expect(put).toHaveLength(MANY);
  });

  it('runs concurrent changes one after another', async () => {
    await loopTurnsDuring(() =>
      Promise.all([commands.syncFile(inputs(MANY)), commands.syncFile(inputs(3, '/new')), commands.create(inputs(2))]),
    );
    expect(urls()).toEqual([...urlsOf(inputs(3, '/new')), ...urlsOf(inputs(2))]);
    expect(scheduled.size).toBe(5);
  });

  it('adds none of them when one is invalid', async () => {
    const wrong = [...inputs(MANY), { kind: 'http', url: 'nothing' }, { kind: 'none' }];
    await expect(commands.create(wrong)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: `endpoints[${MANY}].url` }, { path: `endpoints[${MANY + 1}].kind` }],
    });
    expect(urls()).toEqual([]);
  });
});

it('does not end a pause that was extended in the meantime', async () => {
  const [one, other] = await commands.create(inputs(2));
  const ids = [one?.id ?? '', other?.id ?? ''];
  await commands.setPaused(ids, true, -1);
  // `endPauses` is called while one pause is being extended and the other endpoint is being removed.
  const longer = commands.setPaused([ids[0] ?? ''], true, 3_600_000);
  const removed = commands.remove([ids[1] ?? '']);
  const ended = commands.endPauses(ids);
  await Promise.all([longer, removed]);
  await expect(ended).resolves.toEqual([]);
  expect(registry.get(ids[0] ?? '').endpoint).toMatchObject({ paused: true, pausedUntil: 3_600_000 });
  await commands.setPaused([ids[0] ?? ''], true, 0);
  await expect(commands.endPauses(ids)).resolves.toEqual([ids[0]]);
  expect(registry.get(ids[0] ?? '').endpoint).toMatchObject({ paused: false, pausedUntil: null });
});

describe('the first check', () => {
  it('starts at once for a few', async () => {
    await commands.create(inputs(20));
    await commands.syncFile(inputs(20));
    expect(new Set(scheduled.values())).toEqual(new Set(['now']));
  });

  it('is spread over the first seconds for many', async () => {
    await commands.create(inputs(21));
    await commands.syncFile(inputs(21));
    expect(scheduled.size).toBe(42);
    expect(new Set(scheduled.values())).toEqual(new Set(['spread']));
  });
});

it('reads each input only once', async () => {
  let read = 0;
  const counting = checkKinds.map((kind): CheckKind => ({
    ...kind,
    target(spec) {
      read++;
      return kind.target(spec);
    },
  }));
  await makeCommands(counting, new EndpointRegistry()).create(inputs(3));
  expect(read).toBe(3);
});

it('never schedules a paused endpoint', async () => {
  const [created] = await commands.create(inputs(1));
  const id = created?.id ?? '';
  await commands.setPaused([id], true);
  expect(scheduled.size).toBe(0);
  await commands.update(id, { ...inputs(1)[0], kind: 'http', name: 'Edited' });
  expect(scheduled.size).toBe(0);
  await commands.remove([id]);
  await commands.restore([id]);
  expect(registry.get(id).endpoint).toMatchObject({ paused: true, config: { name: 'Edited' } });
  expect(scheduled.size).toBe(0);
  await makeCommands(checkKinds, new EndpointRegistry()).load(await store.open(0));
  expect(scheduled.size).toBe(0);
  await commands.setPaused([id], false);
  expect([...scheduled]).toEqual([[id, 'now']]);
});

describe('an import whose history is recorded first', () => {
  const changes = { create: inputs(2).map((input) => ({ input, paused: false })), update: [] };
  const [first, second] = inputs(2);

  it('appears only when it is complete, and other changes continue meanwhile', async () => {
    const staged = await commands.stageImport(changes);
    // As after a crash.
    expect([registry.size, scheduled.size, (await store.open(0)).endpoints]).toEqual([0, 0, []]);
    await commands.create(inputs(1, '/other'));
    store.recordResult(aResult(staged.created[0]?.stored.id ?? '', -60_000));
    const { added } = await commands.applyImport(changes, staged);
    expect(added.map(({ id }) => id)).toEqual(staged.created.map(({ stored }) => stored.id));
    expect([...registry].map(({ recentChecks }) => recentChecks.at)).toEqual([[], [-60_000], []]);
    expect((await store.open(0)).endpoints).toHaveLength(3);
  });

  it('can be imported again after it was discarded, and its remains are deleted', async () => {
    await commands.discardImport(await commands.stageImport(changes));
    expect((await store.removedEndpoints()).length).toBe(2);
    await store.prune({ resultsBefore: 0, failuresBefore: 0, historyBefore: 0, removedBefore: 1 });
    expect(await store.removedEndpoints()).toEqual([]);
    await commands.applyImport(changes, await commands.stageImport(changes));
    expect(registry.size).toBe(2);
  });

  it('is not added when it is cancelled while other changes run before it', async () => {
    const staged = await commands.stageImport(changes);
    const cancelling = new AbortController();
    const other = commands.create(inputs(1, '/other'));
    const applied = commands.applyImport(changes, staged, cancelling.signal);
    cancelling.abort(new Error('Cancelled'));
    await expect(applied).rejects.toThrow('Cancelled');
    await other;
    expect([...registry].map(({ endpoint }) => endpoint.target)).toEqual([expect.stringContaining('/other')]);
    await store.prune({ resultsBefore: 0, failuresBefore: 0, historyBefore: 0, removedBefore: 1 });
    expect(await store.removedEndpoints()).toEqual([]);
  });

  it('is refused when one of its endpoints was added or edited meanwhile', async () => {
    const staged = await commands.stageImport(changes);
    const [added] = await commands.create([{ ...second, kind: 'http', name: 'By hand' }]);
    const refused = { reason: 'importOvertaken', params: { name: 'By hand' } };
    await expect(commands.applyImport(changes, staged)).rejects.toMatchObject(refused);
    expect(registry.size).toBe(1);
    expect((await store.open(0)).endpoints).toMatchObject([{ id: added?.id }]);
    const id = added?.id ?? '';
    const update = { create: [], update: [{ id, input: { ...first, kind: 'http' } }] };
    const other = await commands.stageImport(update);
    await commands.setPaused([id], true);
    await commands.update(id, { ...second, kind: 'http', name: 'By hand', interval: '5m' });
    await expect(commands.applyImport(update, other)).rejects.toMatchObject(refused);
  });
});
