/** The kind against Debian's BIND, Unbound and dnsmasq. */
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import {
  BIND_PACKAGES,
  DNSMASQ_PACKAGES,
  startBind,
  startDnsmasq,
  startUnbound,
  UNBOUND_PACKAGES,
  type Bind,
} from '../../../../../test/servers/dns-programs.ts';
import { available, type Disposable } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...BIND_PACKAGES, ...UNBOUND_PACKAGES, ...DNSMASQ_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`dns${reason}`, () => {
  let files: Certificates;
  let bind: Bind;
  let unbound: Disposable & { readonly port: number };
  let dnsmasq: Disposable & { readonly port: number };

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    [bind, dnsmasq] = await Promise.all([startBind(files.good), startDnsmasq()]);
    // It signs its zone after it has begun to answer.
    await vi.waitUntil(async () => String((await ask({ dnssec: true })).details['records']).includes('RRSIG'), 60_000);
    unbound = await startUnbound(bind);
  });
  afterAll(async () => {
    await Promise.all([bind?.dispose(), unbound?.dispose(), dnsmasq?.dispose()]);
    await files?.dispose();
  });

  function ask(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({
      kind: 'dns',
      domain: 'www.lookout.test',
      server: '127.0.0.1',
      port: bind.ports.plain,
      ...fields,
    });
  }

  it.each([
    ['A', 'www.lookout.test', ['192.0.2.1', '192.0.2.2']],
    ['AAAA', 'www.lookout.test', ['2001:0DB8:0::1']],
    ['CAA', 'lookout.test', ['0 issue "letsencrypt.org"']],
    ['CAA', 'lookout.test', ['letsencrypt.org']],
    ['CNAME', 'alias.lookout.test', ['www.lookout.test.']],
    ['DS', 'child.lookout.test', ['12345 13 2 49fd46e6c4b45c55d4ac69cbd3cd34ac1afe51de49fd46e6c4b45c55d4ac69cb']],
    ['HTTPS', 'lookout.test', ['1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1']],
    ['MX', 'lookout.test', ['20 backup.mail.lookout.test', 'mail.lookout.test.']],
    ['NS', 'lookout.test', ['ns.lookout.test', 'ns2.lookout.test']],
    ['PTR', '7.lookout.test', ['host.lookout.test']],
    ['PTR', '192.0.2.7', ['host.lookout.test']],
    ['SOA', 'lookout.test', ['ns.lookout.test hostmaster.lookout.test 2026010101 7200 3600 1209600 300']],
    ['SRV', '_sip._tcp.lookout.test', ['5 10 5060 sip.lookout.test']],
    ['SRV', '_sip._tcp.lookout.test', ['sip.lookout.test:5060']],
    ['TXT', 'lookout.test', ['v=spf1 -all', '"second; text"']],
  ])('reads %s records of %s', async (type, domain, expected) => {
    // Signing raises the serial of the zone.
    const match = type === 'SOA' ? 'some' : 'exact';
    const wanted = type === 'SOA' ? [] : expected;
    const outcome = await ask({ type, domain, match, expected: wanted });
    expect(outcome.failure).toBeNull();
    expect(outcome.metrics).toMatchObject({ answers: expected.length });
    expect(outcome.details).toMatchObject({ rcode: 'NOERROR', remoteAddress: `127.0.0.1:${bind.ports.plain}` });
    if (type === 'SOA')
      expect(outcome.details['answers']).toEqual([
        expect.stringMatching(/^ns\.lookout\.test hostmaster\.lookout\.test 20260101\d\d 7200 3600 1209600 300$/u),
      ]);
  });

  it('reads the keys of a signed zone', async () => {
    const { failure, observed } = await ask({ type: 'DNSKEY', domain: 'lookout.test' });
    expect(failure).toBeNull();
    expect(observed?.['ANSWERS']).toEqual([expect.stringMatching(/^257 3 13 [\w+/]{86}==$/u)]);
  });

  it('gives conditions the answers, the code, the flags and all records', async () => {
    const { observed, metrics, phases } = await ask({ domain: 'alias.lookout.test' });
    expect(Object.keys(phases)).toEqual(['wait']);
    expect(metrics).toMatchObject({ answers: 2, ttl: 60 });
    expect(observed).toMatchObject({
      DNS_RCODE: 'NOERROR',
      FLAGS: ['AA', 'RD'],
      ANSWERS: ['192.0.2.1', '192.0.2.2'],
      BODY: expect.stringMatching(/^192\.0\.2\.[12]$/u),
    });
    const cname = { name: 'alias.lookout.test', type: 'CNAME', ttl: 300, data: 'www.lookout.test' };
    expect(observed?.['RECORDS']).toContainEqual(cname);
  });

  it.each([
    ['MX', 'lookout.test', /mail\.lookout\.test\.$/iu],
    ['SRV', '_sip._tcp.lookout.test', /^sip\.lookout\.test:5060$/u],
    ['TXT', 'lookout.test', /^(?:v=spf1 -all\nsecond; text|second; text\nv=spf1 -all)$/u],
    ['CNAME', 'alias.lookout.test', /^www\.lookout\.test\.$/u],
  ])('gives [BODY] of %s records as Gatus does', async (type, domain, body) => {
    expect((await ask({ type, domain })).observed?.['BODY']).toMatch(body);
  });

  it.each([
    ['exact', ['192.0.2.1'], 'The answers are not the expected ones. Not expected: 192.0.2.2.'],
    ['exact', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], 'The answers are not the expected ones. Missing: 192.0.2.3.'],
    ['contains', ['192.0.2.1', '192.0.2.3'], 'Expected answers are missing: 192.0.2.3.'],
    ['every', ['192.0.2.1', '192.0.2.3'], 'There are answers that are not expected: 192.0.2.2.'],
    ['contains', ['192.0.2.2'], null],
    ['every', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], null],
    ['some', ['192.0.2.3', '192.0.2.2'], null],
  ])('compares the answers: %s %j', async (match, expected, message) => {
    const { failure } = await ask({ match, expected });
    expect(failure?.message ?? null).toBe(message);
  });

  it('says that none of the answers is expected', async () => {
    const { failure } = await ask({ match: 'some', expected: ['192.0.2.9'] });
    expect(failure?.message).toMatch(
      /^None of the expected answers came; the answers are: 192\.0\.2\.[12], 192\.0\.2\.[12]\.$/u,
    );
  });

  it.each(['tcp', 'tls', 'https'] as const)('asks over %s', async (transport) => {
    const port = transport === 'tcp' ? bind.ports.plain : bind.ports[transport];
    const outcome = await ask({ server: 'localhost', port, transport, expected: ['192.0.2.1', '192.0.2.2'] });
    expect(outcome.failure).toBeNull();
    const encrypted = transport === 'tcp' ? [] : ['tls'];
    const ending = transport === 'https' ? ['wait', 'transfer'] : ['wait'];
    expect(Object.keys(outcome.phases)).toEqual(['dns', 'connect', ...encrypted, ...ending]);
    expect(outcome.details.tls?.authorized).toBe(transport === 'tcp' ? undefined : true);
  });

  it('fails for another path of DNS over HTTPS', async () => {
    const https = { transport: 'https', port: bind.ports.https } as const;
    expect((await ask({ ...https, path: '/other' })).failure).toMatchObject({
      code: 'dns.httpStatus',
      message: 'The DNS server answered with the HTTP status 404.',
    });
  });

  it('asks again over TCP for an answer that does not fit into a packet', async () => {
    const { failure, phases, metrics } = await ask({ type: 'TXT', domain: 'long.lookout.test' });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['wait', 'connect']);
    expect(metrics['answers']).toBe(20);
  });

  it.each([
    ['missing.lookout.test', 'NXDOMAIN'],
    ['elsewhere.example', 'REFUSED'],
  ])('judges the response code for %s', async (domain, rcode) => {
    expect((await ask({ domain })).failure).toMatchObject({
      code: 'dns.rcode',
      message: `The DNS server answered ${rcode} for ${domain}; NOERROR was expected.`,
    });
    expect((await ask({ domain, rcode })).failure).toBeNull();
    expect((await ask({ domain, rcode: 'any' })).failure).toBeNull();
  });

  it('says that a name has no such records', async () => {
    expect((await ask({ type: 'MX' })).failure).toMatchObject({
      code: 'dns.noRecords',
      message: 'www.lookout.test has no MX records.',
    });
  });

  it('leaves the response code to a condition on it', async () => {
    const input = { kind: 'dns', domain: 'no.lookout.test', server: '127.0.0.1', port: bind.ports.plain };
    const { failure, observed } = await checkOnce(input, { wanted: new Set(['DNS_RCODE']) });
    expect([failure, observed?.['DNS_RCODE']]).toEqual([null, 'NXDOMAIN']);
  });

  it('wants the answer of Unbound to be validated by DNSSEC', async () => {
    const outcome = await ask({ port: unbound.port, dnssec: true });
    expect(outcome.failure).toBeNull();
    expect(outcome.observed?.['FLAGS']).toContain('AD');
    // BIND answers from its own zone, which it does not validate.
    expect((await ask({ dnssec: true })).failure).toMatchObject({
      code: 'dns.notValidated',
      message: 'The DNS server did not validate the answer by DNSSEC: the AD bit is missing.',
    });
    expect((await ask({ port: unbound.port, domain: 'x.refused.example' })).failure?.params).toMatchObject({
      rcode: 'REFUSED',
    });
  });

  it('asks dnsmasq', async () => {
    const { port } = dnsmasq;
    expect((await ask({ port, domain: 'host.dnsmasq.test', expected: ['192.0.2.9'] })).failure).toBeNull();
    expect((await ask({ port, domain: 'no.dnsmasq.test', rcode: 'NXDOMAIN' })).failure).toBeNull();
  });
});
