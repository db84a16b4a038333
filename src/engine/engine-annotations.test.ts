/** Annotations, in a whole engine. */
import { expect, it } from 'vitest';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, setUpEngine } from './testing/engine-setup.ts';

const MINUTE = 60_000;

type Setup = Awaited<ReturnType<typeof setUpEngine>>;
const all = ({ engine, time }: Setup, id?: string) =>
  engine.request('annotations.list', { from: 0, to: time.clock.now() + 1, ...(id === undefined ? {} : { id }) });

it('people add deploys and notes for all, or for those that match, and remove them', async () => {
  const setup = await setUpEngine();
  const { engine, time, add, changes } = setup;
  const [prod, other] = [await add({ tags: ['prod'] }), await add({ target: 'b' })];
  const now = time.clock.now();
  const deploy = await engine.request('annotations.add', {
    text: 'Deploy 4.2',
    kind: 'deploy',
    match: { tag: 'prod' },
  });
  await engine.request('annotations.add', { text: 'Load test', at: now - 10 * MINUTE, to: now - 5 * MINUTE });
  expect(deploy).toMatchObject({ at: now, kind: 'deploy', by: '', to: null });
  expect((await all(setup, prod)).map(({ text }) => text)).toEqual(['Deploy 4.2', 'Load test']);
  expect((await all(setup, other)).map(({ text }) => text)).toEqual(['Load test']);
  const within = (from: number, to: number) => engine.request('annotations.list', { from, to });
  expect(await within(now - 7 * MINUTE, now - 6 * MINUTE)).toMatchObject([{ text: 'Load test' }]);
  expect(await within(now - 4 * MINUTE, now - 3 * MINUTE)).toEqual([]);
  await engine.request('annotations.remove', { ids: [deploy.id] });
  expect((await all(setup)).map(({ text }) => text)).toEqual(['Load test']);
  await time.advance(1000);
  expect(changes('changed')).toContainEqual({ type: 'changed', what: 'annotations' });
});

it('refuses times more than a year ahead', async () => {
  const { engine, time } = await setUpEngine();
  const now = time.clock.now();
  const add = (at: number, to?: number) => engine.request('annotations.add', { text: 'x', at, ...(to && { to }) });
  const far = now + 400 * 24 * 60 * MINUTE;
  await expect(add(far)).rejects.toMatchObject({ code: 'invalid', issues: [{ code: 'atMost', path: 'at' }] });
  await expect(add(now, far)).rejects.toMatchObject({ code: 'invalid', issues: [{ code: 'atMost', path: 'to' }] });
  expect(await add(now + 24 * 60 * MINUTE)).toMatchObject({ text: 'x' });
});

it('an edit is recorded with the fields that changed', async () => {
  const setup = await setUpEngine();
  const { engine, add } = setup;
  const id = await add();
  const config = { kind: 'fake', target: 'a', interval: 20_000, retries: 1, retryInterval: 1000, tags: ['x'] };
  await engine.request('endpoints.update', { id, config });
  expect(await all(setup, id)).toMatchObject([
    { kind: 'edit', text: '', message: { code: 'annotation.edited', params: { fields: ['interval', 'tags'] } } },
  ]);
  await engine.request('endpoints.update', { id, config });
  expect(await all(setup, id)).toHaveLength(1);
});

it('sleep and the time without a network are recorded', async () => {
  const setup = await setUpEngine();
  const { engine, time, add, ports } = setup;
  await add();
  await time.advance(MINUTE);
  const from = time.clock.now();
  engine.suspend();
  time.sleep(10 * MINUTE);
  ports.offline = 'noAddress';
  engine.resume();
  await time.advance(5000);
  const [offline, asleep, ...more] = await all(setup);
  expect(more).toEqual([]);
  expect(asleep).toMatchObject({
    kind: 'asleep',
    at: from,
    // The clock is looked at every second.
    to: from + 10 * MINUTE + 1000,
    message: { code: 'annotation.asleep' },
  });
  expect(offline).toMatchObject({
    kind: 'offline',
    open: true,
    to: null,
    message: { params: { reason: 'noAddress' } },
  });
  ports.offline = null;
  await time.advance(MINUTE);
  expect((await all(setup))[0]).toMatchObject({ kind: 'offline', open: false, to: expect.any(Number) as number });
});

it('an annotation that a killed Lookout left open ends when Lookout was last seen', async () => {
  const store = createMemoryStore();
  const offline = { id: 'a', kind: 'offline', at: MINUTE, to: null, open: true, text: '', by: '', match: {} };
  store.recordDocument({ collection: 'annotation', id: 'a', at: MINUTE, open: false, json: JSON.stringify(offline) });
  store.recordPresence({ state: 'running', from: 0, to: 3 * MINUTE });
  const setup = await setUpEngine({ store: neverClosed(store) });
  expect(await all(setup)).toMatchObject([{ id: 'a', kind: 'offline', open: false, to: 3 * MINUTE }]);
});

it('are kept over a restart', async () => {
  const store = neverClosed(createMemoryStore());
  const first = await setUpEngine({ store });
  await first.engine.request('annotations.add', { text: 'Deploy' });
  await first.engine.dispose();
  expect(await all(await setUpEngine({ store, ports: first.ports }))).toMatchObject([{ text: 'Deploy' }]);
});

it('the same edit of several endpoints, one after the other, is one annotation that each of them shows', async () => {
  const setup = await setUpEngine();
  const { engine, time, add } = setup;
  const ids = [await add({ target: 'a' }), await add({ target: 'b' }), await add({ target: 'c' })];
  const other = await add({ target: 'd' });
  const edit = (id: string, target: string, change: object) =>
    engine.request('endpoints.update', {
      id,
      config: { kind: 'fake', target, retries: 1, retryInterval: 1000, ...change },
    });
  for (const [index, id] of ids.entries()) await edit(id, 'abc'.charAt(index), { interval: 20_000 });
  const together = { code: 'annotation.editedMany', params: { count: 3, fields: ['interval'] } };
  expect(await all(setup)).toMatchObject([{ kind: 'edit', message: together, match: { endpoints: ids } }]);
  expect(await all(setup, ids[1])).toMatchObject([{ message: together }]);
  expect(await all(setup, other)).toEqual([]);
  // A different edit, and the same edit later, are separate annotations.
  await edit(other, 'd', { interval: 10_000, tags: ['x'] });
  expect(await all(setup)).toHaveLength(2);
  await time.advance(MINUTE);
  await edit(other, 'd', { interval: 10_000, tags: ['y'] });
  expect(await all(setup)).toHaveLength(3);
  const inFile = [1, 2].map((n) => ({ kind: 'fake', target: `f${n}`, name: `f${n}` }));
  await engine.syncFile(inFile);
  await engine.syncFile(inFile.map((one) => ({ ...one, note: 'x' })));
  const newest = (await all(setup)).find(({ message }) => message?.code === 'annotation.editedManyInFile');
  expect(newest?.message?.params).toEqual({ count: 2, fields: ['note'] });
});
