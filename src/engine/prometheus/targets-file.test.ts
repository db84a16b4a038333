import { expect, test } from 'vitest';
import { BlackboxPlans } from '../check/blackbox-plans.ts';
import { EndpointRegistry } from '../endpoints/registry.ts';
import { createFakeTime } from '../testing/fake-ports.ts';
import { EndpointSeal } from './sealed-endpoint.ts';
import { TargetsFile } from './targets-file.ts';

test('Prometheus may still hurry for ten seconds after it was told not to', async () => {
  const time = createFakeTime();
  const targets = new TargetsFile({
    targetsFile: '/nowhere/lookout.json',
    ports: time,
    registry: new EndpointRegistry(),
    vault: { open: ({ config }) => Promise.resolve(config) },
    seal: new EndpointSeal('a-key-that-nobody-uses'),
    blackbox: new BlackboxPlans(),
    notice: () => undefined,
    onWritten: () => undefined,
    signal: new AbortController().signal,
  });
  expect(targets.isHurried('e')).toBe(false);
  targets.hurry('e');
  await time.advance(60_000);
  expect(targets.isHurried('e')).toBe(true);
  targets.calmed('e');
  await time.advance(10_000);
  expect(targets.isHurried('e')).toBe(true);
  await time.advance(1);
  expect(targets.isHurried('e')).toBe(false);
});
