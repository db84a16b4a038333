/** Data for tests of stores. */
import type { CheckResult } from '../../../contract/model/check.ts';
import type { Layout } from '../layout.ts';
import { createResultEncoder, decodeFinding, decodeResult, type EncodedResult } from '../result-codec.ts';
import type { Layouts } from '../rollup-codec.ts';
import type { Batch } from '../sqlite/methods.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { isDisturbed } from '../../../shared/latency.ts';
import { exampleSettings } from '../../../shared/testing/examples.ts';

/** A Thursday, 00:00 UTC: the start of a minute, an hour and a day. */
export const DAY_ONE: EpochMs = Date.UTC(2026, 0, 1);

export function anEndpoint(id: EndpointId, changes: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    config: {
      name: `Endpoint ${id}`,
      kind: 'http',
      url: `https://${id}.example/`,
      headers: { accept: 'text/html' },
      interval: 30_000,
      timeout: 10_000,
      retries: 1,
      retryInterval: 5000,
      degradedAbove: null,
      conditions: [],
      dialect: 'lookout',
      group: '',
      tags: ['a', 'b'],
      note: '',
    },
    target: `https://${id}.example/`,
    paused: false,
    pausedUntil: null,
    source: 'hand',
    createdAt: DAY_ONE,
    ...changes,
  };
}

export function aResult(endpointId: EndpointId, at: EpochMs, changes: Partial<CheckResult> = {}): CheckResult {
  const { durationMs = 42.1, selfMs = 0.4 } = changes;
  return {
    endpointId,
    at,
    verdict: 'up',
    durationMs,
    phases: { dns: 1.5, connect: 10.2, tls: 20, wait: 8.4, transfer: 2 },
    metrics: {},
    failure: null,
    details: { status: 200, httpVersion: '1.1', remoteAddress: '192.0.2.1:443', bytes: 5120 },
    queuedMs: 0,
    lateMs: 0.3,
    selfMs,
    disturbed: isDisturbed({ durationMs, selfMs }),
    swallowed: null,
    ...changes,
  };
}

export function aFailure(endpointId: EndpointId, at: EpochMs, changes: Partial<CheckResult> = {}): CheckResult {
  return aResult(endpointId, at, {
    verdict: 'down',
    durationMs: 3,
    phases: { dns: 1, connect: 2 },
    failure: {
      code: 'connect.refused',
      params: { addresses: ['192.0.2.1:443'] },
      raw: 'connect ECONNREFUSED 192.0.2.1:443',
      phase: 'connect',
    },
    details: {},
    ...changes,
  });
}

export function anIncident(
  id: string,
  endpointId: EndpointId,
  startedAt: EpochMs,
  changes: Partial<Incident> = {},
): Incident {
  const evidence = aFailure(endpointId, startedAt);
  return {
    id,
    endpointId,
    startedAt,
    lastFailureAt: startedAt,
    resolvedAt: null,
    failures: 1,
    cause: { code: 'connect.refused', params: { addresses: ['192.0.2.1:443'] } },
    evidence,
    ...changes,
  };
}

export const SETTINGS: Settings = exampleSettings({ theme: 'dark', maxConcurrent: 500, closeToTray: false });

/** Encodes a result like a newly started store. */
export function encodeResult(result: CheckResult): EncodedResult {
  return createResultEncoder()(result);
}

/** A batch that a store writes at once. */
export function aBatch(results: readonly CheckResult[], spans: readonly StatusSpan[] = []): Batch {
  return {
    results: results.map(encodeResult),
    spans,
    incidents: [],
    presence: [],
    evidence: [],
    documents: [],
    changes: [],
    memory: [],
  };
}

/** The result as a store returns it: its durations are rounded. */
export function asStored(result: CheckResult): CheckResult {
  const { endpointId, at, finding, figures } = encodeResult(result);
  return decodeResult(endpointId, at, decodeFinding(finding), figures);
}

/** Layouts of rollups in memory. */
export function memoryLayouts(): Layouts {
  const layouts: Layout[] = [];
  return {
    idOf(layout) {
      const index = layouts.findIndex((other) => JSON.stringify(other) === JSON.stringify(layout));
      return index < 0 ? layouts.push(layout) : index + 1;
    },
    get(id) {
      const layout = layouts[id - 1];
      if (layout === undefined) throw new Error(`There is no layout ${id}`);
      return layout;
    },
    failureCode: (finding) => `code.${finding}`,
  };
}
