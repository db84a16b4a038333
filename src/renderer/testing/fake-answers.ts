/** The longer answers of the fake engine; only for tests and the dev page. */
import type { EndpointView, ParsedTarget } from '../../contract/channels/endpoints.ts';
import type { Answer, Requests } from '../../contract/channels/index.ts';
import type { EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import type { Series } from '../../contract/model/series.ts';
import type { HistorySpan } from '../../contract/model/status-history.ts';
import type { Json } from '../../contract/model/units.ts';
import { parseDuration } from '../../shared/duration.ts';
import { RequestFailed } from '../live/request-failed.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import { fakeCheck, REFUSED } from './fake-data.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';
import { FAKE_KINDS } from './fake-kinds.ts';

function plain(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

export function refuseBadInterval(input: EndpointInput, prefix: string): void {
  if (input['interval'] === undefined || typeof input['interval'] === 'number') return;
  if (parseDuration(plain(input['interval'])) !== null) return;
  throw new RequestFailed({
    code: 'invalid',
    reason: 'invalid',
    issues: [
      {
        path: `${prefix}interval`,
        kind: input.kind,
        code: 'duration',
        params: { minMs: 500, maxMs: 86_400_000, exampleMs: 30_000 },
        given: JSON.stringify(input['interval']),
      },
    ],
  });
}

export function targetFrom(input: EndpointInput): string {
  return input.kind === 'http' ? plain(input['url']) : `${plain(input['host'])}:${plain(input['port'])}`;
}

export function configFrom(input: EndpointInput): EndpointConfig {
  const form = FAKE_KINDS.find((kind) => kind.kind === input.kind);
  const defaults = Object.fromEntries((form?.fields ?? []).map((field) => [field.name, field.default ?? null]));
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  for (const key of ['interval', 'timeout', 'retryInterval', 'degradedAbove']) {
    const written = given[key];
    if (typeof written === 'string') given[key] = parseDuration(written);
  }
  const name =
    input['name'] ??
    targetFrom(input)
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, '');
  return { ...defaults, ...given, name } as unknown as EndpointConfig;
}

export function parse(text: string, known: ReadonlySet<string>): ParsedTarget[] {
  return text.split('\n').flatMap((raw, index): ParsedTarget[] => {
    const line = raw.trim();
    const at = { line: index + 1, text: line };
    if (line === '' || line.startsWith('#')) return [];
    if (/\s/.test(line)) return [{ ...at, problem: { path: '', code: 'target.invalid' } }];
    const hostPort = /^([\w.-]+):(\d+)$/.exec(line);
    const endpoint: EndpointInput = hostPort
      ? { kind: 'tcp', host: hostPort[1] ?? '', port: Number(hostPort[2]) }
      : { kind: 'http', url: /^https?:/.test(line) ? line : `https://${line}/` };
    const target = targetFrom(endpoint);
    return [{ ...at, endpoint, target, duplicate: known.has(target) }];
  });
}

/** A stable service with an outage in the middle, for any range. */
export function fakeSeries(view: EndpointView, from: number, to: number, points: number): Answer<'series.get'> {
  const random = seededRandom(from % 1000);
  const step = Math.max(1000, Math.round((to - from) / points));
  const at = Array.from({ length: Math.floor((to - from) / step) }, (_, index) => from + index * step);
  const isDown = at.map((_, index) => index > at.length * 0.6 && index < at.length * 0.63);
  const isUnknown = at.map((_, index) => index > at.length * 0.3 && index < at.length * 0.34);
  const avg = at.map((_, index) =>
    isDown[index] === true || isUnknown[index] === true
      ? null
      : fakeCheck(view.endpoint, 0, random, false).durationMs * (1 + 0.2 * Math.sin(index / 20)),
  );
  const share = (part: number) => avg.map((ms) => (ms === null ? null : ms * part));
  const phases: Series['phases'] = {
    dns: share(0.08),
    connect: share(0.17),
    tls: share(0.28),
    wait: share(0.39),
    transfer: share(0.08),
  };
  const count = avg.map((ms) => (ms === null ? 0 : 3));
  return {
    from,
    to,
    step,
    at,
    count,
    down: isDown.map((down) => (down ? 2 : 0)),
    unknown: isUnknown.map((unknown) => (unknown ? 1 : 0)),
    disturbed: isUnknown.map(() => 0),
    swallowed: isUnknown.map(() => 0),
    swallowedInterval: [],
    min: share(0.8),
    avg,
    max: share(1.4),
    p5: share(0.85),
    p25: share(0.95),
    p50: share(1),
    p75: share(1.05),
    p95: share(1.2),
    p99: share(1.35),
    phases,
    metrics: {},
    failure: isDown.map((down) => (down ? summarizeFailure(REFUSED) : null)),
    failures: { [REFUSED.code]: isDown.map((down) => (down ? 2 : 0)) },
    summary: {
      count: 900,
      down: 8,
      unknown: 9,
      disturbed: 0,
      swallowed: 0,
      min: 90,
      avg: 180,
      max: 640,
      p50: 171,
      p95: 320,
      p99: 610,
    },
  } satisfies Requests['series.get']['answer'];
}

export function fakeShifts(from: number, to: number): Answer<'shifts.list'> {
  return {
    from,
    to,
    since: from - 4 * (to - from),
    compared: 5,
    endpoints: 6,
    shifts: [
      { id: 'e2', measure: { type: 'failures', name: '' }, score: 0.9, before: 0, during: 0.45 },
      { id: 'e1', measure: { type: 'latency', name: '' }, score: 0.8, before: 54, during: 139 },
      { id: 'e1', measure: { type: 'phase', name: 'wait' }, score: 0.7, before: 20, during: 105 },
    ],
  };
}

/** Slower in the afternoon. */
export function fakeBaseline(from: number, to: number): Answer<'baseline.get'> {
  const hours = Math.ceil(to / 3_600_000) - Math.floor(from / 3_600_000);
  const at = Array.from({ length: hours }, (_, index) => Math.floor(from / 3_600_000 + index) * 3_600_000);
  const median = at.map((hour) => 120 + 40 * Math.sin((hour / 86_400_000) * 2 * Math.PI));
  return {
    from,
    to,
    at,
    basis: at.map(() => 'week'),
    checks: at.map(() => 360),
    median,
    mad: median.map((value) => value / 8),
    slowShare: at.map(() => 0.01),
    dayMedian: median,
    dayMad: median.map((value) => value / 5),
  };
}

/** The latencies of `fakeSeries`, most of them in the middle of five buckets. */
export function fakeDistribution(from: number, to: number, points: number): Answer<'distribution.get'> {
  const step = Math.max(1000, Math.round((to - from) / points));
  const at = Array.from({ length: Math.floor((to - from) / step) }, (_, index) => from + index * step);
  const shape = [1, 4, 9, 3, 1];
  return {
    from,
    to,
    step,
    at,
    edges: [120, 132, 146, 161, 178, 197],
    point: at.flatMap((_, point) => shape.map(() => point)),
    bucket: at.flatMap(() => shape.map((_, bucket) => bucket)),
    count: at.flatMap(() => shape),
  };
}

/** The outage of `fakeSeries`, a time without a network, and one in which Lookout was closed. */
export function fakeStatusHistory(view: EndpointView, from: number, to: number, points: number): Answer<'spans.get'> {
  const at = (share: number) => Math.round(from + (to - from) * share);
  const step = Math.max(1000, Math.round((to - from) / points));
  const down = { from: at(0.6), to: at(0.63) };
  const list: readonly (readonly [HistorySpan['state'], number, string?])[] = [
    ['up', 0.2],
    ['notRunning', 0.27],
    ['up', 0.3],
    ['unknown', 0.34, 'local.offline'],
    ['up', 0.6],
    ['down', 0.63],
    [view.state.status === 'down' ? 'down' : 'up', 1],
  ];
  return {
    from,
    to,
    spans: list.map(([state, share, reason], index) => ({
      state,
      ...(reason === undefined ? {} : { reason }),
      from: index === 0 ? from : at(list[index - 1]?.[1] ?? 0),
      to: at(share),
    })),
    open: true,
    incidents: [{ ...down, incidents: 1, failures: Math.max(1, Math.round((down.to - down.from) / step)) }],
  };
}
