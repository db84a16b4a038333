import { describe, expect, it } from 'vitest';
import type { Network } from '../../contract/model/notices.ts';
import { createFakePorts, settle } from '../testing/fake-ports.ts';
import { createResumeAfterSleep } from './resume-after-sleep.ts';

function setUp() {
  const ports = createFakePorts();
  const networks: Network[] = [];
  const awake: number[] = [];
  const wake = createResumeAfterSleep({
    timers: ports.timers,
    connectivity: ports.connectivity,
    onNetwork: (network) => networks.push(network),
    onAwake: () => awake.push(ports.clock.now()),
  });
  return { ports, wake, networks, awake };
}

describe('createResumeAfterSleep', () => {
  it('resumes at once with a network', async () => {
    const { wake, awake, networks, ports } = setUp();
    wake.start();
    await settle();
    expect(awake).toHaveLength(1);
    expect(networks).toEqual([{ online: true, reason: null }]);
    expect(ports.time.pending).toBe(0);
  });

  it('waits for the network, and reports that it is offline', async () => {
    const { wake, awake, networks, ports } = setUp();
    ports.offline = 'noAddress';
    wake.start();
    await ports.time.advance(5000);
    expect(awake).toEqual([]);
    expect(networks.at(-1)).toEqual({ online: false, reason: 'noAddress' });
    ports.offline = null;
    await ports.time.advance(2000);
    expect(awake).toHaveLength(1);
    expect(networks.at(-1)).toEqual({ online: true, reason: null });
  });

  it('resumes without a network after half a minute, because this machine itself can be checked', async () => {
    const { wake, awake, ports } = setUp();
    ports.offline = 'noAddress';
    wake.start();
    await ports.time.advance(60_000);
    expect(awake).toHaveLength(1);
    expect(ports.time.pending).toBe(0);
  });

  it('does not resume when the machine is asleep again', async () => {
    const { wake, awake, ports } = setUp();
    ports.offline = 'noAddress';
    wake.start();
    await settle();
    wake.stop();
    await ports.time.advance(60_000);
    wake.start();
    wake.stop();
    await settle();
    expect(awake).toEqual([]);
    expect(ports.time.pending).toBe(0);
  });

  it('looks for the network fifteen times, two seconds apart, and starts over when it is called again', async () => {
    const { wake, awake, networks, ports } = setUp();
    ports.offline = 'noAddress';
    wake.start();
    await ports.time.advance(27_999);
    expect([networks.length, awake.length]).toEqual([14, 0]);
    await ports.time.advance(1);
    expect([networks.length, awake.length]).toEqual([15, 1]);
    networks.length = 0;
    wake.start();
    await settle();
    wake.start();
    await ports.time.advance(27_999);
    // The first round looked once.
    expect([networks.length, awake.length, ports.time.pending]).toEqual([15, 1, 1]);
    await ports.time.advance(1);
    expect(awake.length).toBe(2);
  });

  it('leaves no timer after a stop, and ignores later answers', async () => {
    const { wake, awake, networks, ports } = setUp();
    ports.offline = 'noAddress';
    wake.start();
    await settle();
    expect(ports.time.pending).toBe(1);
    wake.stop();
    expect(ports.time.pending).toBe(0);
    wake.start();
    wake.start();
    wake.stop();
    await settle();
    expect([networks.length, awake.length, ports.time.pending]).toEqual([1, 0, 0]);
  });
});
