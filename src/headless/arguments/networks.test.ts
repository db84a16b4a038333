import { expect, test } from 'vitest';
import { usageText } from '../testing/usage-text.ts';
import { readNetworks } from './networks.ts';

test.each(['10.0.0.0/33', 'example.org', '::1/129', '', '10.0.0.0/8,::1'])('refuses the network %j', async (text) => {
  expect(await usageText(() => readNetworks([text]))).toContain('--scrape-from must be an address or a network');
});

test('reads networks', () => {
  const list = readNetworks(['192.0.2.0/24', '::1']);
  expect([list.check('192.0.2.9'), list.check('192.0.3.9'), list.check('::1', 'ipv6')]).toEqual([true, false, true]);
});
