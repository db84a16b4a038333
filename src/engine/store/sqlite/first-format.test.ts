/** A database of commit 8840a54, before kinds named their phases: see `test/fixtures/make-lookout-8840a54.mjs`. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { Endpoint, RecentChecks } from '../../../contract/model/endpoint.ts';
import type { Failure, FailureSummary } from '../../../contract/model/failure.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { Series, SeriesSummary } from '../../../contract/model/series.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { SeriesRange } from '../series-plan.ts';
import { databasePerTest, pruneAll } from '../testing/database-per-test.ts';
import { aBatch, aResult } from '../testing/store-fixture.ts';
import type { DatabaseStore } from './database-store.ts';

const FIXTURES = join(import.meta.dirname, '../../../../test/fixtures');
const HOUR = 3_600_000;
const TWO_DAYS_IN = Date.UTC(2026, 0, 3);

/** Results and series in the format of that commit. */
type OldResult = Omit<CheckResult, 'metrics' | 'selfMs' | 'disturbed' | 'swallowed'>;
type OldIncident = Omit<Incident, 'evidence'> & { readonly evidence: OldResult };
type OldSeries = Omit<
  SharedSeries,
  'metrics' | 'failure' | 'disturbed' | 'swallowed' | 'swallowedInterval' | 'summary'
> & {
  readonly failure: readonly (string | null)[];
  readonly summary: SeriesSummary;
};
type OldRecent = Omit<RecentChecks, 'failure' | 'disturbed'> & { readonly failure: readonly (string | null)[] };
type Of<T> = Readonly<Record<EndpointId, T>>;

/** What the code of that commit read from the fixture. */
interface Expected {
  readonly now: EpochMs;
  readonly loaded: {
    readonly endpoints: readonly Endpoint[];
    readonly settings: object;
    readonly incidents: readonly OldIncident[];
    readonly spans: readonly StatusSpan[];
    readonly recent: Of<OldRecent>;
    readonly last: Of<OldResult>;
  };
  readonly removed: readonly Endpoint[];
  readonly incidents: readonly OldIncident[];
  readonly checks: Of<readonly OldResult[]>;
  readonly oldest: Of<readonly OldResult[]>;
  readonly spans: Of<readonly StatusSpan[]>;
  readonly series: Of<readonly { readonly range: SeriesRange; readonly series: OldSeries }[]>;
}

/** Failures of this machine have another name now; every failure keeps its sentence. */
const failureNow = (failure: Failure): Failure => ({ ...failure, code: failure.code.replace(/^us\./u, 'local.') });
const resultNow = ({ failure, ...rest }: OldResult): CheckResult => ({
  ...rest,
  failure: failure === null ? null : failureNow(failure),
  metrics: {},
  selfMs: 0,
  disturbed: false,
  swallowed: null,
});
const incidentNow = ({ cause, evidence, ...rest }: OldIncident): Incident => ({
  ...rest,
  cause: failureNow(cause),
  evidence: resultNow(evidence),
});

/** What lists and series showed a sentence of, as they show it now: with its code. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['Nothing listens on 192.0.2.1:443.', 'connect.refused'],
  ['No answer within 10 s.', 'timeout'],
  ['Status 503 Service Unavailable is not accepted (accepted: 200-299).', 'http.status'],
  ['This machine was asleep or its clock was set during the check.', 'local.asleep'],
  ['This machine has no network.', 'local.offline'],
  ['This machine was too busy to judge: its event loop came 1500 ms late.', 'local.late'],
  ['This machine has nothing left to open a connection with.', 'local.exhausted'],
  ['Lookout itself failed while checking; its log says more.', 'local.bug'],
  ['The password cannot be read.', 'local.secret'],
]);
const PHASES: Readonly<Record<string, string>> = { 'connect.refused': 'connect', timeout: 'wait' };

function sentenceNow(message: string | null): FailureSummary | null {
  if (message === null) return null;
  const code = CODES.get(message) ?? '';
  const phase = PHASES[code];
  return { code, message, ...(phase === undefined ? {} : { phase }) };
}

type SharedSeries = Omit<Series, 'p5' | 'p25' | 'p50' | 'p75' | 'p95' | 'p99' | 'failures' | 'summary'> & {
  readonly summary: Omit<SeriesSummary, 'p95' | 'p99' | 'covered'>;
};

/** Without columns that the old code did not have, and percentiles of other ranks; other tests compare them with single checks. */
function shared({
  p5: _p5,
  p25: _p25,
  p50: _p50,
  p75: _p75,
  p95: _p95,
  p99: _p99,
  failures: _failures,
  summary,
  ...rest
}: Series) {
  return { ...rest, summary: sharedSummary(summary) } satisfies SharedSeries;
}

function sharedSummary<S extends Partial<SeriesSummary>>({ p95: _p95, p99: _p99, covered: _covered, ...rest }: S) {
  return rest;
}

/** Phases that do not occur no longer have a column. */
function seriesNow(series: OldSeries): SharedSeries {
  const phases = Object.entries(series.phases).filter(([, column]) => column.some((value) => value !== null));
  const none = series.at.map(() => 0);
  return {
    ...series,
    phases: Object.fromEntries(phases),
    metrics: {},
    failure: series.failure.map(sentenceNow),
    disturbed: none,
    swallowed: none,
    swallowedInterval: series.step === 0 ? series.at.map(() => null) : [],
    summary: { ...sharedSummary(series.summary), disturbed: 0, swallowed: 0 },
  };
}

const database = databasePerTest();
let store: DatabaseStore;
let expected: Expected;

beforeEach(async () => {
  await copyFile(join(FIXTURES, 'lookout-8840a54.db'), database.file);
  expected = JSON.parse(await readFile(join(FIXTURES, 'lookout-8840a54.json'), 'utf8')) as Expected;
  store = database.create({ now: expected.now });
});

/** All the data that the code of that commit was asked for. */
function readAll() {
  const { now, checks, series } = expected;
  const ids = Object.keys(checks);
  const ofEach = <T>(read: (id: EndpointId) => T): Of<T> => Object.fromEntries(ids.map((id) => [id, read(id)]));
  const { state } = store.load({ now });
  return {
    loaded: {
      ...state,
      recent: Object.fromEntries(state.recent),
      last: Object.fromEntries(state.last),
      memory: Object.fromEntries(state.memory),
    },
    removed: store.removedEndpoints(null),
    incidents: store.incidents({ limit: 1000 }),
    checks: ofEach((id) => store.checks({ id, before: null, limit: 40 })),
    oldest: ofEach((id) => store.checks({ id, before: TWO_DAYS_IN, limit: 20 })),
    spans: ofEach((id) => store.spans({ id, from: 0, to: now })),
    series: ofEach((id) => (series[id] ?? []).map(({ range }) => shared(store.series({ id, ...range })))),
  };
}

function allNow() {
  const { loaded, removed, incidents, checks, oldest, spans, series } = expected;
  const each = <T, U>(of: Of<T>, change: (value: T) => U): Of<U> =>
    Object.fromEntries(Object.entries(of).map(([id, value]) => [id, change(value)]));
  return {
    loaded: {
      ...loaded,
      memory: {},
      lastPresenceAt: null,
      incidents: loaded.incidents.map(incidentNow),
      recent: each(loaded.recent, (recent) => ({ ...recent, failure: recent.failure.map(sentenceNow), disturbed: [] })),
      last: each(loaded.last, resultNow),
    },
    removed,
    incidents: incidents.map(incidentNow),
    checks: each(checks, (results) => results.map(resultNow)),
    oldest: each(oldest, (results) => results.map(resultNow)),
    spans,
    series: each(series, (ofRanges) => ofRanges.map((one) => seriesNow(one.series))),
  };
}

describe('a database of the first format', () => {
  test('is read exactly as the old code read it', () => {
    expect(readAll()).toEqual(allNow());
    // The fixture contains what this test needs.
    const widths = Object.values(expected.series).flatMap((ofRanges) => ofRanges.map(({ series }) => series.step));
    expect(Math.min(...widths)).toBe(0);
    expect(Math.max(...widths)).toBeGreaterThanOrEqual(24 * HOUR);
    const codes = new Set(
      Object.values(expected.checks).flatMap((all) => all.flatMap(({ failure }) => failure?.code ?? [])),
    );
    expect(codes.size).toBeGreaterThan(5);
  });

  test('continues: new results join the old hours and days, and retention makes the minutes of both', () => {
    const { now } = expected;
    const day = { from: now - 24 * HOUR, to: now + 24 * HOUR, points: 60 };
    const before = store.series({ id: 'web', ...day });
    const late = aResult('web', now - 10 * HOUR + 7, { phases: { bind: 2, dns: 1 }, metrics: { loss: 5 } });
    const next = [1, 2, 3].map((hours) => aResult('web', now + hours * HOUR, { metrics: { loss: hours } }));
    expect(store.write(aBatch([late, ...next]))).toMatchObject({ rows: 4, unknown: [] });

    const check = () => {
      const series = store.series({ id: 'web', ...day });
      expect(series.summary.count).toBe(before.summary.count + 4);
      expect(series.summary.down).toBe(before.summary.down);
      expect(series.metrics).toMatchObject({ loss: { summary: { count: 4, min: 1, max: 5, avg: 11 / 4 } } });
      expect(Object.keys(series.phases).sort()).toEqual(['bind', 'connect', 'dns', 'tls', 'transfer', 'wait']);
      return series;
    };
    const grown = check();
    pruneAll(store, { resultsBefore: now - HOUR, failuresBefore: now - 2 * HOUR, historyBefore: 0, removedBefore: 0 });
    expect(check()).toEqual(grown);
  });
});
