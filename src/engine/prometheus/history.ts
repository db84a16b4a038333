/** Reads the past from Prometheus, reduced to steps in a way that no failure is lost between two of them. */
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { VantageHistory } from '../../contract/model/vantage.ts';
import { MOST_POINTS, type PrometheusQueries, type PromSeries } from './query.ts';
import { CERTIFICATE_SERIES } from './probe-tls.ts';
import { readingsOf, type EndpointReading, type SeriesReader } from './readings.ts';

export interface HistoryRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly step: Ms;
}

/** The width of a point: at least an interval, and wide enough for Prometheus to answer. */
export function stepOf({ from, to }: Pick<HistoryRange, 'from' | 'to'>, points: number, interval: Ms): Ms {
  return Math.ceil(Math.max(interval, (to - from) / Math.min(points, MOST_POINTS - 1)));
}

/** What shows why probes failed, besides the usual series. */
export interface Reasons {
  /** The series that `of` reads. */
  readonly series: Iterable<string>;
  /** @returns undefined: the usual series say it */
  readonly of: (id: EndpointId, vantage: string) => SeriesReader['reasonOf'];
}

/** @param id null: of all endpoints, with their certificates, without which an alert about one would end */
export async function readHistory(
  queries: Pick<PrometheusQueries, 'range'>,
  id: EndpointId | null,
  range: HistoryRange,
  reasons: Reasons,
): Promise<readonly EndpointReading[]> {
  const expressions = new Map([...[...reasons.series].map((name) => [name, highest] as const), ...EXPRESSIONS]);
  if (id === null) for (const name of CERTIFICATE_SERIES) expressions.set(name, last);
  const labels = id === null ? '{lookout_id!=""}' : `{lookout_id=${JSON.stringify(id)}}`;
  const answers = await Promise.all(
    [...expressions].map(async ([name, expression]): Promise<readonly PromSeries[]> => {
      const query = expression(`${name}${labels}[${range.step}ms]`);
      // The value of a step is about the time before it.
      const series = await queries.range(query, range.from + range.step, range.to, range.step);
      return series.map((one) => ({ ...one, labels: { ...one.labels, __name__: name } }));
    }),
  );
  // Phases and metrics are not read.
  const measured = new Map();
  return readingsOf(answers.flat(), (of, vantage) => ({ measured, reasonOf: reasons.of(of, vantage) }));
}

type Expression = (samples: string) => string;

const highest: Expression = (samples) => `max_over_time(${samples})`;
const last: Expression = (samples) => `last_over_time(${samples})`;

/** The worst result counts, and the median of the durations. */
const EXPRESSIONS: readonly (readonly [name: string, expression: Expression])[] = [
  ['probe_success', (samples) => `min_over_time(${samples})`],
  ['probe_duration_seconds', (samples) => `quantile_over_time(0.5, ${samples})`],
  ['up', (samples) => `min_over_time(${samples})`],
  ['probe_failure_info', last],
];

/**
 * The history of each vantage point, in the order of `vantages`.
 * @param readings of one endpoint, in the order of time
 */
export function vantageHistories(
  readings: readonly EndpointReading[],
  vantages: readonly string[],
  step: Ms,
): VantageHistory[] {
  return vantages.map((vantage) => {
    const own = readings.map(({ reading }) => reading).filter((reading) => reading.vantage === vantage);
    return {
      vantage,
      step,
      at: own.map(({ at }) => at - step),
      durationMs: own.map(({ verdict, durationMs }) => (verdict === 'up' ? durationMs : null)),
      verdict: own.map(({ verdict }) => verdict),
    };
  });
}
