/** The systemd kind against a systemd of this machine, and against saved outputs of `systemctl`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { Disposable } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { disposeRunners } from '../../runner.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { systemd } from './descriptor.ts';
import { fakeSystemctl } from './testing/fake-systemctl.ts';
import { startUserSystemd, systemctl } from './testing/user-systemd.ts';

function check(unit: string, fields: Omit<EndpointInput, 'kind'> = {}) {
  return checkOnce({ kind: 'systemd', unit, ...fields });
}

const real = await startUserSystemd();

describe.skipIf(real === null)(`a unit${real === null ? ' (needs systemd as the first process)' : ''}`, () => {
  const before = { ...process.env };

  beforeAll(async () => {
    if (real === null) return;
    Object.assign(process.env, real.env);
    await systemctl(real.env, 'start', 'lookout-good.service');
    await systemctl(real.env, 'start', 'lookout-bad.service');
    await systemctl(real.env, 'start', 'lookout-done.service');
  });
  afterAll(async () => {
    await real?.dispose();
    process.env['XDG_RUNTIME_DIR'] = before['XDG_RUNTIME_DIR'];
    process.env['XDG_CONFIG_HOME'] = before['XDG_CONFIG_HOME'];
  });

  it('is active', async () => {
    const { failure, details, metrics, observed } = await check('lookout-good', { manager: 'user' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ state: 'active (running)', description: 'Good one', pid: expect.any(Number) });
    expect(observed).toEqual({ STATUS: 'active', VALUE: 'running' });
    expect(metrics['uptime']).toBeLessThan(60);
    expect(metrics['restarts']).toBe(0);
  });

  it('has failed', async () => {
    // The command ends after systemd has started it.
    await expect
      .poll(async () => (await check('lookout-bad', { manager: 'user' })).observed?.['STATUS'])
      .toBe('failed');
    expect((await check('lookout-bad', { manager: 'user' })).failure).toMatchObject({
      code: 'systemd.state',
      message: 'The unit lookout-bad.service is failed (failed): exit-code, exit status 3.',
    });
  });

  it('is done, which is enough for a job', async () => {
    expect((await check('lookout-done', { manager: 'user', state: 'notFailed' })).failure).toBeNull();
    expect((await check('lookout-done', { manager: 'user' })).failure?.message).toBe(
      'The unit lookout-done.service is inactive (dead).',
    );
  });

  it('does not exist', async () => {
    expect((await check('lookout-none.timer', { manager: 'user' })).failure).toMatchObject({
      code: 'systemd.notFound',
      message: 'There is no unit lookout-none.timer.',
    });
  });
});

describe('what systemctl prints', () => {
  let output: string;
  let asked = '';
  let server: RawServer;
  let program: Disposable;

  beforeAll(async () => {
    server = await startRaw((socket) => {
      socket.once('data', (data: Buffer) => {
        asked = data.toString();
      });
      socket.end(output);
    });
    program = await fakeSystemctl(server.port);
  });
  afterAll(async () => {
    await program.dispose();
    await server.dispose();
    disposeRunners([systemd]);
  });

  const RUNNING = `LoadState=loaded
ActiveState=active
SubState=running
Result=success
Description=A high performance web server
ActiveEnterTimestamp=Tue 2023-11-14 22:13:20 UTC
InactiveEnterTimestamp=
ExecMainStatus=0
MainPID=4711
NRestarts=2
MemoryCurrent=5242880
CPUUsageNSec=1000000000
TasksCurrent=3
`;

  it('becomes details and metrics', async () => {
    output = RUNNING;
    const { failure, details, metrics } = await check('nginx.service');
    expect(failure).toBeNull();
    expect(details).toEqual({
      state: 'active (running)',
      description: 'A high performance web server',
      pid: 4_711,
      since: 1_700_000_000_000,
    });
    expect(metrics).toMatchObject({ memory: 5_242_880, tasks: 3, restarts: 2 });
    expect(metrics).not.toHaveProperty('cpu');
    expect(asked).toMatch(/^--system show --no-pager --property=LoadState,.* -- nginx\.service\n$/u);
    output = RUNNING.replace('CPUUsageNSec=1000000000', 'CPUUsageNSec=1010000000');
    expect((await check('nginx.service')).metrics['cpu']).toBeGreaterThan(0);
  });

  it('may lack what systemd does not know', async () => {
    output = RUNNING.replace('=5242880', '=[not set]').replace('=1000000000', '=18446744073709551615');
    const { failure, metrics } = await check('other.service');
    expect(failure).toBeNull();
    expect(metrics).not.toHaveProperty('memory');
  });

  it('may say that the unit is masked, or nothing', async () => {
    output = 'LoadState=masked\nActiveState=inactive\nSubState=dead\n';
    expect((await check('nginx')).failure?.message).toBe('The unit nginx.service is masked.');
    output = '';
    expect((await check('nginx')).failure).toMatchObject({ code: 'systemd.unavailable', phase: 'wait' });
  });
});

describe('the fields of a unit', () => {
  it.each(['-H', 'a b', 'a/b', ''])('refuse the unit %j', (unit) => {
    const parsed = parseEndpoint({ kind: 'systemd', unit });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([
      expect.stringContaining('Unit must be the name of a unit'),
    ]);
  });

  it.each([
    ['systemd:nginx', 'systemd:nginx.service'],
    ['systemd:user/backup.timer', 'systemd:user/backup.timer'],
    ['systemd:getty@tty1.service', 'systemd:getty@tty1.service'],
  ])('are read from %s', (text, target) => {
    const parsed = parseEndpoint(systemd.parse(text));
    expect(parsed.ok && parsed.target).toBe(target);
  });
});
