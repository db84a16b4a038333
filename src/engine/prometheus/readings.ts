/** Turns the series of Prometheus into the results of each vantage point. */
import type { EndpointId } from '../../contract/model/units.ts';
import { isLocal } from '../../contract/model/failure.ts';
import { failureOf } from '../base/failure.ts';
import type { BlackboxProbeEnd } from '../check/blackbox-plans.ts';
import type { ReadSeries } from '../check/kind-exporter.ts';
import type { VantageReading } from '../verdict/vantages.ts';
import { readMeasured, seriesKey, type MeasuredSeries } from './probe-metrics.ts';
import { CERTIFICATE_SERIES, readTls } from './probe-tls.ts';
import type { PromSeries } from './query.ts';

export interface EndpointReading {
  readonly id: EndpointId;
  readonly reading: VantageReading;
}

/** The label with the id of the endpoint, which every series for Lookout has. */
const ID = 'lookout_id';
/** See `configLabel`. */
const CONFIG = 'lookout_config';

/** The series that decide a verdict, or an alert. */
const JUDGED = [
  'probe_success',
  'probe_duration_seconds',
  'probe_failure_info',
  'probe_warning_info',
  ...CERTIFICATE_SERIES,
];

/**
 * Which series to read.
 * @param withUp also whether the vantage points answered at all
 * @param more other series that decide a verdict; `all`: also phases and metrics, which are many more series
 */
export function selectorOf(withUp: boolean, more: Iterable<string> | 'all'): string {
  const names = more === 'all' ? ['(up|probe_.+)'] : [...new Set([...(withUp ? ['up'] : []), ...JUDGED, ...more])];
  return `{__name__=~"${names.join('|')}",${ID}!=""}`;
}

/** How to read the series of one endpoint from one vantage point. */
export interface SeriesReader {
  /** See `measuredSeries`. */
  readonly measured: ReadonlyMap<string, MeasuredSeries>;
  /** The code of why a probe failed, or of a warning; null: that is not known. Absent: the series of Lookout have it. */
  readonly reasonOf?: ((read: ReadSeries, end: Omit<BlackboxProbeEnd, 'deadlineMs'>) => string | null) | undefined;
}

/**
 * @param readerOf null: there is no such endpoint, or it had another config
 * @returns in the order of time; those of a vantage point that did not answer are unknown
 */
export function readingsOf(
  series: readonly PromSeries[],
  readerOf: (id: EndpointId, vantage: string, config: string) => SeriesReader | null,
): readonly EndpointReading[] {
  // What one vantage point found of one endpoint, as it was configured.
  const keyOf = ({ labels }: PromSeries) => `${labels['vantage'] ?? ''} ${labels[ID] ?? ''} ${labels[CONFIG] ?? ''}`;
  const found = Map.groupBy(series, keyOf);
  const readings = [...found.values()].flatMap((ofTarget): readonly EndpointReading[] => {
    const { [ID]: id = '', [CONFIG]: config = '', vantage = '' } = ofTarget[0]?.labels ?? {};
    const reader = readerOf(id, vantage, config);
    return reader === null ? [] : readTarget(ofTarget, vantage, reader).map((reading) => ({ id, reading }));
  });
  return readings.toSorted((a, b) => a.reading.at - b.reading.at);
}

function readTarget(series: readonly PromSeries[], vantage: string, reader: SeriesReader): readonly VantageReading[] {
  const samples = series.flatMap(({ labels, samples: own }) => own.map(([at, value]) => ({ at, labels, value })));
  const probes = Map.groupBy(samples, ({ at }) => at);
  return [...probes].flatMap(([at, ofProbe]) => toReading({ vantage, at }, ofProbe, reader) ?? []);
}

type Sample = Pick<PromSeries, 'labels'> & { readonly value: number };

/** @returns null: these samples do not show how the probe ended */
function toReading(
  place: Pick<VantageReading, 'vantage' | 'at'>,
  samples: readonly Sample[],
  { measured, reasonOf }: SeriesReader,
): VantageReading | null {
  const named = (name: string): Sample | undefined => samples.find(({ labels }) => labels['__name__'] === name);
  const success = named('probe_success');
  const { vantage, at } = place;
  const unknown = (): VantageReading => ({ ...NOTHING, ...place, failure: failureOf('local.vantage', { vantage }) });
  // Without `probe_success`, the scrape failed, so nothing is known about the endpoint.
  if (success === undefined) return named('up')?.value === 0 ? unknown() : null;
  const values = new Map(samples.map(({ labels, value }) => [seriesKey(labels['__name__'], labels['phase']), value]));
  const isUp = success.value === 1;
  const durationMs = (named('probe_duration_seconds')?.value ?? 0) * 1000;
  const read: ReadSeries = (name, phase = '') => values.get(seriesKey(name, phase)) ?? 0;
  const info = named(isUp ? 'probe_warning_info' : 'probe_failure_info');
  const code = reasonOf === undefined ? (info?.labels['code'] ?? null) : reasonOf(read, { at, durationMs, isUp });
  if (code !== null && isLocal(code)) return unknown();
  const phase = info?.labels['phase'] ?? '';
  const tls = readTls(named);
  // Only the code is in the series. With the parameters, each failure would be a new series.
  const reason = code === null ? null : { code, params: { vantage }, ...(phase === '' ? {} : { phase }) };
  return {
    ...place,
    durationMs,
    verdict: isUp ? 'up' : 'down',
    failure: isUp ? null : (reason ?? failureOf('probe.failed', { vantage })),
    warning: isUp ? reason : null,
    ...readMeasured(values, measured),
    ...(tls === null ? {} : { tls }),
  };
}

const NOTHING = { verdict: 'unknown', durationMs: 0, warning: null, phases: {}, metrics: {} } as const;
