/** Made-up endpoints and checks, the same for the same seed; only for tests and the dev page. */
import type { EndpointView, TriedCheck } from '../../contract/channels/endpoints.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { CheckDetails, CheckResult, CheckSummary, Phases, Verdict } from '../../contract/model/check.ts';
import { type Endpoint, type EndpointState, RECENT_CHECKS, type Status } from '../../contract/model/endpoint.ts';
import type { Health } from '../../contract/model/health.ts';
import type { Incident } from '../../contract/model/incident.ts';
import { appendRecent, NO_CHECKS } from '../../shared/recent-checks.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';

export type Random = () => number;

const SERVICES = [
  'Checkout',
  'Search',
  'Payments',
  'Accounts',
  'Inventory',
  'Images',
  'Mail relay',
  'Docs',
  'Status page',
];
const PLACES = ['Frankfurt', 'Dublin', 'Oregon', 'Singapore', 'São Paulo'];
const GROUPS = ['', 'Shop', 'Platform', 'Databases', 'Customers of the northern region'];

export const REFUSED: Failure = {
  code: 'connect.refused',
  params: { addresses: ['10.20.0.7:443'] },
  raw: 'connect ECONNREFUSED 10.20.0.7:443',
  phase: 'connect',
};
const FAILURES: readonly Failure[] = [
  REFUSED,
  {
    code: 'timeout',
    params: { timeoutMs: 10_000 },
    raw: 'DeadlineError: The deadline of 10000 ms passed',
    phase: 'wait',
  },
  { code: 'http.status', params: { status: 503, name: 'Service Unavailable', accepted: '200-299' } },
  {
    code: 'dns.nxdomain',
    params: { name: 'db.internal.example.org' },
    raw: 'queryA ENOTFOUND db.internal.example.org',
    phase: 'dns',
  },
];

export function fakeEndpoint(index: number, random: Random, now: number): Endpoint {
  const service = SERVICES[index % SERVICES.length] ?? 'Service';
  const place = PLACES[Math.floor(random() * PLACES.length)] ?? 'Dublin';
  const tcp = index % 4 === 3;
  const slug = service.toLowerCase().replace(' ', '-');
  const long = index % 23 === 11;
  const host = `${slug}-${index}.${long ? 'a-rather-long-subdomain-name.of-a-customer.' : ''}example.org`;
  const port = [5432, 6379, 25, 22][Math.floor(random() * 4)] ?? 22;
  const target = tcp
    ? `${host}:${port}`
    : `https://${host}/${long ? 'api/v2/health/ready?verbose=true&region=north' : 'health'}`;
  return {
    id: `e${index}`,
    config: {
      name: long
        ? `${service} for the customers of the northern region who still use the old gateway (${place} ${index})`
        : `${service} ${place} ${index}`,
      kind: tcp ? 'tcp' : 'http',
      interval: [10_000, 30_000, 60_000][index % 3] ?? 30_000,
      timeout: 10_000,
      retries: 2,
      retryInterval: 5_000,
      conditions: [],
      dialect: 'lookout' as const,
      degradedAbove: index % 5 === 0 ? 400 : null,
      group: GROUPS[Math.floor(random() * GROUPS.length)] ?? '',
      tags: index % 3 === 0 ? ['prod', ...(index % 6 === 0 ? ['eu'] : [])] : [],
      note: '',
      ...(tcp ? { host, port, send: '', expect: '' } : httpFields(target)),
    },
    target,
    paused: index % 17 === 8,
    pausedUntil: null,
    source: index % 13 === 5 ? 'file' : 'hand',
    createdAt: now - 30 * 86_400_000,
  };
}

function httpFields(url: string) {
  return {
    url,
    method: 'GET',
    password: '',
    headers: {},
    secretHeaders: [],
    body: '',
    followRedirects: true,
    acceptedStatus: '200-299',
    keyword: '',
    verifyTls: true,
    trustedCertificates: [],
  };
}

function fakePhases(total: number, tls: boolean): Phases {
  const share = tls ? { dns: 0.08, connect: 0.17, tls: 0.28, wait: 0.39, transfer: 0.08 } : { dns: 0.2, connect: 0.8 };
  return Object.fromEntries(Object.entries(share).map(([phase, part]) => [phase, Math.round(total * part * 10) / 10]));
}

const UNDISTURBED = { disturbed: false, swallowed: null } as const;

/** A check at `at`: usually good, sometimes slow, and failed if `failing`. */
export function fakeCheck(endpoint: Endpoint, at: number, random: Random, failing: boolean): CheckSummary {
  const base = 20 + (Number(endpoint.id.replace(/\D/g, '')) % 37) * 9;
  const durationMs = Math.round((base * (0.8 + random() * 0.4) + (random() < 0.04 ? base * 6 : 0)) * 10) / 10;
  if (failing) {
    const failure = FAILURES[Number(endpoint.id.replace(/\D/g, '')) % FAILURES.length] ?? REFUSED;
    const ms = failure.code === 'timeout' ? endpoint.config.timeout : durationMs / 4;
    return { at, durationMs: ms, phases: { dns: 2, connect: ms - 2 }, verdict: 'down', failure, ...UNDISTURBED };
  }
  const slow = endpoint.config.degradedAbove !== null && durationMs > endpoint.config.degradedAbove;
  const verdict: Verdict = random() < 0.004 ? 'unknown' : slow ? 'degraded' : 'up';
  return {
    at,
    durationMs,
    phases: fakePhases(durationMs, endpoint.config.kind === 'http'),
    verdict,
    failure: verdict === 'unknown' ? { code: 'local.offline', params: { reason: 'noAddress' } } : null,
    ...UNDISTURBED,
  };
}

/** A complete result for a summary, with details. */
export function fakeResult(endpoint: Endpoint, check: CheckSummary): CheckResult {
  const details: CheckDetails =
    endpoint.config.kind === 'http' && check.failure === null
      ? {
          remoteAddress: '203.0.113.10:443',
          status: 200,
          httpVersion: '2',
          bytes: 4312,
          redirects: [],
          tls: {
            protocol: 'TLSv1.3',
            cipher: 'TLS_AES_256_GCM_SHA384',
            alpn: 'h2',
            authorized: true,
            chain: [
              {
                subject: 'CN=example.org',
                issuer: 'CN=Example Authority R3,O=Example Trust Services,C=IE',
                names: ['DNS:example.org', 'DNS:*.example.org'],
                validFrom: check.at - 70 * 86_400_000,
                validTo: check.at + 20 * 86_400_000,
                serial: '04AB19F27C',
                fingerprint: Array.from({ length: 32 }, (_, i) => (i * 7 + 16).toString(16).toUpperCase()).join(':'),
              },
            ],
          },
        }
      : { remoteAddress: '203.0.113.10:443' };
  const local = { queuedMs: 0.2, lateMs: 0.8, selfMs: 0.4 };
  return { endpointId: endpoint.id, ...check, metrics: {}, failure: check.failure, details, ...local };
}

/** The result of a config that was tried, with what conditions can ask for. */
export function fakeTrial(endpoint: Endpoint, check: CheckSummary): TriedCheck {
  const { failure, durationMs, phases } = check;
  const answered = failure === null ? { STATUS: 200, BODY: FAKE_BODY, IP: '203.0.113.10' } : {};
  return {
    ...fakeResult(endpoint, check),
    observed: { ...answered, RESPONSE_TIME: durationMs, CONNECTED: failure === null, PHASE: phases, METRIC: {} },
  };
}

const FAKE_BODY = '{"status":"ok","version":"1.4.2","items":[{"id":7,"name":"a \\"quoted\\" name"}]}';

/** An endpoint with `checks` checks that end at `now`. */
export function fakeView(index: number, random: Random, now: number, checks: number = RECENT_CHECKS): EndpointView {
  const endpoint = fakeEndpoint(index, random, now);
  const isDown = index % 19 === 4;
  let recent = NO_CHECKS;
  let last: CheckSummary | null = null;
  for (let n = checks - 1; n >= 0; n--) {
    const failing = isDown ? n < 8 : index % 7 === 3 && n > 30 && n < 34;
    last = fakeCheck(endpoint, now - n * endpoint.config.interval - Math.round(random() * 900), random, failing);
    recent = appendRecent(recent, last);
  }
  return { endpoint, state: fakeState(endpoint, last, isDown ? 8 : 0, now, random), recent };
}

export function fakeState(
  endpoint: Endpoint,
  last: CheckSummary | null,
  failing: number,
  now: number,
  random: Random,
): EndpointState {
  const status: Status = endpoint.paused
    ? 'paused'
    : last === null
      ? 'pending'
      : failing > endpoint.config.retries
        ? 'down'
        : last.verdict === 'down'
          ? 'up'
          : last.verdict;
  return {
    status,
    since: now - 3_600_000,
    failing,
    nextAt: endpoint.paused ? null : now + Math.round(random() * endpoint.config.interval),
    last,
    uptime24h: last === null ? null : status === 'down' ? 0.9871 : random() < 0.3 ? 0.99984 : 1,
  };
}

export function fakeIncident(view: EndpointView, now: number, resolved: boolean): Incident {
  const first = fakeCheck(view.endpoint, now - 400_000, seededRandom(1), true);
  const evidence: CheckResult = { ...fakeResult(view.endpoint, first), failure: { ...REFUSED, ...first.failure } };
  return {
    id: `i-${view.endpoint.id}-${resolved ? 'old' : 'open'}`,
    endpointId: view.endpoint.id,
    startedAt: first.at - (resolved ? 7_200_000 : 0),
    lastFailureAt: now - 5_000 - (resolved ? 7_200_000 : 0),
    resolvedAt: resolved ? now - 7_000_000 : null,
    failures: 8,
    cause: evidence.failure ?? REFUSED,
    evidence,
  };
}

export function fakeHealth(at: number, random: Random, endpoints: number): Health {
  return {
    at,
    windowMs: 10_000,
    loopDelay: { p50: 0.2 + random() * 0.2, p99: 1.4 + random() * 2, max: 4 + random() * 6 },
    loopUtilization: 0.05 + random() * 0.1,
    checksPerSecond: endpoints / 30 + random(),
    checks: Math.round(endpoints / 3),
    disturbed: 0,
    inFlight: Math.round((endpoints / 30) * random()),
    inFlightMax: Math.round(endpoints / 12),
    waiting: 0,
    waitingMax: Math.round(random() * 3),
    lateness: { p50: 0.4, p99: 2.6 + random(), max: 7 + random() * 3 },
    missedSlots: 2,
    checksTotal: Math.round(at / 1000) % 1_000_000,
    store: {
      queued: Math.round(random() * 40),
      writeMs: 2 + random() * 3,
      rowsWritten: Math.round(at / 1000) % 1_000_000,
      bytes: 48_300_000,
    },
    memory: { rss: 152_000_000 + random() * 4_000_000, heapUsed: 61_000_000 + random() * 9_000_000 },
    cpu: 0.08 + random() * 0.05,
    uptimeMs: 7_260_000,
  };
}
