import { expect, it } from 'vitest';
import { startDns } from '../../../../../test/servers/dns.ts';
import { resolverFor } from './own-resolver.ts';
import { four } from '../testing/addresses.ts';

const { signal } = new AbortController();
const usual = { resolve: () => Promise.resolve([]) };

it('is the usual resolver without a server of its own', () => {
  expect(resolverFor({ resolver: '' }, usual)).toBe(usual);
});

it('asks the server, and is kept', async () => {
  const dns = await startDns((type) => (type === 'A' ? ['192.0.2.1'] : []));
  const resolver = resolverFor({ resolver: dns.server }, usual);
  expect(await resolver.resolve('a.example', 4, signal)).toEqual([four('192.0.2.1')]);
  expect(resolverFor({ resolver: dns.server }, usual)).toBe(resolver);
  await dns.dispose();
});

it('keeps a hundred resolvers at most', () => {
  const first = resolverFor({ resolver: '192.0.2.0' }, usual);
  for (let host = 1; host < 98; host += 1) resolverFor({ resolver: `192.0.2.${host}` }, usual);
  expect(resolverFor({ resolver: '192.0.2.0' }, usual)).toBe(first);
  for (let host = 98; host < 101; host += 1) resolverFor({ resolver: `192.0.2.${host}` }, usual);
  expect(resolverFor({ resolver: '192.0.2.0' }, usual)).not.toBe(first);
});
