/** The domain kind against an RDAP server written here. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { KindOutcome } from '../../kind.ts';
import { conductCheck } from '../../net/probe/probe.ts';
import { createResolver } from '../../net/dns/resolve.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { expectDeclared } from '../../testing/undeclared.ts';
import { BootstrapCache } from './bootstrap.ts';
import { domain } from './descriptor.ts';
import { domainSchema } from './fields.ts';
import { parseBootstrap, parseRegistration, serverFor } from './rdap.ts';
import { checkDomain } from './run.ts';

const DAY_MS = 86_400_000;

let server: Server;
let base: string;
/** The answers by path: a status and a body, or where a redirect leads. */
let answers: Record<string, { readonly status: number; readonly body?: unknown; readonly location?: string }>;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { status, body = {}, location } = answers[request.url ?? ''] ?? { status: 404 };
    response.writeHead(status, { 'Content-Type': 'application/rdap+json', ...(location && { Location: location }) });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  answers = { '/domain/example.org': { status: 200, body: registration() } };
  asked = [];
});

/** As registries answer, with a part of what they say. */
function registration(daysLeft: number | null = 100, status = ['active']) {
  const events = [{ eventAction: 'registration', eventDate: '1995-08-31T04:00:00Z' }];
  if (daysLeft !== null) {
    events.push({
      eventAction: 'expiration',
      eventDate: new Date(Date.now() + daysLeft * DAY_MS + 60_000).toISOString(),
    });
  }
  return {
    objectClassName: 'domain',
    ldhName: 'EXAMPLE.ORG',
    status,
    events,
    nameservers: [{ objectClassName: 'nameserver', ldhName: 'B.NS.EXAMPLE.NET.' }, { ldhName: 'a.ns.example.net' }, {}],
    entities: [
      { roles: ['abuse'], handle: '1' },
      {
        roles: ['registrar'],
        handle: '292',
        vcardArray: [
          'vcard',
          [
            ['version', {}, 'text', '4.0'],
            ['fn', {}, 'text', 'Registrar Ltd.'],
          ],
        ],
      },
    ],
    secureDNS: { delegationSigned: true },
  };
}

function check(fields: Omit<EndpointInput, 'kind'> = {}) {
  return checkOnce({ kind: 'domain', domain: 'example.org', server: base, ...fields });
}

describe('a registration', () => {
  it('is described', async () => {
    const { failure, warning, details, metrics, observed, phases } = await check();
    expect(failure).toBeNull();
    expect(warning).toBeUndefined();
    expect(metrics['daysLeft']).toBe(100);
    expect(details).toMatchObject({
      registrar: 'Registrar Ltd.',
      nameServers: ['a.ns.example.net', 'b.ns.example.net'],
      domainStatus: ['active'],
      registeredAt: Date.parse('1995-08-31T04:00:00Z'),
      dnssec: true,
      server: `${base}/`,
    });
    expect(observed).toMatchObject({
      REGISTRAR: 'Registrar Ltd.',
      NAME_SERVERS: ['a.ns.example.net', 'b.ns.example.net'],
    });
    const left = observed?.['DOMAIN_EXPIRATION'];
    expect(typeof left === 'number' && Math.round(left / DAY_MS)).toBe(100);
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('ends soon: first degraded, then down', async () => {
    answers['/domain/example.org'] = { status: 200, body: registration(20) };
    const warned = await check();
    expect(warned.failure).toBeNull();
    expect(warned.warning).toMatchObject({ code: 'domain.expiresSoon', params: { limitMs: 30 * DAY_MS } });
    expect((await check({ failBefore: '21d' })).failure).toMatchObject({
      code: 'domain.expiresSoon',
      message: expect.stringMatching(/^The registration ends on .*, in less than 21 d\.$/u),
    });
    expect((await check({ warnBefore: null })).warning).toBeUndefined();
  });

  it('has ended', async () => {
    answers['/domain/example.org'] = { status: 200, body: registration(-2) };
    expect((await check({ warnBefore: null, failBefore: null })).failure).toMatchObject({ code: 'domain.expired' });
  });

  it.each(['redemption period', 'Pending Delete', 'client hold'])(
    'does not work with the status %s',
    async (status) => {
      answers['/domain/example.org'] = { status: 200, body: registration(100, ['active', status]) };
      expect((await check()).failure).toMatchObject({
        code: 'domain.status',
        params: { status: status.toLowerCase() },
      });
    },
  );

  it('without an end is a failure only when an end is expected', async () => {
    answers['/domain/example.org'] = { status: 200, body: registration(null) };
    expect((await check()).failure).toMatchObject({ code: 'domain.noExpiry' });
    const { failure, details } = await check({ warnBefore: null, failBefore: null });
    expect(failure).toBeNull();
    expect(details['registrar']).toBe('Registrar Ltd.');
  });
});

describe('an RDAP server', () => {
  it('may redirect', async () => {
    answers['/domain/example.org'] = { status: 302, location: `${base}/other/domain/example.org` };
    answers['/other/domain/example.org'] = { status: 200, body: registration() };
    const { failure, details } = await check();
    expect(failure).toBeNull();
    expect(details.redirects).toEqual([{ status: 302, url: `${base}/other/domain/example.org` }]);
  });

  it('does not know the domain', async () => {
    expect((await check({ domain: 'www.example.org' })).failure).toMatchObject({ code: 'domain.notRegistered' });
  });

  it('refuses, or answers something else', async () => {
    answers['/domain/example.org'] = { status: 429 };
    expect((await check()).failure?.message).toBe('The RDAP server answers with status 429.');
    answers['/domain/example.org'] = { status: 200, body: { objectClassName: 'ip network' } };
    expect((await check()).failure).toMatchObject({ code: 'domain.answer' });
  });
});

describe("IANA's list", () => {
  const services = () => [
    [
      ['org', 'net'],
      ['http://plain.example/', 'https://rdap.example/org'],
    ],
    [['co.uk'], ['https://rdap.example/co.uk/']],
    [['uk'], [`${base}/uk/`]],
    [['nothing'], ['ftp://rdap.example/']],
  ];

  it('is read', () => {
    const list = parseBootstrap({ version: '1.0', services: services() });
    if (list === null) throw new Error('It was not read');
    expect(serverFor(list, 'example.org')).toBe('https://rdap.example/org/');
    expect(serverFor(list, 'example.co.uk')).toBe('https://rdap.example/co.uk/');
    expect(serverFor(list, 'a.uk')).toBe(`${base}/uk/`);
    expect(serverFor(list, 'a.nothing')).toBeNull();
    expect(parseBootstrap({ services: 1 })).toBeNull();
  });

  /** Checks like the kind does, with another list. */
  async function checkWith(bootstrap: BootstrapCache, name: string): Promise<KindOutcome> {
    const fields = { ...domainSchema.parse({ domain: name }), timeout: 5_000 };
    const context = { signal: new AbortController().signal, resolver: createResolver(), wanted: new Set<string>() };
    return expectDeclared(domain, await conductCheck(context, 5_000, (probe) => checkDomain(probe, fields, bootstrap)));
  }

  it('is fetched once a day, and stays in use when it cannot be fetched', async () => {
    let now = 0;
    const bootstrap = new BootstrapCache(`${base}/dns.json`, () => now);
    answers['/dns.json'] = { status: 200, body: { services: services() } };
    answers['/uk/domain/shop.uk'] = { status: 200, body: registration() };
    const [one, two] = await Promise.all([checkWith(bootstrap, 'shop.uk'), checkWith(bootstrap, 'shop.uk')]);
    expect([one.failure, two.failure]).toEqual([null, null]);
    expect(Object.keys(one.phases)).toEqual(['bootstrap', 'connect', 'wait', 'transfer']);
    expect(asked.filter((path) => path === '/dns.json')).toHaveLength(1);
    answers['/dns.json'] = { status: 500 };
    now = DAY_MS;
    expect((await checkWith(bootstrap, 'shop.uk')).failure).toBeNull();
    expect(asked.filter((path) => path === '/dns.json')).toHaveLength(2);
    expect((await checkWith(bootstrap, 'shop.other')).failure).toMatchObject({ code: 'domain.noServer' });
  });

  it('may be missing', async () => {
    const { failure } = await checkWith(new BootstrapCache(`${base}/gone.json`), 'shop.uk');
    expect(failure).toMatchObject({
      code: 'domain.bootstrap',
      params: { problem: 'HTTP status 404' },
      phase: 'bootstrap',
    });
  });
});

describe('an answer about a domain', () => {
  it.each([null, 1, [], {}, { objectClassName: 'entity' }])('is not %j', (json) => {
    expect(parseRegistration(json)).toBeNull();
  });

  it('may contain almost nothing', () => {
    expect(
      parseRegistration({ objectClassName: 'domain', events: 'x', entities: [{ roles: ['registrar'], handle: '7' }] }),
    ).toEqual({
      expiresAt: null,
      registeredAt: null,
      registrar: '7',
      nameServers: [],
      status: [],
      dnssec: null,
    });
  });
});

describe('the fields of a domain', () => {
  it.each([
    [{ domain: 'localhost' }, 'Domain must be a registered domain'],
    [{ domain: '192.0.2.1' }, 'Domain must be a registered domain'],
    [{ domain: 'a_b.example' }, 'Domain must be a registered domain'],
    [{ domain: 'a.example', server: 'rdap.example' }, 'RDAP server must be the http or https URL'],
    [{ domain: 'a.example', server: 'https://u:p@rdap.example' }, 'RDAP server must be the http or https URL'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'domain', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });

  it('convert names beyond ASCII', () => {
    const parsed = parseEndpoint({ kind: 'domain', domain: 'Bücher.example.' });
    expect(parsed.ok && parsed.config['domain']).toBe('xn--bcher-kva.example');
  });
});
