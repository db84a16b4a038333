import { expect, test } from 'vitest';
import { maskSecrets } from './secret-fields.ts';
import { checkKinds, findKind, parseEndpoint } from './registry.ts';
import { BlackboxPlans } from './blackbox-plans.ts';

const plans = new BlackboxPlans();

/** As pages and files of Prometheus see the endpoint: without its secrets. */
async function planned(input: Readonly<Record<string, unknown>>) {
  const parsed = parseEndpoint({ interval: '10s', timeout: '2s', ...input });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { config } = parsed;
  const kind = findKind(config.kind);
  if (kind === undefined) throw new Error(`There is no kind ${config.kind}`);
  await plans.learn(kind);
  return { kind, endpoint: { config: maskSecrets(kind, config) } };
}

async function planOf(input: Readonly<Record<string, unknown>>) {
  return plans.planOf(await planned(input));
}

const HTTP = { kind: 'http', url: 'https://example.org/a' };
const TCP = { kind: 'tcp', host: 'example.org', port: 22 };
const DNS = { kind: 'dns', domain: 'example.org', server: '192.0.2.53' };
const ICMP = { kind: 'icmp', host: 'example.org', count: 1 };
const V4_FIRST = { preferred_ip_protocol: 'ip4', ip_protocol_fallback: true };

test.each([
  [
    { ...HTTP, method: 'HEAD', headers: { accept: 'text/html', Host: 'shop.example.org' }, http2: false, family: '6' },
    'https://example.org/a',
    {
      prober: 'http',
      timeout: '2000ms',
      http: {
        method: 'HEAD',
        headers: { 'User-Agent': expect.stringMatching(/^Lookout/u), accept: 'text/html', Host: 'shop.example.org' },
        follow_redirects: true,
        preferred_ip_protocol: 'ip6',
        ip_protocol_fallback: false,
        enable_http2: false,
        tls_config: { server_name: 'example.org' },
      },
    },
  ],
  [
    {
      ...HTTP,
      method: 'POST',
      bodyType: 'json',
      body: '{}',
      followRedirects: false,
      acceptedStatus: '200,404',
      keyword: 'a.b',
      keywordAbsent: '(x)',
      verifyTls: false,
      tlsMin: '1.3',
    },
    'https://example.org/a',
    {
      prober: 'http',
      timeout: '2000ms',
      http: {
        method: 'POST',
        headers: expect.objectContaining({ 'Content-Type': 'application/json', Accept: '*/*' }),
        body: '{}',
        follow_redirects: false,
        valid_status_codes: [200, 404],
        fail_if_body_not_matches_regexp: [String.raw`a\.b`],
        fail_if_body_matches_regexp: [String.raw`\(x\)`],
        tls_config: { insecure_skip_verify: true, min_version: 'TLS13' },
        ...V4_FIRST,
      },
    },
  ],
  [
    { ...TCP, host: '::1', tls: 'on' },
    '[::1]:22',
    { prober: 'tcp', timeout: '2000ms', tcp: { ...V4_FIRST, tls: true, tls_config: {} } },
  ],
  [
    { ...DNS, type: 'PTR', domain: '192.0.2.7', transport: 'tls', recursive: false },
    '192.0.2.53:853',
    {
      prober: 'dns',
      timeout: '2000ms',
      dns: {
        ...V4_FIRST,
        query_name: '7.2.0.192.in-addr.arpa',
        query_type: 'PTR',
        transport_protocol: 'tcp',
        dns_over_tls: true,
        tls_config: {},
        recursion_desired: false,
        valid_rcodes: ['NOERROR'],
        validate_answer_rrs: { fail_if_none_matches_regexp: ['\tIN\tPTR\t'] },
      },
    },
  ],
  [ICMP, 'example.org', { prober: 'icmp', timeout: '2000ms', icmp: { ...V4_FIRST, payload_size: 56 } }],
])('%o is a module', async (input, target, settings) => {
  const plan = await planOf(input);
  expect(plan).toEqual({ target, module: expect.stringMatching(/^lookout_[0-9a-f]{16}$/u), settings });
});

test('endpoints with the same settings share a module, and others do not', async () => {
  const modules = [
    await planOf(HTTP),
    await planOf({ ...HTTP, url: 'https://example.net/' }),
    await planOf({ ...HTTP, timeout: '3s' }),
  ].map((plan) => (plan !== null && 'module' in plan ? plan.module : null));
  expect(modules[0]).toBe(modules[1]);
  expect(modules[0]).not.toBe(modules[2]);
});

test.each([
  [{ kind: 'redis', host: 'example.org' }, 'kind', ''],
  // Its prober has no deadline, so that a server that hangs would be unknown instead of down.
  [{ kind: 'grpc', host: 'example.org' }, 'kind', ''],
  [{ ...HTTP, username: 'me', password: 'x' }, 'secret', 'password'],
  [{ ...HTTP, username: 'me' }, 'value', 'username'],
  [{ ...HTTP, password: 'x' }, 'secret', 'password'],
  [{ ...HTTP, headers: { Authorization: 'x' } }, 'secret', 'headers'],
  [{ ...HTTP, headers: { 'X-Own': 'x' }, secretHeaders: ['x-own'] }, 'secret', 'headers'],
  [{ ...HTTP, conditions: ['[STATUS] == 200'] }, 'value', 'conditions'],
  [{ ...HTTP, maxRedirects: 3 }, 'value', 'maxRedirects'],
  [{ ...HTTP, proxy: 'http://proxy.example.org:3128' }, 'value', 'proxy'],
  [{ ...HTTP, bodyType: 'form', form: { a: 'b' } }, 'value', 'form'],
  [{ ...HTTP, method: 'POST', body: 'x' }, 'value', 'followRedirects'],
  [{ ...TCP, expect: 'SSH' }, 'value', 'expect'],
  [{ ...TCP, tls: 'starttls', starttls: 'smtp' }, 'value', 'starttls'],
  [{ kind: 'tcp', host: '/run/x.sock' }, 'value', 'host'],
  [{ kind: 'tls', host: 'example.org', failBefore: '3d' }, 'value', 'failBefore'],
  [{ ...DNS, server: '' }, 'value', 'server'],
  [{ ...DNS, expected: ['192.0.2.1'] }, 'value', 'expected'],
  [{ ...DNS, transport: 'https' }, 'value', 'transport'],
  [{ ...DNS, rcode: 'any' }, 'value', 'rcode'],
  [{ ...ICMP, count: 3 }, 'value', 'count'],
  [{ ...ICMP, size: 0 }, 'value', 'size'],
])('%o is beyond it, because of the %s of "%s"', async (input, reason, path) => {
  expect(await planOf(input)).toEqual({
    issue: { code: 'blackbox', path, params: { reason }, kind: input.kind },
  });
});

test('a token of another method of signing in, which is not sent, is no limit', async () => {
  expect(await planOf({ ...HTTP, token: 'x' })).toHaveProperty('module');
});

test('kinds name fields that they have', async () => {
  for (const kind of checkKinds) {
    const names = kind.form.map(({ name }) => name);
    const { blackbox } = (await plans.learn(kind)) ?? {};
    expect(names).toEqual(expect.arrayContaining([...(blackbox?.fields ?? [])]));
  }
});

type Input = Readonly<Record<string, unknown>>;
/** What failed, by which series, the code of its failure, and how long it took. */
type Failed = readonly [
  input: Input,
  series: Readonly<Record<string, number>>,
  code: string | null,
  durationMs?: number,
];

const PHASE = 'probe_http_duration_seconds';
const ANSWERED = { probe_ip_protocol: 4, probe_http_status_code: 200 };

test.each([
  [HTTP, { probe_ip_protocol: 0 }, 'dns.failed'],
  [HTTP, { probe_ip_protocol: 0 }, 'timeout', 2000],
  [HTTP, { probe_ip_protocol: 4, [`${PHASE} connect`]: 0.1 }, 'timeout', 1995],
  [HTTP, { probe_ip_protocol: 4, [`${PHASE} connect`]: 0.1 }, 'connection.reset'],
  [HTTP, { probe_ip_protocol: 4, [`${PHASE} connect`]: 0.1, [`${PHASE} processing`]: 0.1 }, null],
  // The certificate, or the connection.
  [HTTP, { probe_ip_protocol: 4 }, null],
  [{ ...HTTP, url: 'http://example.org/' }, { probe_ip_protocol: 4 }, 'connect.failed'],
  [HTTP, { probe_ip_protocol: 4, probe_http_redirects: 2, [`${PHASE} connect`]: 0.1 }, null],
  [HTTP, { ...ANSWERED, probe_http_status_code: 302, probe_http_redirects: 11 }, 'http.tooManyRedirects'],
  [HTTP, { ...ANSWERED, probe_http_status_code: 500 }, 'http.status'],
  [HTTP, ANSWERED, 'connection.reset'],
  [{ ...HTTP, keyword: 'a' }, { ...ANSWERED, probe_failed_due_to_regex: 1 }, 'body.keywordMissing'],
  [{ ...HTTP, keywordAbsent: 'b' }, { ...ANSWERED, probe_failed_due_to_regex: 1 }, 'body.keywordPresent'],
  [{ ...HTTP, keyword: 'a', keywordAbsent: 'b' }, { ...ANSWERED, probe_failed_due_to_regex: 1 }, null],
  [TCP, { probe_ip_protocol: 4 }, 'connect.failed'],
  [{ ...TCP, tls: 'on' }, { probe_ip_protocol: 4 }, null],
  [DNS, { probe_ip_protocol: 4 }, null],
  [DNS, { probe_ip_protocol: 4, probe_dns_query_succeeded: 1 }, 'dns.answers'],
  [ICMP, { probe_ip_protocol: 4, 'probe_icmp_duration_seconds setup': 0.1 }, 'icmp.noAnswer'],
  [ICMP, { probe_ip_protocol: 4 }, 'icmp.noAnswer', 2000],
  [ICMP, { probe_ip_protocol: 4 }, 'local.vantage'],
] satisfies readonly Failed[])('%o with %o: %s', async (...[input, series, code, durationMs = 100]: Failed) => {
  const monitor = await planned(input);
  const read = (name: string, phase = '') => series[`${name} ${phase}`.trim()] ?? 0;
  expect(plans.reasonOf(monitor, read, { at: 0, durationMs, deadlineMs: 2000, isUp: false })).toBe(code);
  for (const name of Object.keys(series)) expect([...plans.series]).toContain(name.split(' ')[0]);
});

test('a certificate that expires soon is a warning', async () => {
  const monitor = await planned({ kind: 'tls', host: 'example.org', warnBefore: '1d' });
  const warning = (secondsLeft: number) =>
    plans.reasonOf(monitor, (name) => (name === 'probe_ssl_earliest_cert_expiry' ? 1_000_000 + secondsLeft : 0), {
      at: 1_000_000_000,
      durationMs: 100,
      deadlineMs: 2000,
      isUp: true,
    });
  expect(warning(86_399)).toBe('tls.expiresSoon');
  expect(warning(86_401)).toBeNull();
  expect(plans.reasonOf(monitor, () => 0, { at: 0, durationMs: 100, deadlineMs: 2000, isUp: true })).toBeNull();
});
