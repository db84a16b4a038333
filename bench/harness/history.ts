/** Generated history: results like those of real sites, the same for the same seed. */
import type { CheckResult } from '../../src/contract/model/check.ts';
import type { Endpoint } from '../../src/contract/model/endpoint.ts';
import type { Incident } from '../../src/contract/model/incident.ts';
import type { EndpointId, EpochMs } from '../../src/contract/model/units.ts';
import { tenths } from '../../src/shared/tenths.ts';

const DAY_MS = 86_400_000;
const micro = (ms: number): number => Math.round(ms * 1000) / 1000;

export function makeEndpoint(index: number, url: string, createdAt: EpochMs, interval = 30_000): Endpoint {
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    config: {
      name: `Service ${index}`,
      kind: 'http',
      url,
      method: 'GET',
      headers: {},
      body: '',
      interval,
      timeout: 10_000,
      retries: 2,
      retryInterval: 5000,
      degradedAbove: null,
      conditions: [],
      dialect: 'lookout',
      group: `Group ${index % 20}`,
      tags: [],
      note: '',
    },
    target: url,
    paused: false,
    pausedUntil: null,
    source: 'hand',
    createdAt,
  };
}

/**
 * A check of an https site with its own certificate. The latency varies around the endpoint's own level over the day,
 * and the endpoint is down for five minutes about every three days.
 */
export function makeResult(index: number, id: EndpointId, at: EpochMs, random: () => number): CheckResult {
  const level = 8 + (index % 50) * 3;
  const daily = 1 + 0.3 * Math.sin((at / DAY_MS) * 2 * Math.PI + index);
  const wait = level * daily * (0.8 + 0.5 * random() ** 3);
  const phases = {
    dns: micro(0.4 + random()),
    connect: micro(level / 3 + random()),
    tls: micro(level / 2 + 2 * random()),
    wait: micro(wait),
    transfer: micro(0.2 + random()),
  };
  const common = {
    endpointId: id,
    at: Math.round(at),
    queuedMs: micro(0.02 * random()),
    lateMs: micro(0.1 + random()),
    metrics: {},
    // Roughly the CPU time of a check.
    selfMs: tenths(0.2 + phases.transfer),
    disturbed: false,
    swallowed: null,
  };
  if (isDown(index, at)) {
    return {
      ...common,
      verdict: 'down',
      durationMs: micro(phases.dns + phases.connect),
      phases: { dns: phases.dns, connect: phases.connect },
      failure: {
        code: 'connect.refused',
        message: 'Nothing listens on port 443 (192.0.2.1:443).',
        raw: 'connect ECONNREFUSED 192.0.2.1:443',
        phase: 'connect',
      },
      details: {},
    };
  }
  return {
    ...common,
    verdict: 'up',
    durationMs: micro(phases.dns + phases.connect + phases.tls + phases.wait + phases.transfer),
    phases,
    failure: null,
    details: {
      status: 200,
      httpVersion: '1.1',
      remoteAddress: `192.0.2.${(index % 250) + 1}:443`,
      bytes: 5000 + Math.floor(random() * 200),
      tls: {
        protocol: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        alpn: 'http/1.1',
        authorized: true,
        chain: [certificate(`CN=site${index}.example`, index), certificate('CN=Authority', 0)],
      },
    },
  };
}

/** Five minutes about every three days, at a different time for each endpoint. */
export function isDown(index: number, at: EpochMs): boolean {
  return (at + index * 7_919_000) % (3 * DAY_MS) < 300_000;
}

/** The spans that the engine would have recorded with the results: one. */
export function makeSpan(id: EndpointId, from: EpochMs, to: EpochMs) {
  return { endpointId: id, status: 'up', from, to } as const;
}

export function makeIncident(index: number, evidence: CheckResult): Incident {
  const cause = evidence.failure;
  if (cause === null) throw new TypeError('The evidence of an incident must be a failed check');
  return {
    id: `incident-${index}-${evidence.at}`,
    endpointId: evidence.endpointId,
    startedAt: evidence.at,
    lastFailureAt: evidence.at + 270_000,
    resolvedAt: evidence.at + 300_000,
    failures: 10,
    cause,
    evidence,
  };
}

function certificate(subject: string, index: number) {
  return {
    subject,
    issuer: 'CN=Authority',
    names: [`DNS:site${index}.example`],
    validFrom: Date.UTC(2026, 0, 1),
    validTo: Date.UTC(2027, 0, 1),
    serial: String(index).padStart(32, '0'),
    fingerprint: Array.from({ length: 32 }, (_, byte) => ((index + byte) % 256).toString(16).padStart(2, '0')).join(
      ':',
    ),
  };
}
