import { afterEach, describe, expect, it } from 'vitest';
import { startDns, type DnsAnswer, type DnsServer } from '../../../../test/servers/dns.ts';
import { createResolver } from './resolve.ts';

const { signal } = new AbortController();
let dns: DnsServer | undefined;

afterEach(async () => {
  await dns?.dispose();
  dns = undefined;
});

async function resolverWith(a: DnsAnswer, aaaa: DnsAnswer, hostsFile = '/nonexistent/hosts') {
  dns = await startDns((type) => (type === 'A' ? a : aaaa));
  return createResolver({ servers: [dns.server], hostsFile });
}

const four = (address: string) => ({ address, family: 4 });
const six = (address: string) => ({ address, family: 6 });

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

  it('asks again each time: an answer is a measurement', async () => {
    const resolver = await resolverWith(['192.0.2.1'], []);
    await resolver.resolve('a.example', 4, signal);
    await resolver.resolve('A.example.', 4, signal);
    expect(dns?.queries).toEqual(['A a.example', 'A a.example']);
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
    ['nxdomain', 'nxdomain', 'dns.nxdomain', /^There is no host called a\.example\.$/u],
    [[], [], 'dns.nodata', /^a\.example has no address\.$/u],
    ['servfail', 'servfail', 'dns.failed', /SERVFAIL/u],
    ['refused', 'refused', 'dns.failed', /REFUSED/u],
    [[], 'servfail', 'dns.failed', /SERVFAIL/u],
  ] as const)('tells apart what went wrong: A %j, AAAA %j is %s', async (a, aaaa, code, message) => {
    const resolver = await resolverWith(a, aaaa);
    await expect(resolver.resolve('a.example', 0, signal)).rejects.toMatchObject({
      failure: { code, phase: 'dns', message: expect.stringMatching(message) },
    });
  });

  it('says when a DNS server cannot be reached', async () => {
    const resolver = await resolverWith([], []);
    await dns?.dispose();
    dns = undefined;
    await expect(resolver.resolve('a.example', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.failed', message: expect.stringContaining('could not be reached') },
    });
  });

  it('gives addresses back as they are, and asks nobody', async () => {
    const resolver = await resolverWith([], []);
    expect(await resolver.resolve('192.0.2.9', 0, signal)).toEqual([four('192.0.2.9')]);
    expect(await resolver.resolve('::1', 6, signal)).toEqual([six('::1')]);
    await expect(resolver.resolve('::1', 4, signal)).rejects.toMatchObject({
      failure: { code: 'dns.nodata', message: '::1 has no IPv4 address.' },
    });
    expect(dns?.queries).toEqual([]);
  });

  it('knows that localhost is this machine (RFC 6761)', async () => {
    const resolver = await resolverWith([], []);
    expect(await resolver.resolve('LOCALHOST', 0, signal)).toEqual([four('127.0.0.1'), six('::1')]);
    expect(await resolver.resolve('a.localhost', 6, signal)).toEqual([six('::1')]);
    expect(dns?.queries).toEqual([]);
  });

  it('ends at once when aborted, and the query with it', async () => {
    const resolver = await resolverWith('silent', 'silent');
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const resolving = resolver.resolve('a.example', 0, stop.signal);
    while ((dns?.queries.length ?? 0) < 2) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(reason);
    await expect(resolving).rejects.toBe(reason);
    expect(process.getActiveResourcesInfo().filter((resource) => resource.includes('DNS'))).toEqual([]);
    await expect(resolver.resolve('a.example', 0, stop.signal)).rejects.toBe(reason);
  });

  it('asks the system about names without a dot, which may be found by a search domain', async () => {
    const resolver = await resolverWith(['192.0.2.1'], []);
    await expect(resolver.resolve('no-such-name', 0, signal)).rejects.toMatchObject({
      failure: { phase: 'dns', message: expect.stringContaining('no-such-name') },
    });
    expect(dns?.queries).toEqual([]);
  });
});
