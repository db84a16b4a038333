import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../contract/model/units.ts';
import { EndpointMemory } from './endpoint-memory.ts';

const DETAILS = [{ name: 'answers', tracked: 'set' }, { name: 'route', tracked: 'value' }, { name: 'status' }] as const;

function remember(...values: readonly Readonly<Record<string, unknown>>[]) {
  const memory = new EndpointMemory();
  const changes = values.map((details) => memory.track(DETAILS, details));
  return { memory, changes: changes.at(-1) ?? [] };
}

describe('the memory of an endpoint', () => {
  it('notices what changed since the check before, of what is tracked', () => {
    expect(remember({ answers: ['a'], status: 1 }).changes).toEqual([]);
    expect(remember({ answers: ['a'], status: 1 }, { answers: ['a', 'b'], status: 2 }).changes).toEqual([
      { name: 'answers', before: ['a'], after: ['a', 'b'] },
    ]);
  });

  it('compares a set without its order, and a list with it', () => {
    expect(remember({ answers: ['a', 'b'] }, { answers: ['b', 'a'] }).changes).toEqual([]);
    expect(remember({ route: ['a', 'b'] }, { route: ['b', 'a'] }).changes).toHaveLength(1);
  });

  it('compares with the last check that found something', () => {
    expect(remember({ answers: ['a'] }, {}, { answers: null }, { answers: ['a'] }).changes).toEqual([]);
    expect(remember({ answers: ['a'] }, {}, { answers: [] }).changes).toEqual([
      { name: 'answers', before: ['a'], after: [] },
    ]);
  });

  it('knows the last value and the usual one', () => {
    const { memory } = remember({ route: 'a' }, { route: 'a' }, { route: 'b' });
    expect(memory.known()).toEqual({ route: { last: 'b', usual: 'a' } });
    for (let check = 0; check < 100; check += 1) memory.track(DETAILS, { route: 'b' });
    expect(memory.known()).toEqual({ route: { last: 'b', usual: 'b' } });
  });

  it('forgets what was usual long ago, little by little', () => {
    const memory = new EndpointMemory();
    const see = (route: string, checks: number) => {
      for (let check = 0; check < checks; check += 1) memory.track(DETAILS, { route });
    };
    see('once', 1);
    see('a', 300);
    see('b', 1);
    expect(memory.known()).toEqual({ route: { last: 'b', usual: 'a' } });
    expect(memory.toStored().tracked['route']?.seen.map(({ value }) => value)).toEqual(['b', 'a']);
    see('b', 300);
    expect(memory.known()).toEqual({ route: { last: 'b', usual: 'b' } });
  });

  it('must be stored when something changed, and not with every check', () => {
    const memory = new EndpointMemory();
    expect(memory.takeUnstored()).toBeNull();
    let stored = 0;
    for (let check = 0; check < 60; check += 1) {
      memory.track(DETAILS, { route: 'a' });
      if (memory.takeUnstored() !== null) stored += 1;
    }
    expect(stored).toBe(6);
    memory.track(DETAILS, { route: 'b' });
    expect(memory.takeUnstored()).toMatchObject({ tracked: { route: { last: 'b' } } });
    memory.conditions.set('[BODY]', 'x');
    expect(memory.takeUnstored()).toMatchObject({ conditions: { '[BODY]': 'x' } });
    expect(memory.takeUnstored()).toBeNull();
  });

  it('continues from what was stored as if nothing had happened', () => {
    const value = fc.oneof(fc.string(), fc.array(fc.constantFrom('a', 'b', 'c')));
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (first, second) => {
        const memory = new EndpointMemory();
        for (const route of first) memory.track(DETAILS, { route });
        const copy = new EndpointMemory(JSON.parse(JSON.stringify(memory.toStored())));
        for (const route of second) {
          expect(copy.track(DETAILS, { route })).toEqual(memory.track(DETAILS, { route }));
        }
        expect(copy.known()).toEqual(memory.known());
        expect((copy.toStored().tracked['route']?.seen ?? []).length).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('is not larger than a few values', () => {
    const memory = new EndpointMemory();
    for (let check = 0; check < 1000; check += 1) memory.track(DETAILS, { route: [check] satisfies Json });
    expect(memory.toStored().tracked['route']?.seen).toHaveLength(8);
  });
});
