/** Short names, and names of the network that this machine is in. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDns, type DnsReply, type DnsServer } from '../../../../../test/servers/dns.ts';
import { startMulticast, type MulticastDevice } from '../../../../../test/servers/multicast.ts';
import { DeadlineError, type Address, type Resolver } from '../../kind.ts';
import { createResolver, type ResolverOptions } from './resolve.ts';
import { four, six, systemThat } from '../testing/addresses.ts';
import { until } from '../testing/until.ts';

const { signal } = new AbortController();
const noHosts = { hostsFile: '/nonexistent/hosts' };
let dns: DnsServer | undefined;
let device: MulticastDevice | undefined;
let folder = '';

afterEach(async () => {
  vi.useRealTimers();
  await dns?.dispose();
  await device?.dispose();
  if (folder !== '') await rm(folder, { recursive: true });
  dns = undefined;
  device = undefined;
  folder = '';
});

describe('a short name', () => {
  let conf = '';
  let answers: Record<string, DnsReply>;

  beforeEach(async () => {
    answers = {};
    dns = await startDns((type, name) => (type === 'A' ? (answers[name] ?? 'nxdomain') : []));
    folder = await mkdtemp(join(tmpdir(), 'lookout-resolve-'));
    conf = join(folder, 'resolv.conf');
    await writeFile(conf, `nameserver ${dns.server}\nsearch corp.example lab.example\n`);
  });
  const resolver = (options: ResolverOptions = {}) => createResolver({ resolvConf: conf, ...noHosts, ...options });

  it('is completed with the search domains, without asking the system', async () => {
    answers = { 'nas.lab.example': ['192.0.2.7'] };
    const { asked, system } = systemThat({});
    expect(await resolver({ system }).resolve('nas', 4, signal)).toEqual([four('192.0.2.7')]);
    expect(dns?.queries).toEqual(['A nas.corp.example', 'A nas.lab.example']);
    expect(asked).toEqual([]);
  });

  it('is asked for as it is last, and at once with a dot at the end', async () => {
    answers = { nas: ['192.0.2.7'] };
    const { system } = systemThat({});
    expect(await resolver({ system }).resolve('nas', 4, signal)).toEqual([four('192.0.2.7')]);
    expect(await resolver({ system }).resolve('nas.', 4, signal)).toEqual([four('192.0.2.7')]);
    expect(dns?.queries).toEqual(['A nas.corp.example', 'A nas.lab.example', 'A nas', 'A nas']);
  });

  it('is asked of the system when DNS does not know it', async () => {
    const { asked, system } = systemThat({ nas: [four('192.0.2.8'), six('2001:db8::8')], other: [] });
    expect(await resolver({ system }).resolve('nas', 0, signal)).toEqual([four('192.0.2.8'), six('2001:db8::8')]);
    expect(await resolver({ system }).resolve('nas', 4, signal)).toEqual([four('192.0.2.8')]);
    await expect(resolver({ system }).resolve('other', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.nxdomain', params: { name: 'other' } },
    });
    expect(asked).toEqual(['nas', 'nas', 'other']);
  });

  it('reports how long it waited for other names, and nothing when it did not wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const ends: (() => void)[] = [];
    // One thread, which also the probe for another one has to wait for.
    let running: Promise<unknown> = Promise.resolve();
    const system = (name: string): Promise<readonly Address[]> => {
      const answer = running.then(() =>
        name === 'busy' ? new Promise<void>((resolve) => void ends.push(resolve)) : undefined,
      );
      running = answer;
      return answer.then(() => [four('192.0.2.8')]);
    };
    const waits: number[] = [];
    const one = resolver({ system });
    const busy = one.resolve('busy', 4, signal, (ms) => waits.push(ms));
    await until(() => ends.length === 1);
    const nas = one.resolve('nas', 4, signal, (ms) => waits.push(ms));
    await until(() => (dns?.queries.length ?? 0) === 6);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => void setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(400);
    ends[0]?.();
    expect(await Promise.all([busy, nas])).toEqual([[four('192.0.2.8')], [four('192.0.2.8')]]);
    expect(waits).toEqual([400]);
  });

  it('that only has addresses of the other family says so', async () => {
    answers = { 'nas.corp.example': [] };
    const { system } = systemThat({ nas: [six('2001:db8::8')] });
    await expect(resolver({ system }).resolve('nas', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.nodata', params: { name: 'nas', family: '4' } },
    });
  });

  it('is not asked of the system when it has dots', async () => {
    const { asked, system } = systemThat({});
    await expect(resolver({ system }).resolve('nas.home', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.nxdomain' },
    });
    expect(asked).toEqual([]);
    expect(dns?.queries).toEqual(['A nas.home']);
  });

  it('says that a server fails rather than that the name does not exist', async () => {
    answers = { 'nas.corp.example': 'servfail' };
    const { system } = systemThat({ nas: [] });
    await expect(resolver({ system }).resolve('nas', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.failed' },
    });
  });

  it('is asked of the system after 2 s of silence, and the DNS answer still counts', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    answers = { 'nas.corp.example': { afterMs: 4_000, answer: ['192.0.2.7'] } };
    const { asked, system } = systemThat({ other: [four('192.0.2.8')] });
    const both = Promise.all(['nas', 'other'].map((name) => resolver({ system }).resolve(name, 4, signal)));
    answers['other.corp.example'] = 'silent';
    await until(() => (dns?.queries.length ?? 0) === 2);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await until(() => asked.length === 2);
    await vi.advanceTimersByTimeAsync(2_001);
    expect(await both).toEqual([[four('192.0.2.7')], [four('192.0.2.8')]]);
  });

  it.each([
    ['does not know it', 'nxdomain', { failure: { code: 'timeout', params: { resolver: 'system' }, phase: 'dns' } }],
    ['is silent', 'silent', { name: 'DeadlineError' }],
  ] as const)('that the system never finds, when DNS %s, reports who has not answered', async (_, reply, expected) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    answers = { nas: reply, 'nas.corp.example': reply };
    const { asked, system } = systemThat({});
    const stop = new AbortController();
    const lookup = resolver({ system }).resolve('nas', 4, stop.signal);
    lookup.catch(() => undefined);
    await until(() => (dns?.queries.length ?? 0) > 0);
    for (let ms = 0; asked.length === 0 && ms < 3_000; ms += 100) {
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => void setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(asked).toEqual(['nas']);
    stop.abort(new DeadlineError(10_000));
    await expect(lookup).rejects.toMatchObject(expected);
  });

  it('that had no turn within the deadline is the fault of this machine; other aborts stay what they are', async () => {
    answers = { 'answered.corp.example': ['192.0.2.7'] };
    const { asked, system } = systemThat({});
    const slow = resolver({ system });
    const stop = new AbortController();
    const later = new AbortController();
    // Names whose lookups never end take all the places for new names.
    const dead = Array.from({ length: 64 }, (_, i) => slow.resolve(`dead${i}`, 4, stop.signal));
    for (const one of dead) one.catch(() => undefined);
    await until(() => (dns?.queries.length ?? 0) === 3 * 64);
    const unlucky = slow.resolve('nas', 4, later.signal);
    unlucky.catch(() => undefined);
    await until(() => (dns?.queries.length ?? 0) === 3 * 65);
    // DNS answers in order: once a later name has its answer, `nas` has its own, and waits for the system.
    await slow.resolve('answered', 4, signal);
    await until(() => asked.length === 28);
    later.abort(new DeadlineError(1_000));
    await expect(unlucky).rejects.toMatchObject({ failure: { code: 'local.lookups', phase: 'dns' } });
    const reason = new Error('not wanted');
    stop.abort(reason);
    for (const outcome of await Promise.allSettled(dead)) expect(outcome).toMatchObject({ reason });
  });
});

describe('a name under .local', () => {
  const multicast = () => ({ port: device?.port ?? 0, interfaces: () => ['127.0.0.1'] });

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    dns = await startDns((type, name) => (name === 'server.corp.local' && type === 'A' ? ['192.0.2.3'] : 'nxdomain'));
    device = await startMulticast((type, name) => {
      if (name !== 'printer.local') return 'silent';
      return type === 'A' ? ['192.0.2.7'] : ['2001:db8::7'];
    });
  });
  const resolver = (system: ResolverOptions['system']): Resolver =>
    createResolver({ servers: [dns?.server ?? ''], multicast: multicast(), ...noHosts, ...(system ? { system } : {}) });

  it('is answered by the device itself, and the system is not asked', async () => {
    const { asked, system } = systemThat({});
    expect(await resolver(system).resolve('Printer.local.', 0, signal)).toEqual([
      six('2001:db8::7'),
      four('192.0.2.7'),
    ]);
    expect(asked).toEqual([]);
  });

  it('is answered by DNS in a network with such a domain', async () => {
    const { asked, system } = systemThat({});
    expect(await resolver(system).resolve('server.corp.local', 4, signal)).toEqual([four('192.0.2.3')]);
    expect(asked).toEqual([]);
  });

  it('is asked of the system after 2 s, and does not exist when no answer has it', async () => {
    const { asked, system } = systemThat({ 'nas.local': [four('192.0.2.8')], 'gone.local': [] });
    const found = resolver(system).resolve('nas.local', 4, signal);
    const gone = resolver(system).resolve('gone.local', 4, signal);
    gone.catch(() => undefined);
    await until(() => device?.queries.length === 2 && dns?.queries.length === 2);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await found).toEqual([four('192.0.2.8')]);
    await expect(gone).rejects.toMatchObject({ failure: { code: 'dns.nxdomain' } });
  });
});

describe('24 names that never resolve', () => {
  it.each(['silent', 'nxdomain'] as const)('do not hold up 4 healthy ones (their DNS: %s)', async (dead) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    dns = await startDns((_, name) => (name.startsWith('dead') ? dead : name === 'dns' ? ['192.0.2.1'] : 'nxdomain'));
    device = await startMulticast((_, name) => (name === 'healthy.local' ? ['192.0.2.2'] : 'silent'));
    // The system never answers for the dead names, and finds two of the others at once.
    const { system } = systemThat({ system: [four('192.0.2.3')], 'system.local': [four('192.0.2.4')] });
    const resolver = createResolver({
      servers: [dns.server],
      multicast: { port: device.port, interfaces: () => ['127.0.0.1'] },
      system,
      ...noHosts,
    });
    const healthy = ['dns', 'healthy.local', 'system', 'system.local'];
    const names = [...Array.from({ length: 24 }, (_, i) => (i < 12 ? `dead${i}` : `dead${i}.local`)), ...healthy];
    const outcomes = new Map(names.map((name) => [name, [] as string[]]));

    /** As a check does: 10 s are its deadline. */
    async function check(name: string): Promise<void> {
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(new DeadlineError(10_000)), 10_000);
      const outcome = await resolver.resolve(name, 4, stop.signal).then(
        () => 'up',
        (error: unknown) => (error instanceof DeadlineError ? 'timeout' : 'unknown'),
      );
      clearTimeout(timer);
      outcomes.get(name)?.push(outcome);
    }

    const checks = 4;
    for (let round = 0; round < checks; round++) {
      for (const name of names) void check(name);
      // Sockets and files are real: what they answer takes no time here, but turns of the loop.
      await until(() => ['dns', 'healthy.local', 'system'].every((name) => outcomes.get(name)?.length === round + 1));
      for (let ms = 0; ms < 30_000; ms += 100) {
        for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => void setImmediate(resolve));
        await vi.advanceTimersByTimeAsync(100);
      }
    }
    for (const name of healthy) expect([name, outcomes.get(name)]).toEqual([name, ['up', 'up', 'up', 'up']]);
    for (const name of names.slice(0, 24)) {
      expect(outcomes.get(name)).toHaveLength(checks);
      expect(outcomes.get(name)).not.toContain('up');
    }
  });
});
