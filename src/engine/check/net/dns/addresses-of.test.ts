import { expect, it, vi } from 'vitest';
import type { Resolver } from '../../kind.ts';
import { addressesOf } from './addresses-of.ts';
import { four } from '../testing/addresses.ts';
import { aProbe } from '../testing/probe.ts';

it('takes an address as it is, without a phase', async () => {
  const probe = aProbe();
  expect(await addressesOf(probe, '192.0.2.1', 0)).toEqual([four('192.0.2.1')]);
  expect(probe.watch.phase).toBeUndefined();
});

it('resolves a name, and does not count how long the name waited for others on this machine', async () => {
  const resolve = vi.fn<Resolver['resolve']>(async (_host, _family, _signal, onOwnWait) => {
    onOwnWait?.(7);
    return [four('192.0.2.1')];
  });
  const probe = aProbe({ resolver: { resolve } });
  const exclude = vi.spyOn(probe.watch, 'exclude');
  expect(await addressesOf(probe, 'a.example', 4)).toEqual([four('192.0.2.1')]);
  expect(resolve).toHaveBeenCalledWith('a.example', 4, probe.signal, expect.any(Function));
  expect(exclude.mock.calls).toEqual([[7]]);
  expect(probe.watch.phase).toBe('dns');
});
