/** The kind with real containers of Podman, which speaks Docker's API. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PODMAN_PACKAGES, startPodman, type Podman } from '../../../../../test/servers/podman.ts';
import { available } from '../../../../../test/servers/process.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available(PODMAN_PACKAGES);
const isRoot = process.getuid?.() === 0;

describe.skipIf(skip || !isRoot)(`Podman${skip ? reason : ' (needs root)'}`, () => {
  let podman: Podman;

  beforeAll(async () => {
    podman = await startPodman();
  });
  afterAll(() => podman?.dispose());

  const check = (container: string, fields: object = {}) =>
    checkOnce({ kind: 'docker', container, server: `unix://${podman.socket}`, ...fields });

  it('runs a container, and measures it; then the container ends', async () => {
    await podman.start('web', 'true');
    await podman.podman('healthcheck', 'run', 'web');
    const { failure, details, metrics, observed } = await check('web', { health: 'healthy' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({
      state: 'running',
      health: 'healthy',
      image: expect.stringContaining('lookout-test'),
    });
    expect(details.remoteAddress).toBe(podman.socket);
    expect(metrics).toMatchObject({ memory: expect.any(Number), restarts: 0, uptime: expect.any(Number) });
    expect(metrics['memory']).toBeGreaterThan(0);
    expect(observed).toMatchObject({ STATUS: 'running', VALUE: 'healthy' });
    expect((await check('web')).metrics['cpu']).toBeGreaterThanOrEqual(0);
    await podman.podman('stop', '--time', '0', 'web');
    expect((await check('web')).failure).toMatchObject({ code: 'docker.notRunning', params: { state: 'exited' } });
  });

  it('finds out that a container is not healthy', async () => {
    await podman.start('sick', 'false');
    // Docker and Podman count three failures before they say so.
    for (let count = 0; count < 3; count += 1) await podman.podman('healthcheck', 'run', 'sick').catch(() => '');
    expect((await check('sick')).failure).toMatchObject({ code: 'docker.unhealthy', params: { failures: 3 } });
    expect((await check('sick', { health: 'any' })).failure).toBeNull();
    await podman.podman('pause', 'sick');
    expect((await check('sick')).failure).toMatchObject({ code: 'docker.notRunning', params: { state: 'paused' } });
  });

  it('has no container of another name', async () => {
    expect((await check('nobody')).failure?.code).toBe('docker.noContainer');
  });
});
