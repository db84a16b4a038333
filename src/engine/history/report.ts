/** Collects the contents of a report, from the store of a running Lookout or from a data folder that is not in use. */
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { IncidentMarks } from '../../contract/model/incident-event.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { ObjectiveConfig } from '../../contract/model/objective.ts';
import type {
  Report,
  ReportEndpoint,
  ReportIncident,
  ReportObjective,
  ReportOptions,
} from '../../contract/model/report.ts';
import type { Annotation } from '../../contract/model/annotation.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { matches, matchesAll } from '../../shared/endpoint-match.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { Store } from '../store/store.ts';
import { incidentStats } from '../verdict/incident-stats.ts';
import { objectiveStatus } from '../verdict/objective.ts';
import { incidentsWithin } from './outages.ts';
import { createReportMask, type ReportMask } from './report-mask.ts';
import { uptimeIn, withGrowing } from './uptime.ts';

/** The points of a chart. */
const POINTS = 200;

export interface ReportSource {
  readonly store: Pick<Store, 'spans' | 'series' | 'incidents'>;
  readonly now: EpochMs;
  readonly endpoints: readonly Endpoint[];
  /** The span of an endpoint that still grows; null: there is none. */
  readonly currentSpan: (id: EndpointId) => StatusSpan | null;
  readonly marksOf: (incidentId: string) => IncidentMarks;
  readonly objectives: readonly ObjectiveConfig[];
  readonly annotations: (from: EpochMs, to: EpochMs) => Promise<readonly Annotation[]>;
  /** Called after each endpoint. Default: nothing is called. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

/** What is known of one endpoint in the range. */
interface Known {
  readonly endpoint: Endpoint;
  readonly spans: readonly StatusSpan[];
}

/** @throws the signal's reason */
export async function buildReport(options: ReportOptions, source: ReportSource): Promise<Report> {
  const { ids, match = {} } = options;
  const mask = options.mask === true ? createReportMask(source.endpoints) : null;
  const { store, now, marksOf } = source;
  const from = Math.min(options.from, now);
  const to = Math.max(from + 1, Math.min(options.to, now));
  const listed = ids === undefined ? null : new Set(ids);
  const chosen = source.endpoints.filter(
    (endpoint) => (listed === null || listed.has(endpoint.id)) && matches(match, endpoint),
  );
  // A report about all endpoints also covers those that were removed.
  const isOfAll = listed === null && matchesAll(match);
  const wanted = new Set(chosen.map(({ id }) => id));
  const incidents = await incidentsWithin({ from, to }, store, ({ endpointId }) => wanted.has(endpointId));
  const byEndpoint = Map.groupBy(incidents.toReversed(), ({ endpointId }) => endpointId);
  const known: Known[] = [];
  const endpoints = await inTimeSlices(
    chosen,
    async (endpoint) => {
      const { id } = endpoint;
      const [stored, series] = await Promise.all([
        store.spans(id, { from, to }),
        // Uptime does not count the millisecond at `to` either.
        store.series(id, { from, to: to - 1, points: POINTS }),
      ]);
      const spans = withGrowing(stored, source.currentSpan(id), to);
      known.push({ endpoint, spans });
      const { step, at, avg, max, down, summary } = series;
      const { covered } = summary;
      const own = byEndpoint.get(id) ?? [];
      source.onProgress?.(known.length, chosen.length);
      const { kind, objective: target = null } = endpoint.config;
      const shown = (text: string) => mask?.text(text, endpoint) ?? text;
      const name = shown(endpoint.config.name);
      return {
        id,
        name,
        kind,
        target: mask === null ? endpoint.target : '',
        group: shown(endpoint.config.group),
        tags: endpoint.config.tags.map(shown),
        uptime: uptimeIn(id, spans, { from, to }, own.length),
        objective: target === null ? null : objectiveOf(name, target, [spans], from, to),
        latency: {
          from: covered?.from ?? from,
          to: covered === undefined ? to : covered.to + 1,
          p50: summary.p50,
          p95: summary.p95,
          p99: summary.p99,
          checks: summary.count + summary.down + summary.unknown,
        },
        chart: { step, at, avg, max, down },
        incidents: own.map((incident) => incidentOf(incident, marksOf(incident.id), endpoint, mask)),
      } satisfies ReportEndpoint;
    },
    source.signal,
  );
  const spansOf = (config: ObjectiveConfig) =>
    known.filter(({ endpoint }) => matches(config.match, endpoint)).map(({ spans }) => spans);
  const annotations = (await source.annotations(from, to)).filter(
    ({ match: about }) => isOfAll || matchesAll(about) || chosen.some((endpoint) => matches(about, endpoint)),
  );
  return {
    version: 1,
    from,
    to,
    createdAt: now,
    masked: mask !== null,
    endpoints,
    objectives: source.objectives.flatMap((config) => {
      const spans = spansOf(config);
      return spans.length === 0
        ? []
        : [objectiveOf(mask?.text(config.name) ?? config.name, config.target, spans, from, to)];
    }),
    stats: incidentStats(incidents, {
      from,
      to,
      upMs: endpoints.reduce((sum, { uptime }) => sum + uptime.upMs, 0),
      isExcluded: ({ id }) => marksOf(id).excluded !== null,
    }),
    annotations: annotations.toReversed().map((annotation) => mask?.annotation(annotation) ?? annotation),
  };
}

/** An objective over the range of the report, whatever its own window is. */
function objectiveOf(
  name: string,
  target: number,
  spans: readonly (readonly StatusSpan[])[],
  from: EpochMs,
  to: EpochMs,
): ReportObjective {
  const histories = spans.map((one) => ({ spans: one, single: [] }));
  const status = objectiveStatus(histories, { target: target / 100, window: to - from, now: to });
  const { ratio, coverage, budgetMs, downMs, leftMs } = status;
  return { name, target, met: ratio === null ? null : leftMs >= 0, ratio, coverage, budgetMs, downMs, leftMs };
}

function incidentOf(
  incident: Incident,
  marks: IncidentMarks,
  endpoint: Endpoint,
  mask: ReportMask | null,
): ReportIncident {
  const { id, startedAt, resolvedAt, failures, cause } = incident;
  const summary = summarizeFailure(cause);
  const excluded = marks.excluded?.text ?? null;
  const by = marks.acknowledged?.by ?? null;
  return {
    id,
    startedAt,
    resolvedAt,
    failures,
    cause: mask?.failure(summary, endpoint) ?? summary,
    excluded: excluded === null ? null : (mask?.text(excluded, endpoint) ?? excluded),
    acknowledgedBy: by === null || mask === null ? by : '',
  };
}
