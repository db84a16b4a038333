/** The kind with the real `ping` and `fping` on loopback, and with programs that fail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PING, PING_PACKAGES } from '../../../../../test/servers/ping.ts';
import { available } from '../../../../../test/servers/process.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { parseEndpoint, parseTarget } from '../../registry.ts';
import { runSystemProgram } from '../../net/run-system-program.ts';
import { scriptProgram } from '../../testing/scripted-program.ts';

const scriptPing = (script: string) => scriptProgram('ping', script);

const { skip, reason } = available(PING_PACKAGES);

describe.skipIf(skip)(`the real programs${reason}`, () => {
  beforeAll(() => scriptPing(`exec ${PING} "$@"`));

  it.each(['127.0.0.1', '::1'])('measures the round trips to %s', async (host) => {
    const { failure, metrics, details, phases, durationMs } = await checkOnce({
      kind: 'icmp',
      host,
      count: 3,
      size: 100,
    });
    expect(failure).toBeNull();
    expect(details).toEqual({ remoteAddress: host === '::1' ? '[::1]' : host, received: '3 / 3', program: 'ping' });
    const { min = 0, avg = 0, max = 0, jitter = -1 } = metrics;
    expect(metrics['loss']).toBe(0);
    expect(min).toBeGreaterThan(0);
    expect(avg).toBeGreaterThanOrEqual(min);
    expect(max).toBeGreaterThanOrEqual(avg);
    expect(jitter).toBeGreaterThanOrEqual(0);
    // Not the 400 ms that the program needs for three requests.
    expect(phases).toEqual({ echo: avg });
    expect(durationMs).toBe(avg);
  });

  it('resolves a name, and prefers IPv4', async () => {
    const { failure, details, phases } = await checkOnce({ kind: 'icmp', host: 'localhost', count: 1 });
    expect([failure, details.remoteAddress, Object.keys(phases)]).toEqual([null, '127.0.0.1', ['dns', 'echo']]);
    const six = await checkOnce({ kind: 'icmp', host: 'localhost', count: 1, family: '6' });
    expect(six.details.remoteAddress).toBe('[::1]');
  });

  it('uses fping where ping is not permitted', async () => {
    scriptPing('echo "ping: socket: Operation not permitted" >&2; exit 2');
    const { failure, metrics, details } = await checkOnce({ kind: 'icmp', host: '127.0.0.1', count: 2 });
    expect([failure, details['program'], details['received']]).toEqual([null, 'fping', '2 / 2']);
    expect(metrics).toMatchObject({ loss: 0, avg: expect.any(Number), jitter: expect.any(Number) });
  });
});

describe('a ping that fails', () => {
  afterAll(() => scriptPing(`exec ${PING} "$@"`));
  const check = (fields: object = {}) => checkOnce({ kind: 'icmp', host: '192.0.2.1', count: 4, ...fields });
  const answer = (seq: number) => `echo "64 bytes from 192.0.2.1: icmp_seq=${seq} ttl=64 time=${seq}.5 ms"`;

  it('fails when more packets are lost than allowed', async () => {
    scriptPing([1, 2, 4].map(answer).join('\n'));
    const { failure, metrics } = await check({ maxLoss: 20 });
    expect(failure).toMatchObject({
      code: 'icmp.loss',
      message: '25 % of the echo requests were lost; at most 20 % may be.',
    });
    expect(metrics).toEqual({ loss: 25, min: 1.5, avg: 2.833, max: 4.5, jitter: 1.5 });
    expect((await check({ maxLoss: 25 })).failure).toBeNull();
  });

  it('fails when no answer comes', async () => {
    scriptPing('exit 1');
    const { failure, metrics } = await check();
    expect(failure).toMatchObject({
      code: 'icmp.noAnswer',
      message: 'No answer to 4 echo requests (ping).',
      phase: 'echo',
    });
    expect(metrics).toEqual({ loss: 100 });
  });

  it('says that there is no route', async () => {
    scriptPing('echo "ping: connect: Network is unreachable" >&2; exit 2');
    expect((await check()).failure).toMatchObject({
      code: 'connect.unreachable',
      message: 'There is no route to the address: the network is unreachable (192.0.2.1).',
    });
    scriptPing('echo "From 192.0.2.254 icmp_seq=1 Destination Host Unreachable"; exit 1');
    expect((await check()).failure).toMatchObject({ code: 'connect.unreachable', params: { reason: 'EHOSTUNREACH' } });
  });

  it('times out at the deadline', async () => {
    scriptPing('exec sleep 60');
    expect((await check({ timeout: '150ms' })).failure).toMatchObject({ code: 'timeout', phase: 'echo' });
  });
});

describe('runSystemProgram', () => {
  const { signal } = new AbortController();

  it('says that a program is missing or may not be run', async () => {
    await expect(runSystemProgram('lookout-has-no-such-program', [], signal)).rejects.toMatchObject({
      failure: { code: 'local.program', params: { program: 'lookout-has-no-such-program', reason: 'missing' } },
    });
    await expect(runSystemProgram('/', [], signal)).rejects.toMatchObject({
      failure: { code: 'local.program', params: { reason: 'forbidden' } },
    });
  });

  it('reads both outputs and the exit code, and ends a program that prints without end', async () => {
    const { stdout, stderr, exitCode } = await runSystemProgram('sh', ['-c', 'echo out; echo err >&2; exit 3'], signal);
    expect([stdout, stderr, exitCode]).toEqual(['out\n', 'err\n', 3]);
    const endless = await runSystemProgram('yes', [], signal);
    expect(endless.exitCode).toBeNull();
    expect(endless.stdout.length).toBeLessThan(200_000);
  });
});

describe('the target', () => {
  it.each([
    ['icmp://router', 'icmp://router'],
    ['ping://192.0.2.1/', 'icmp://192.0.2.1'],
    ['icmp://[2001:db8::1]', 'icmp://[2001:db8::1]'],
  ])('reads %s', (text, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'icmp' }, target }]);
  });

  it('is a host, not an option of a program', () => {
    for (const host of ['-f', '-c 5', '$(id)', 'a;b']) {
      const parsed = parseEndpoint({ kind: 'icmp', host });
      expect(parsed.ok ? parsed.target : parsed.issues.map(({ code }) => code)).toEqual(
        host === '-f' ? 'icmp://-f' : ['host'],
      );
    }
  });
});
