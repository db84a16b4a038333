/** The kind with the real `mtr` and `traceroute` on a path of network namespaces. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canMakeNamespaces, makeNamespacePath, type NamespacePath } from '../../../../../test/servers/namespaces.ts';
import { available } from '../../../../../test/servers/process.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { parseTarget } from '../../registry.ts';
import { scriptProgram } from '../../testing/scripted-program.ts';

const PROGRAMS = { mtr: '/usr/bin/mtr', traceroute: '/usr/sbin/traceroute' } as const;
const { skip, reason } = available({
  [PROGRAMS.mtr]: 'mtr-tiny',
  [PROGRAMS.traceroute]: 'traceroute',
  '/usr/sbin/ip': 'iproute2',
});
const isPermitted = !skip && (await canMakeNamespaces());

describe.skipIf(!isPermitted)(`a path of network namespaces${skip ? reason : ' (needs root)'}`, () => {
  let path: NamespacePath;

  beforeAll(async () => {
    path = await makeNamespacePath();
  });
  afterAll(() => path?.dispose());

  const inNamespace = (program: 'mtr' | 'traceroute') =>
    scriptProgram(program, `exec ip netns exec ${path.start} ${PROGRAMS[program]} "$@"`);
  const route = (router: 1 | 2) => ['10.231.0.254', `10.231.${router}.2`, '10.231.9.9'];

  it('finds each hop with mtr, and sees that the route changes', async () => {
    inNamespace('mtr');
    const first = await checkOnce({ kind: 'path', host: path.end });
    expect(first.failure).toBeNull();
    expect(first.details).toMatchObject({
      program: 'mtr',
      route: route(1),
      hops: [
        {
          hop: 1,
          address: '10.231.0.254',
          loss: 0,
          sent: 3,
          last: expect.any(Number),
          min: expect.any(Number),
          avg: expect.any(Number),
          max: expect.any(Number),
          jitter: expect.any(Number),
        },
        { hop: 2, address: '10.231.1.2' },
        { hop: 3, address: '10.231.9.9' },
      ],
    });
    expect(first.metrics).toMatchObject({ hops: 3, loss: 0, latency: expect.any(Number) });
    expect(first.observed?.['ROUTE']).toEqual(route(1));
    expect(first.observed?.['HOPS']).toMatchObject([
      { number: 1 },
      { number: 2 },
      { number: 3, addresses: ['10.231.9.9'], loss: 0 },
    ]);
    expect(first.durationMs).toBe(first.metrics['latency']);
    await path.routeVia(2);
    const tracked = { route: { last: route(1), usual: route(1) } };
    const second = await checkOnce({ kind: 'path', host: path.end }, { tracked });
    expect(second.observed?.['ROUTE']).toEqual(route(2));
    expect(second.details['route']).toEqual(route(2));
    expect(second.details['hops']).toMatchObject([{ hop: 1 }, { hop: 2, usual: '10.231.1.2' }, { hop: 3 }]);
    expect(JSON.stringify(second.details['hops']).match(/usual/gu)).toHaveLength(1);
    await path.routeVia(1);
  });

  it.each(['icmp', 'udp', 'tcp'])(
    'finds each hop with traceroute over %s where mtr is not permitted',
    async (method) => {
      inNamespace('traceroute');
      scriptProgram('mtr', 'echo "Failure to open IPv4 sockets: Permission denied" >&2; exit 1');
      const { failure, details, observed, metrics } = await checkOnce({
        kind: 'path',
        host: path.end,
        method,
        count: 2,
      });
      expect([failure, details['program'], observed?.['ROUTE']]).toEqual([null, 'traceroute', route(1)]);
      expect(metrics).toMatchObject({ hops: 3, loss: 0 });
    },
  );

  it('says where the route ends', async () => {
    inNamespace('mtr');
    const { failure, observed } = await checkOnce({ kind: 'path', host: '10.231.77.7', count: 1, maxHops: 4 });
    expect(failure).toMatchObject({
      code: 'path.unreached',
      phase: 'trace',
      message: 'The route ends at 10.231.0.254, after 1 hop: the host did not answer.',
    });
    expect(observed?.['ROUTE']).toEqual(['10.231.0.254']);
  });
});

describe('a program that fails', () => {
  const check = (fields: object = {}, context: Parameters<typeof checkOnce>[1] = {}) =>
    checkOnce({ kind: 'path', host: '192.0.2.9', ...fields }, context);
  const hub = (host: string, loss = 0) => ({
    host,
    'Loss%': loss,
    Snt: 3,
    Last: 1,
    Avg: 2,
    Best: 1,
    Wrst: 3,
    StDev: 0,
  });
  const script = (...hubs: readonly object[]) => scriptProgram('mtr', `echo '${JSON.stringify({ report: { hubs } })}'`);

  it('fails when too many probes to the host are lost, but not when a router drops them', async () => {
    script(hub('192.0.2.1', 100), hub('192.0.2.9', 34));
    expect((await check()).failure).toBeNull();
    expect((await check({ maxLoss: 20 })).failure?.message).toBe(
      '34 % of the probes to the host were lost; at most 20 % may be.',
    );
  });

  it('fails when nobody answers', async () => {
    script(hub('???', 100), hub('???', 100));
    const { failure, observed } = await check();
    expect(failure?.message).toBe('No router on the way answered, nor did the host.');
    expect(observed?.['ROUTE']).toEqual([]);
  });

  it('shows a router that does not answer', async () => {
    script(hub('192.0.2.1'), hub('???', 100), hub('192.0.2.9'));
    const { failure, observed, metrics } = await check();
    expect([failure, observed?.['ROUTE'], metrics['hops']]).toEqual([null, ['192.0.2.1', '*', '192.0.2.9'], 3]);
  });

  it('sees no change of the route in a router that is silent once, or in another router of the same hop', async () => {
    const tracked = {
      route: { last: ['192.0.2.1', '192.0.2.7', '192.0.2.9'], usual: ['192.0.2.1', '192.0.2.7', '192.0.2.9'] },
    };
    script(hub('192.0.2.1'), hub('???', 100), hub('192.0.2.9'));
    expect((await check({}, { tracked })).details['route']).toEqual(tracked.route.last);
    scriptProgram('mtr', 'exit 1');
    scriptProgram(
      'traceroute',
      "echo ' 1  192.0.2.1  1 ms  1 ms'; echo ' 2  192.0.2.8  1 ms 192.0.2.7  1 ms'; echo ' 3  192.0.2.9  1 ms  1 ms'",
    );
    const { details } = await check({}, { tracked });
    expect(details['route']).toEqual(tracked.route.last);
    expect(JSON.stringify(details['hops'])).not.toContain('usual');
  });

  it('says nothing about the route when the host is not reached', async () => {
    script(hub('192.0.2.1'), hub('???', 100));
    const { failure, details } = await check();
    expect([failure?.code, 'route' in details, details['hops']]).toMatchObject(['path.unreached', false, [{ hop: 1 }]]);
  });

  it('blames this computer when neither program may run', async () => {
    scriptProgram('mtr', 'echo "mtr: Failure to open IPv4 sockets: Permission denied" >&2; exit 1');
    scriptProgram('traceroute', 'echo "You do not have enough privileges to use this traceroute method." >&2; exit 1');
    expect((await check()).failure).toMatchObject({
      code: 'local.program',
      params: { program: 'mtr', reason: 'forbidden' },
    });
  });

  it('times out at the deadline', async () => {
    scriptProgram('mtr', 'exec sleep 60');
    expect((await check({ timeout: '150ms' })).failure).toMatchObject({ code: 'timeout', phase: 'trace' });
  });
});

it('is read from a URL', () => {
  expect(parseTarget('traceroute://www.example.org')).toMatchObject([{ target: 'path://www.example.org' }]);
  expect(parseTarget('path://[2001:db8::1]')).toMatchObject([{ target: 'path://[2001:db8::1]' }]);
});
