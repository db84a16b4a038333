/** Turns the series of Prometheus into the results of each vantage point. */
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { failureOf } from '../base/failure.ts';
import type { VantageReading } from '../verdict/vantages.ts';
import type { MeasuredSeries } from './probe-metrics.ts';
import type { PromSeries } from './query.ts';

export interface EndpointReading {
  readonly id: EndpointId;
  readonly reading: VantageReading;
}

/** The label with the id of the endpoint, which every series for Lookout has. */
const ID = 'lookout_id';

/** The series that decide a verdict. */
const VERDICT = 'probe_success|probe_duration_seconds|probe_failure_info|probe_warning_info';

/**
 * Which series to read.
 * @param withUp also whether the vantage points answered at all
 * @param withAll also phases and metrics: many more series
 */
export function selectorOf({ withUp, withAll }: { readonly withUp: boolean; readonly withAll: boolean }): string {
  const names = withAll ? '(up|probe_.+)' : withUp ? `up|${VERDICT}` : VERDICT;
  return `{__name__=~"${names}",${ID}!=""}`;
}

/** See `measuredSeries`. */
type Measured = ReadonlyMap<string, MeasuredSeries>;

/** Everything about one endpoint from one vantage point. */
interface Target {
  readonly id: EndpointId;
  readonly vantage: string;
  readonly series: PromSeries[];
}

/**
 * @param measuredBy the series of an endpoint's kind; null: there is no such endpoint
 * @returns in the order of time; those of a vantage point that did not answer are unknown
 */
export function readingsOf(
  series: readonly PromSeries[],
  measuredBy: (id: EndpointId) => Measured | null,
): readonly EndpointReading[] {
  const targets = new Map<string, Target>();
  for (const one of series) {
    const { [ID]: id = '', vantage = '' } = one.labels;
    const key = `${vantage} ${id}`;
    const target = targets.get(key);
    if (target === undefined) targets.set(key, { id, vantage, series: [one] });
    else target.series.push(one);
  }
  const readings = [...targets.values()].flatMap((target) => {
    const measured = measuredBy(target.id);
    return measured === null ? [] : readTarget(target, measured);
  });
  return readings.toSorted((a, b) => a.reading.at - b.reading.at);
}

function readTarget({ id, vantage, series }: Target, measured: Measured): readonly EndpointReading[] {
  const at = new Map<EpochMs, Sample[]>();
  for (const { labels, samples } of series) {
    for (const [time, value] of samples) {
      const others = at.get(time);
      if (others === undefined) at.set(time, [{ labels, value }]);
      else others.push({ labels, value });
    }
  }
  return [...at].flatMap(([time, samples]) => {
    const reading = toReading({ vantage, at: time }, samples, measured);
    return reading === null ? [] : [{ id, reading }];
  });
}

interface Sample {
  readonly labels: PromSeries['labels'];
  readonly value: number;
}

/** @returns null: these samples do not show how the probe ended */
function toReading(
  place: Pick<VantageReading, 'vantage' | 'at'>,
  samples: readonly Sample[],
  series: Measured,
): VantageReading | null {
  const named = (name: string): Sample | undefined => samples.find(({ labels }) => labels['__name__'] === name);
  const success = named('probe_success');
  const nothing = { ...place, durationMs: 0, warning: null, phases: {}, metrics: {} };
  if (success === undefined) {
    // Without `probe_success`, the scrape failed, so nothing is known about the endpoint.
    if (named('up')?.value !== 0) return null;
    const failure = failureOf('local.vantage', { vantage: place.vantage });
    return { ...nothing, verdict: 'unknown', failure };
  }
  const phases: Record<string, number> = {};
  const metrics: Record<string, number> = {};
  const values = new Map(samples.map(({ labels, value }) => [seriesKey(labels), value]));
  for (const [key, { is, name, factor }] of series) {
    const value = values.get(key);
    // The value of a phase that the probe did not reach is 0.
    if (value === undefined || (is === 'phase' && value === 0)) continue;
    (is === 'phase' ? phases : metrics)[name] = value * factor;
  }
  const isUp = success.value === 1;
  // Only the code is in the series. With the parameters, each failure would be a new series.
  const reason = (name: string) => {
    const { code = '', phase = '' } = named(name)?.labels ?? {};
    if (code === '') return null;
    return { code, params: { vantage: place.vantage }, ...(phase === '' ? {} : { phase }) };
  };
  return {
    ...nothing,
    durationMs: (named('probe_duration_seconds')?.value ?? 0) * 1000,
    verdict: isUp ? 'up' : 'down',
    // blackbox_exporter does not say why.
    failure: isUp ? null : (reason('probe_failure_info') ?? failureOf('probe.failed', { vantage: place.vantage })),
    warning: isUp ? reason('probe_warning_info') : null,
    phases,
    metrics,
  };
}

/** The name of a series, as `measuredSeries` has it. */
function seriesKey(labels: PromSeries['labels']): string {
  return `${labels['__name__'] ?? ''} ${labels['phase'] ?? ''}`;
}
