import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startDns, type DnsReply, type DnsServer } from '../../../../../test/servers/dns.ts';
import { type MulticastDevice } from '../../../../../test/servers/multicast.ts';
import { createResolver } from './resolve.ts';
import { four, six } from '../testing/addresses.ts';
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

async function resolverWith(a: DnsReply, aaaa: DnsReply) {
  dns = await startDns((type) => (type === 'A' ? a : aaaa));
  return createResolver({ servers: [dns.server], ...noHosts });
}

describe('createResolver', () => {
  it('asks for A and AAAA, and gives both', async () => {
    const resolver = await resolverWith(['192.0.2.1', '192.0.2.2'], ['2001:db8::7']);
    const addresses = await resolver.resolve('a.example', 0, signal);
    expect(addresses).toEqual([six('2001:db8::7'), four('192.0.2.1'), four('192.0.2.2')]);
    expect(dns?.queries.toSorted()).toEqual(['A a.example', 'AAAA a.example']);
  });

  it('asks only for the wanted family', async () => {
    const resolver = await resolverWith(['192.0.2.1'], ['2001:db8::7']);
    expect(await resolver.resolve('a.example', 6, signal)).toEqual([six('2001:db8::7')]);
    expect(await resolver.resolve('a.example', 4, signal)).toEqual([four('192.0.2.1')]);
    expect(dns?.queries).toEqual(['AAAA a.example', 'A a.example']);
  });

  it('warms up without asking its servers, once', async () => {
    const resolver = await resolverWith(['192.0.2.1'], []);
    const [first, second] = [resolver.warmUp?.(), resolver.warmUp?.()];
    expect(second).toBe(first);
    await expect(first).resolves.toBeUndefined();
    expect(dns?.queries).toEqual([]);
    expect(await resolver.resolve('a.example', 4, signal)).toEqual([four('192.0.2.1')]);
  });

  it('asks again each time: an answer is a measurement', async () => {
    const resolver = await resolverWith(['192.0.2.1'], []);
    await resolver.resolve('a.example', 4, signal);
    await resolver.resolve('A.example.', 4, signal);
    expect(dns?.queries).toEqual(['A a.example', 'A a.example']);
  });

  it('asks for names in other scripts as DNS has them', async () => {
    const resolver = await resolverWith(['192.0.2.1'], []);
    await resolver.resolve('Bücher.example', 4, signal);
    expect(dns?.queries).toEqual(['A xn--bcher-kva.example']);
  });

  it('asks for names of ASCII as they are, even if a browser would take them for an address', async () => {
    const resolver = await resolverWith(['192.0.2.1'], []);
    await resolver.resolve('0x7F.1', 4, signal);
    expect(dns?.queries).toEqual(['A 0x7f.1']);
  });

  it('rejects at once when it was aborted before', async () => {
    const resolver = createResolver({ servers: [], ...noHosts });
    const reason = new Error('not wanted');
    await expect(resolver.resolve('192.0.2.1', 0, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it.each(['silent', 'servfail', 'nxdomain', []] as const)('is content with A when AAAA is %j', async (aaaa) => {
    const resolver = await resolverWith(['192.0.2.1'], aaaa);
    expect(await resolver.resolve('a.example', 0, signal)).toEqual([four('192.0.2.1')]);
  });

  it('is content with AAAA when there is no A', async () => {
    const resolver = await resolverWith([], ['2001:db8::7']);
    expect(await resolver.resolve('a.example', 0, signal)).toEqual([six('2001:db8::7')]);
  });

  it.each([
    ['nxdomain', 'nxdomain', 'dns.nxdomain', {}],
    [[], [], 'dns.nodata', { family: 'any' }],
    ['nxdomain', [], 'dns.nxdomain', {}],
    [[], 'nxdomain', 'dns.nxdomain', {}],
    ['nxdomain', 'servfail', 'dns.nxdomain', {}],
    ['servfail', 'servfail', 'dns.failed', { reason: 'ESERVFAIL' }],
    ['refused', 'refused', 'dns.failed', { reason: 'EREFUSED' }],
    [[], 'servfail', 'dns.failed', { reason: 'ESERVFAIL' }],
    ['garbage', 'garbage', 'dns.failed', { reason: 'EBADRESP' }],
  ] as const)('tells apart what went wrong: A %j, AAAA %j is %s', async (a, aaaa, code, params) => {
    const resolver = await resolverWith(a, aaaa);
    await expect(resolver.resolve('a.example', 0, signal)).rejects.toMatchObject({
      failure: { code, phase: 'dns', params: { name: 'a.example', ...params } },
    });
  });

  it('says when a DNS server cannot be reached', async () => {
    const resolver = await resolverWith([], []);
    await dns?.dispose();
    dns = undefined;
    await expect(resolver.resolve('a.example', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.failed', params: { reason: 'ECONNREFUSED' } },
    });
  });

  it.each(['a..example', `${'a'.repeat(64)}.example`])(
    'knows without asking that the host %s does not exist',
    async (name) => {
      const resolver = await resolverWith(['192.0.2.1'], []);
      await expect(resolver.resolve(name, 0, signal)).rejects.toMatchObject({ failure: { code: 'dns.nxdomain' } });
      expect(dns?.queries).toEqual([]);
    },
  );

  it('returns addresses as they are, and asks no server', async () => {
    const resolver = await resolverWith([], []);
    expect(await resolver.resolve('192.0.2.9', 0, signal)).toEqual([four('192.0.2.9')]);
    expect(await resolver.resolve('::1', 6, signal)).toEqual([six('::1')]);
    await expect(resolver.resolve('::1', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.nodata', params: { name: '::1', family: '4' } },
    });
    expect(dns?.queries).toEqual([]);
  });

  it('knows that localhost is this machine (RFC 6761)', async () => {
    const resolver = await resolverWith([], []);
    expect(await resolver.resolve('LOCALHOST', 0, signal)).toEqual([four('127.0.0.1'), six('::1')]);
    expect(await resolver.resolve('a.localhost', 6, signal)).toEqual([six('::1')]);
    expect(dns?.queries).toEqual([]);
  });

  it('finds names of the hosts file there, of the wanted family', async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-resolve-'));
    await writeFile(join(folder, 'hosts'), '192.0.2.5 listed.example\n192.0.2.6 bare\n');
    dns = await startDns(() => ['2001:db8::7']);
    const resolver = createResolver({ servers: [dns.server], hostsFile: join(folder, 'hosts') });
    expect(await resolver.resolve('listed.example.', 0, signal)).toEqual([four('192.0.2.5')]);
    expect(await resolver.resolve('Bare', 4, signal)).toEqual([four('192.0.2.6')]);
    expect(dns.queries).toEqual([]);
    expect(await resolver.resolve('listed.example', 6, signal)).toEqual([six('2001:db8::7')]);
  });

  it('ends at once when aborted, and the query with it', async () => {
    const resolver = await resolverWith('silent', 'silent');
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const resolving = resolver.resolve('a.example', 0, stop.signal);
    while ((dns?.queries.length ?? 0) < 2) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(reason);
    await expect(resolving).rejects.toBe(reason);
    const sockets = () => process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;
    // The server's own.
    await until(() => sockets() === 1);
    await expect(resolver.resolve('a.example', 0, stop.signal)).rejects.toBe(reason);
  });
});
