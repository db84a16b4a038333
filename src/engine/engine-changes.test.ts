/** Changes that checks find, from a kind that tracks a detail to the engine's answers, also over restarts. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { changedPlaceholder } from './check/common.ts';
import type { TrackedBefore } from './check/kind.ts';
import { fakeKind } from './check/testing/fake-kind.ts';
import { createMemoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { neverClosed, setUpEngine } from './testing/engine-setup.ts';
import { createFakePorts } from './testing/fake-ports.ts';

const MINUTE = 60_000;

/** What the fake server answers next. */
interface Server {
  key: string;
  body: string;
  before: TrackedBefore | undefined;
  failing?: boolean;
}

function trackingKind(server: Server) {
  return fakeKind<{ host: string }>({
    kind: 'tracking',
    schema: z.object({ host: z.string() }),
    form: [{ name: 'host', label: 'Host', type: 'text', section: 'target', help: 'The host.' }],
    details: [{ name: 'hostKey', label: 'Host key', format: 'code', tracked: 'value' }],
    placeholders: [{ name: 'BODY', meaning: 'the answer', parts: 'json' }, changedPlaceholder],
    target: ({ host }) => host,
    host: ({ host }) => host,
    run: async (_fields, { tracked }) => {
      server.before = tracked?.['hostKey'];
      const observed = { BODY: server.body };
      return {
        durationMs: 1,
        selfMs: 0,
        phases: { wait: 1 },
        metrics: {},
        failure: server.failing === true ? { code: 'timeout' } : null,
        details: { hostKey: server.key },
        observed,
      };
    },
  });
}

async function setUp(store: Store = createMemoryStore(), ports = createFakePorts()) {
  const server: Server = { key: 'one', body: '{"version":1}', before: undefined };
  const parts = await setUpEngine({ store, ports, kinds: [trackingKind(server)] });
  const input = { kind: 'tracking', host: 'a', interval: 10_000, name: 'Server' };
  const add = async (more: EndpointInput = input) => {
    const [endpoint] = await parts.engine.request('endpoints.create', { endpoints: [more] });
    return endpoint?.id ?? '';
  };
  const list = (id: string) => parts.engine.request('changes.list', { id, limit: 10 });
  const newest = async (id: string) => (await parts.engine.request('checks.list', { id, limit: 1 }))[0];
  return { ...parts, server, input, add, list, newest };
}

it('records what changed, with the time, and says it in the details of the check', async () => {
  const { add, input, server, time, list, newest } = await setUp();
  const id = await add(input);
  await time.advance(25_000);
  expect(await list(id)).toEqual([]);
  expect(server.before).toEqual({ last: 'one', usual: 'one' });
  server.key = 'two';
  await time.advance(10_000);
  const change = { name: 'hostKey', before: 'one', after: 'two' };
  const check = await newest(id);
  expect(check?.details.changes).toEqual([change]);
  await time.advance(10_000);
  expect((await newest(id))?.details).toEqual({ hostKey: 'two' });
  expect(await list(id)).toEqual([{ ...change, at: check?.at }]);
  expect(server.before).toEqual({ last: 'two', usual: 'one' });
});

it('a change within an hour before an incident, or in it, is in its timeline', async () => {
  const { add, input, server, time, engine } = await setUp();
  const id = await add({ ...input, interval: 60_000, retries: 0 });
  await time.advance(5 * MINUTE);
  server.key = 'long before';
  await time.advance(90 * MINUTE);
  server.key = 'shortly before';
  await time.advance(10 * MINUTE);
  server.failing = true;
  await time.advance(5 * MINUTE);
  server.failing = false;
  server.key = 'after';
  await time.advance(30 * MINUTE);
  const [incident] = await engine.request('incidents.list', { id, limit: 1 });
  const timeline = await engine.request('incidents.timeline', { id: incident?.id ?? '', endpointId: id });
  const changes = timeline.flatMap((entry) => (entry.type === 'change' ? [entry.change] : []));
  // The check that found the endpoint up again ends the incident, and belongs to it.
  expect(changes.map(({ before, after }) => [before, after])).toEqual([
    ['long before', 'shortly before'],
    ['shortly before', 'after'],
  ]);
  expect(timeline.map(({ type }) => type).slice(0, 2)).toEqual(['change', 'failed']);
});

it('lets conditions ask what changed', async () => {
  const { add, input, server, time, newest } = await setUp();
  const id = await add({ ...input, conditions: ['warn: [CHANGED].hostKey == false'] });
  await time.advance(15_000);
  expect((await newest(id))?.verdict).toBe('up');
  server.key = 'two';
  await time.advance(10_000);
  expect((await newest(id))?.verdict).toBe('degraded');
  await time.advance(10_000);
  expect((await newest(id))?.verdict).toBe('up');
});

it('notices changes from while Lookout did not run, in details and in conditions with "changed"', async () => {
  const store = neverClosed(createMemoryStore());
  const ports = createFakePorts();
  const first = await setUp(store, ports);
  const id = await first.add({ ...first.input, conditions: ['warn: not [BODY].version changed'] });
  await ports.time.advance(15_000);
  expect((await first.newest(id))?.verdict).toBe('up');
  await first.engine.dispose();
  const second = await setUp(store, ports);
  second.server.key = 'two';
  second.server.body = '{"version":2}';
  await ports.time.advance(25_000);
  const checks = await second.engine.request('checks.list', { id, limit: 10 });
  expect(checks.filter(({ verdict }) => verdict === 'degraded')).toHaveLength(1);
  expect(await second.list(id)).toMatchObject([{ name: 'hostKey', before: 'one', after: 'two' }]);
});

it('forgets the tracked values after an edit of what is checked, also over a restart, but not after another edit', async () => {
  const store = neverClosed(createMemoryStore());
  const ports = createFakePorts();
  const first = await setUp(store, ports);
  const id = await first.add(first.input);
  await ports.time.advance(5000);
  await first.engine.request('endpoints.update', { id, config: { ...first.input, name: 'Another name' } });
  first.server.key = 'two';
  await ports.time.advance(5000);
  expect(await first.list(id)).toHaveLength(1);
  await first.engine.request('endpoints.pause', { ids: [id] });
  await first.engine.request('endpoints.update', { id, config: { ...first.input, host: 'b' } });
  await first.engine.dispose();
  const second = await setUp(store, ports);
  second.server.key = 'three';
  await second.engine.request('endpoints.resume', { ids: [id] });
  await ports.time.advance(15_000);
  expect((await second.newest(id))?.details).toEqual({ hostKey: 'three' });
  expect(await second.list(id)).toHaveLength(1);
});
