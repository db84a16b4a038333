import { expect, it } from 'vitest';
import type { Endpoint, EndpointConfig } from '../contract/model.ts';
import { planFileSync, type FileEntry } from './file-sync.ts';

function entry(name: string, target: string, more: Partial<EndpointConfig> = {}): FileEntry {
  const config = { name, kind: 'http', url: target, interval: 30_000, ...more } as EndpointConfig;
  return { config, target };
}

function endpoint(id: string, from: FileEntry, source: Endpoint['source'] = 'file'): Endpoint {
  return { id, ...from, paused: false, pausedUntil: null, source, createdAt: 0 };
}

const a = entry('a', 'https://a.example/');
const b = entry('b', 'https://b.example/');

it('changes nothing when the file says what is there, in whatever order its fields stand', () => {
  const reordered = { ...a, config: Object.fromEntries(Object.entries(a.config).toReversed()) as EndpointConfig };
  const plan = planFileSync([b, reordered], [endpoint('1', a), endpoint('2', b)], []);
  expect(plan).toEqual({ create: [], update: [], restore: [], remove: [] });
});

it('keeps the id over a change of target, and over a rename', () => {
  const moved = entry('a', 'https://elsewhere.example/');
  const renamed = entry('a new name', 'https://b.example/');
  const plan = planFileSync([moved, renamed], [endpoint('1', a), endpoint('2', b)], []);
  expect(plan.update.map(({ endpoint, entry }) => [endpoint.id, entry])).toEqual([
    ['1', moved],
    ['2', renamed],
  ]);
  expect(plan.create).toEqual([]);
  expect(plan.remove).toEqual([]);
});

it('prefers the same name to the same target, however the entries are ordered', () => {
  const swapped = [entry('b', 'https://a.example/'), entry('a', 'https://b.example/')];
  const plan = planFileSync(swapped, [endpoint('1', a), endpoint('2', b)], []);
  expect(plan.update.map(({ endpoint, entry }) => [endpoint.id, entry.config.name])).toEqual([
    ['2', 'b'],
    ['1', 'a'],
  ]);
});

it('takes off what went from the file, and brings it back when it returns', () => {
  const without = planFileSync([b], [endpoint('1', a), endpoint('2', b)], []);
  expect(without.remove.map(({ id }) => id)).toEqual(['1']);
  const again = planFileSync([a, b], [endpoint('2', b)], [endpoint('hand', a, 'hand'), endpoint('1', a)]);
  expect(again.restore.map(({ endpoint }) => endpoint.id)).toEqual(['1']);
  expect(again.create).toEqual([]);
});

it('holds entries of another kind for other endpoints', () => {
  const tcp = entry('a', 'https://a.example/', { kind: 'tcp' });
  const plan = planFileSync([tcp], [endpoint('1', a)], []);
  expect(plan.create).toEqual([tcp]);
  expect(plan.remove.map(({ id }) => id)).toEqual(['1']);
});
