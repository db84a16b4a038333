import { describe, expect, it } from 'vitest';
import { checkRunnerPerTest, NXDOMAIN, outcome, REFUSED } from './testing/check-runner-per-test.ts';

const t = checkRunnerPerTest();

describe('the network, according to checks', () => {
  it('does not count an answer of this machine as proof of a network, whatever the name is', async () => {
    const run = t.createRun();
    for (const remoteAddress of ['127.0.0.1:8080', '[::1]:8080']) {
      t.check = async () => ({ ...outcome(), details: { remoteAddress } });
      await run();
    }
    expect([t.answered, t.networks]).toEqual([[], []]);
    t.check = async () => ({ ...outcome(), details: { remoteAddress: '[2001:db8::127.0.0.1]:80' } });
    await run();
    expect([t.answered.length, t.networks.length]).toEqual([1, 1]);
  });

  it('counts only the success of another host as proof of a network', async () => {
    t.check = async () => outcome(REFUSED);
    const run = t.createRun();
    await run();
    expect(t.answered).toEqual([]);
    t.check = async () => outcome();
    await run();
    expect(t.answered).toEqual(['a.example']);
    expect(t.networks).toEqual([
      { online: true, reason: null },
      { online: true, reason: null },
    ]);
  });

  it('is unknown after a check of this machine itself', async () => {
    t.host = '127.0.0.1';
    await t.createRun()();
    expect(t.networks).toEqual([]);
    expect(t.results[0]?.result.verdict).toBe('up');
  });

  it('is blamed for failures that a missing network causes', async () => {
    t.ports.offline = 'noAddress';
    t.check = async () => outcome(NXDOMAIN);
    const run = t.createRun();
    await run();
    expect(t.results[0]?.result).toMatchObject({ verdict: 'unknown', failure: { code: 'local.offline' } });
    expect(t.networks).toEqual([{ online: false, reason: 'noAddress' }]);
    t.check = async () => outcome(REFUSED);
    await run();
    expect(t.results[1]?.result).toMatchObject({ verdict: 'down', failure: REFUSED });
  });

  it('is not reported as online after a check that sleep disturbed', async () => {
    t.gap = { from: 0, to: 1, kind: 'asleep', ms: 60_000, noticedAt: 1 };
    t.check = async () => outcome(REFUSED);
    await t.createRun()();
    expect(t.results[0]?.result).toMatchObject({ verdict: 'unknown', failure: { code: 'local.asleep' } });
    expect(t.networks).toEqual([]);
  });
});
