/** Endpoints that depend on others, in a whole engine: the kind of groups. */
import { describe, expect, it } from 'vitest';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { findKind } from './check/registry.ts';
import { refused, setUpEngine } from './testing/engine-setup.ts';

async function setUp() {
  const kind = findKind('group');
  if (kind === undefined) throw new Error('There is no such kind');
  const setup = await setUpEngine({ kinds: [kind] });
  const { engine, time, network, stateOf } = setup;
  const down = new Set<string>();
  network.answer = (target) => (down.has(target) ? refused : null);
  const add = async (...inputs: readonly EndpointInput[]) => {
    const endpoints = await engine.request('endpoints.create', { endpoints: [...inputs] });
    return endpoints.map(({ id }) => id);
  };
  const member = (name: string, more: object = {}) => ({
    kind: 'fake',
    target: name,
    name,
    interval: '1s',
    retries: 0,
    ...more,
  });
  const group = (name: string, members: readonly string[], more: object = {}) => ({
    kind: 'group',
    name,
    members,
    ...more,
  });
  const statusOf = async (id: string | undefined) => (await stateOf(id ?? ''))?.status;
  return { engine, time, down, add, member, group, statusOf, stateOf };
}

describe('a group', () => {
  it('follows its members', async () => {
    const { time, down, add, member, group, statusOf, stateOf } = await setUp();
    const [all, any] = await add(
      group('all', ['a', 'tag:x']),
      group('any', ['a', 'b'], { rule: 'any' }),
      member('a'),
      member('b', { tags: ['x'] }),
    );
    await time.advance(11_000);
    expect([await statusOf(all), await statusOf(any)]).toEqual(['up', 'up']);
    down.add('b');
    await time.advance(12_000);
    expect([await statusOf(all), await statusOf(any)]).toEqual(['down', 'degraded']);
    expect((await stateOf(all ?? ''))?.last?.failure).toMatchObject({
      code: 'group.down',
      params: { names: ['b'], up: 1, total: 2 },
    });
    down.add('a');
    await time.advance(12_000);
    expect(await statusOf(any)).toBe('down');
    down.clear();
    await time.advance(12_000);
    expect([await statusOf(all), await statusOf(any)]).toEqual(['up', 'up']);
  });

  it('leaves out paused members, and is unknown without any other', async () => {
    const { engine, time, down, add, member, group, statusOf } = await setUp();
    const [id, a, b] = await add(group('all', ['a', 'b']), member('a'), member('b'));
    down.add('b');
    await time.advance(11_000);
    expect(await statusOf(id)).toBe('down');
    await engine.request('endpoints.pause', { ids: [b ?? ''] });
    await time.advance(11_000);
    expect(await statusOf(id)).toBe('up');
    await engine.request('endpoints.pause', { ids: [a ?? ''] });
    await time.advance(11_000);
    expect(await statusOf(id)).toBe('unknown');
  });

  it('sees a renamed and a removed member', async () => {
    const { engine, time, add, member, group, statusOf, stateOf } = await setUp();
    const [id, a] = await add(group('all', ['a']), member('a'));
    await time.advance(11_000);
    expect(await statusOf(id)).toBe('up');
    await engine.request('endpoints.remove', { ids: [a ?? ''] });
    await time.advance(11_000);
    expect((await stateOf(id ?? ''))?.last?.failure).toMatchObject({ code: 'group.noMember', params: { name: 'a' } });
  });

  it('may have groups as members, but no circle', async () => {
    const { engine, time, add, member, group, statusOf } = await setUp();
    const [outer, inner] = await add(group('outer', ['inner']), group('inner', ['a']), member('a'));
    await time.advance(21_000);
    expect(await statusOf(outer)).toBe('up');
    const circle = engine.request('endpoints.update', { id: inner ?? '', config: group('inner', ['a', 'outer']) });
    await expect(circle).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ code: 'circle', path: 'config.members', params: { names: ['inner', 'outer', 'inner'] } }],
    });
    await expect(
      add(group('p', ['q']), group('q', ['tag:t']), group('r', ['p'], { tags: ['t'] })),
    ).rejects.toMatchObject({
      issues: [{ path: 'endpoints[0].members' }, { path: 'endpoints[1].members' }, { path: 'endpoints[2].members' }],
    });
    await expect(engine.syncFile([group('p', ['q']), group('q', ['p'])])).rejects.toMatchObject({ code: 'invalid' });
    // Its own tag does not make a group its own member.
    const [tagged] = await add(group('tagged', ['tag:mine'], { tags: ['mine'] }), member('m', { tags: ['mine'] }));
    await time.advance(11_000);
    expect(await statusOf(tagged)).toBe('up');
  });

  it('notices a circle that a later change of a tag has made', async () => {
    const { engine, time, add, member, group, stateOf } = await setUp();
    const [p, q] = await add(group('p', ['tag:t']), group('q', ['a', 'p']), member('a', { tags: ['t'] }));
    await time.advance(11_000);
    const changed = engine.request('endpoints.update', {
      id: q ?? '',
      config: group('q', ['a', 'p'], { tags: ['t'] }),
    });
    await expect(changed).rejects.toMatchObject({ issues: [{ code: 'circle' }] });
    expect((await stateOf(p ?? ''))?.status).toBe('up');
  });
});
