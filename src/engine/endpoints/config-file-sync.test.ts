import { expect, it } from 'vitest';
import type { Endpoint, EndpointConfig } from '../../contract/model/endpoint.ts';
import { http } from '../check/kinds/http/descriptor.ts';
import { checkKinds } from '../check/registry.ts';
import { inEndpoints, readEntries, type Entry } from './read-endpoints.ts';
import { planFileSync } from './config-file-sync.ts';

function entry(name: string, target: string, more: Partial<EndpointConfig> = {}): Entry {
  const config = { name, kind: 'http', url: target, interval: 30_000, ...more } as EndpointConfig;
  return { kind: http, config, target, host: '' };
}

function endpoint(id: string, { config, target }: Entry, source: Endpoint['source'] = 'file'): Endpoint {
  return { id, config, target, paused: false, pausedUntil: null, source, createdAt: 0 };
}

const a = entry('a', 'https://a.example/');
const b = entry('b', 'https://b.example/');

it('changes nothing when the file matches the endpoints, in any order of fields', async () => {
  const reordered = { ...a, config: Object.fromEntries(Object.entries(a.config).toReversed()) as EndpointConfig };
  const plan = await planFileSync([b, reordered], [endpoint('1', a), endpoint('2', b)], []);
  expect(plan).toEqual({ create: [], update: [], restore: [], remove: [] });
});

it('keeps the id when the target or the name changes', async () => {
  const moved = entry('a', 'https://elsewhere.example/');
  const renamed = entry('a new name', 'https://b.example/');
  const plan = await planFileSync([moved, renamed], [endpoint('1', a), endpoint('2', b)], []);
  expect(plan.update.map(({ endpoint, entry }) => [endpoint.id, entry])).toEqual([
    ['1', moved],
    ['2', renamed],
  ]);
  expect(plan.create).toEqual([]);
  expect(plan.remove).toEqual([]);
});

it('prefers a matching name to a matching target, in any order of entries', async () => {
  const swapped = [entry('b', 'https://a.example/'), entry('a', 'https://b.example/')];
  const plan = await planFileSync(swapped, [endpoint('1', a), endpoint('2', b)], []);
  expect(plan.update.map(({ endpoint, entry }) => [endpoint.id, entry.config.name])).toEqual([
    ['2', 'b'],
    ['1', 'a'],
  ]);
});

it('removes an endpoint that left the file, and restores it when it returns', async () => {
  const without = await planFileSync([b], [endpoint('1', a), endpoint('2', b)], []);
  expect(without.remove.map(({ id }) => id)).toEqual(['1']);
  const again = await planFileSync([a, b], [endpoint('2', b)], [endpoint('hand', a, 'hand'), endpoint('1', a)]);
  expect(again.restore.map(({ endpoint }) => endpoint.id)).toEqual(['1']);
  expect(again.create).toEqual([]);
});

it('treats an entry of another kind as another endpoint', async () => {
  const tcp = entry('a', 'https://a.example/', { kind: 'tcp' });
  const plan = await planFileSync([tcp], [endpoint('1', a)], []);
  expect(plan.create).toEqual([tcp]);
  expect(plan.remove.map(({ id }) => id)).toEqual(['1']);
});

it('finds a stored endpoint equal to its entry in the file', async () => {
  const inputs = [
    { kind: 'http', url: 'https://a.example/', headers: { Accept: '*/*', 'X-Team': 'a' }, tags: ['a'] },
    { kind: 'tcp', host: 'b.example', port: 1 },
  ];
  const entries = await readEntries(inputs, { kinds: checkKinds, pathOf: inEndpoints, stored: null });
  const stored = entries.map((one, index): Endpoint => {
    const config = JSON.parse(JSON.stringify(one.config)) as EndpointConfig;
    return endpoint(String(index), { ...one, config });
  });
  expect((await planFileSync(entries, stored, [])).update).toEqual([]);
});

it('changes nothing when several endpoints have one name, and one of them matches', async () => {
  const other = entry('a', 'https://b.example/');
  const plan = await planFileSync([a], [endpoint('1', other), endpoint('2', a)], []);
  expect(plan).toMatchObject({ create: [], update: [], remove: [{ id: '1' }] });
});
