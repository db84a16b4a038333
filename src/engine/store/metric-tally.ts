/** Counts and sums of one metric over checks of one endpoint. */
import { quantileRank } from '../../shared/latency.ts';
import { ValueSketch } from './value-sketch.ts';

/** Mutable. Over the checks that measured the metric, in its unit. */
export interface MetricTally {
  /** Whether it has a sketch. */
  charted: boolean;
  count: number;
  /** 0 if there is none. */
  min: number;
  max: number;
  sum: number;
  /** Null for a metric that is not charted, and while there are at most two values, which are then `min` and `max`. */
  sketch: ValueSketch | null;
}

export function emptyMetric(charted: boolean): MetricTally {
  return { charted, count: 0, min: 0, max: 0, sum: 0, sketch: null };
}

/** Adds the value of one check. */
export function addMetric(into: Map<string, MetricTally>, name: string, value: number, charted: boolean): void {
  const metric = metricOf(into, name, charted);
  sketchFor(metric, 1)?.add(value);
  noteRange(metric, value, value);
  metric.sum += value;
  metric.count += 1;
}

/** Adds everything in `from`, which does not change. */
export function mergeMetric(into: Map<string, MetricTally>, name: string, from: MetricTally): void {
  if (from.count === 0) return;
  const metric = metricOf(into, name, from.charted);
  const sketch = sketchFor(metric, from.count);
  if (sketch !== null) addToSketch(sketch, from);
  noteRange(metric, from.min, from.max);
  metric.sum += from.sum;
  metric.count += from.count;
}

/** The value at a quantile (0 to 1), within 1 %; null if there is none or the metric is not charted. */
export function metricQuantile(metric: MetricTally, quantile: number): number | null {
  const { charted, count, min, max, sketch } = metric;
  if (!charted || count === 0) return null;
  if (sketch === null) return quantileRank(quantile, count) === 0 ? min : max;
  const value = sketch.quantile(quantile);
  // A sketch returns the middle of a bin, which can be outside the measured range.
  return value === null ? null : Math.min(Math.max(value, min), max);
}

function metricOf(metrics: Map<string, MetricTally>, name: string, charted: boolean): MetricTally {
  let metric = metrics.get(name);
  if (metric === undefined) {
    metric = emptyMetric(charted);
    metrics.set(name, metric);
  }
  // A later version of Lookout charts it: percentiles cover only the values since then.
  metric.charted ||= charted;
  return metric;
}

/** The sketch for this many more values; null if none is needed yet. */
function sketchFor(metric: MetricTally, more: number): ValueSketch | null {
  if (!metric.charted) return null;
  if (metric.sketch === null && metric.count + more > 2) {
    const sketch = new ValueSketch();
    addToSketch(sketch, metric);
    metric.sketch = sketch;
  }
  return metric.sketch;
}

function addToSketch(sketch: ValueSketch, { count, min, max, sketch: from }: MetricTally): void {
  if (from !== null) {
    sketch.merge(from);
    return;
  }
  if (count === 1 || count === 2) sketch.add(min);
  if (count === 2) sketch.add(max);
}

/** Call it before the count of the new values is added. */
function noteRange(metric: MetricTally, min: number, max: number): void {
  const isFirst = metric.count === 0;
  metric.min = isFirst ? min : Math.min(metric.min, min);
  metric.max = isFirst ? max : Math.max(metric.max, max);
}
