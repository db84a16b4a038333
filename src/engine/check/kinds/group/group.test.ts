/** The rules of a group, with members that the tests make. The engine's part is tested in `engine-members.test.ts`. */
import { describe, expect, it } from 'vitest';
import type { Status } from '../../../../contract/model/endpoint.ts';
import type { Member, Members } from '../../kind.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { expectDeclared } from '../../testing/undeclared.ts';
import { group } from './descriptor.ts';
import { groupSchema } from './fields.ts';
import { run } from './run.ts';

/** Members `a`, `b`, … with these statuses. */
function membersOf(statuses: readonly Status[], circle: readonly string[] | null = null): Members {
  const all = statuses.map((status, index): Member => ({
    id: `${index}`,
    name: String.fromCodePoint(97 + index),
    status,
  }));
  return {
    find: (reference) => (reference === 'tag:all' ? all : all.filter(({ name }) => name === reference)),
    circle: () => circle,
    configs: () => Promise.resolve([]),
  };
}

async function check(statuses: readonly Status[], fields: object = {}, members = membersOf(statuses)) {
  const parsed = groupSchema.parse({ members: ['tag:all'], ...fields });
  const context = {
    signal: new AbortController().signal,
    wanted: new Set<string>(),
    resolver: { resolve: () => Promise.resolve([]) },
    members,
  };
  return expectDeclared(group, await run({ ...parsed, timeout: 1_000 }, context));
}

async function verdictOf(statuses: readonly Status[], fields: object = {}): Promise<string> {
  const { failure, warning } = await check(statuses, fields);
  return failure?.code ?? (warning === undefined ? 'up' : 'degraded');
}

describe('a group', () => {
  it.each([
    ['all', ['up', 'up'], 'up'],
    ['all', ['up', 'degraded'], 'degraded'],
    ['all', ['up', 'down'], 'group.down'],
    ['all', ['up', 'paused', 'maintenance', 'unknown', 'pending'], 'up'],
    ['all', ['paused', 'pending'], 'local.members'],
    ['any', ['down', 'up'], 'degraded'],
    ['any', ['down', 'down'], 'group.down'],
    ['any', ['down', 'paused'], 'group.down'],
  ] as const)('%s of %j: %s', async (rule, statuses, verdict) => {
    expect(await verdictOf(statuses, { rule })).toBe(verdict);
  });

  it.each([
    [1, 'degraded'],
    [2, 'degraded'],
    [3, 'group.down'],
  ])('needs %i of two that are up, of three: %s', async (minUp, verdict) => {
    expect(await verdictOf(['up', 'down', 'up'], { rule: 'atLeast', minUp })).toBe(verdict);
  });

  it.each([
    [50, 'degraded'],
    [75, 'degraded'],
    [76, 'group.down'],
  ])('needs %i %% of the weight: %s', async (minPercent, verdict) => {
    const fields = { rule: 'weighted', members: ['a', 'b'], weights: { a: '3' }, minPercent };
    expect(await verdictOf(['up', 'down'], fields)).toBe(verdict);
  });

  it('can ignore members that are down while there are enough', async () => {
    expect(await verdictOf(['up', 'down'], { rule: 'any', warn: false })).toBe('up');
  });

  it('counts a member once, and lists the down ones first', async () => {
    const { metrics, details, observed } = await check(['up', 'down'], { members: ['a', 'tag:all', 'b'] });
    expect(metrics).toEqual({ up: 1, down: 1, members: 2, weight: 50 });
    expect(details['members']).toEqual(['b: down', 'a: up']);
    expect(observed).toMatchObject({ VALUE: 1, ROWS: [{ name: 'b', status: 'down', weight: 1 }, { name: 'a' }] });
  });

  it('has a member that does not exist, or itself', async () => {
    expect((await check(['up'], { members: ['a', 'z'] })).failure).toEqual({
      code: 'group.noMember',
      params: { name: 'z' },
    });
    const members = membersOf(['up'], ['g', 'h', 'g']);
    expect((await check(['up'], {}, members)).failure).toMatchObject({
      code: 'group.circle',
      params: { names: ['g', 'h', 'g'] },
    });
  });

  it('cannot be checked without an engine', async () => {
    const { failure } = await checkOnce({ kind: 'group', members: ['a'] });
    expect(failure).toMatchObject({
      code: 'local.engine',
      message: 'Only a running Lookout can check this: it depends on other endpoints, or on the signals of a job.',
    });
  });

  it.each([
    [{ members: [] }, 'Members must be a list of 1 to 500'],
    [{ members: [' '] }, 'must be the name of an endpoint'],
    [{ members: ['a'], weights: { a: 'heavy' } }, 'Weights must be pairs of a member'],
    [{ members: ['a'], weights: { a: '1001' } }, 'Weights must be pairs of a member'],
  ])('refuses %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'group', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });
});
