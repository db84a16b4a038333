import { expect, it, vi } from 'vitest';
import { FailureError } from '../../../base/failure-error.ts';
import { until } from '../testing/until.ts';
import { WARM_RUNS } from '../probe/warm-up.ts';
import * as search from './search.ts';
import { warmUpLookups } from './warm-up.ts';

vi.mock('./search.ts', { spy: true });

it('looks up a name that a server of its own denies, several times, and leaves nothing open', async () => {
  // On a busy machine, it gives up after some time.
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal);
  await warmUpLookups();
  const lookups = vi.mocked(search.askServers).mock.settledResults;
  const codes = lookups.map(({ value }) => (value instanceof FailureError ? value.failure.code : value));
  expect(codes).toEqual(Array.from({ length: WARM_RUNS }, () => 'dns.nxdomain'));
  await until(() => !process.getActiveResourcesInfo().includes('UDPWrap'));
});
