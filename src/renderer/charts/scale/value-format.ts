/** Formats the values of a chart. Pure. */
import type { MetricDescriptor, MetricUnit } from '../../../contract/descriptor.ts';
import { formatBytes, formatCount, formatDuration, formatLatency } from '../../format.ts';
import type { Scale } from './scale.ts';
import { latencyTickLabel } from './ticks.ts';

export interface ValueFormat {
  /** The name of the value, such as `Latency`. */
  readonly name: string;
  readonly write: (value: number) => string;
  /** The label of one of these ticks. The function is always the same object. */
  readonly tick: (value: number, scale: Scale) => string;
}

export const LATENCY: ValueFormat = { name: 'Latency', write: formatLatency, tick: latencyTickLabel };

/** Instead of `tick`, for a chart without a value: its scale has no meaning. */
export const noLabel = () => '';

const formats = new WeakMap<MetricDescriptor, ValueFormat>();

/** The format of a metric; the same object for the same descriptor. */
export function metricFormat(metric: MetricDescriptor): ValueFormat {
  let format = formats.get(metric);
  if (format === undefined) {
    const write = (value: number) => writeMetric(metric.unit, value);
    const isDuration = metric.unit === 'millisecond';
    const tick = (value: number, scale: Scale) =>
      isDuration
        ? latencyTickLabel(value, scale)
        : value === 0
          ? '0'
          : value === scale.ticks.at(-1)
            ? write(value)
            : plain(value);
    format = { name: metric.label, write, tick };
    formats.set(metric, format);
  }
  return format;
}

function writeMetric(unit: MetricUnit, value: number): string {
  switch (unit) {
    case 'millisecond':
      return formatLatency(value);
    case 'second':
      return formatDuration(value * 1000);
    case 'byte':
      return formatBytes(value);
    case 'percent':
      return `${plain(value)}\u00a0%`;
    case 'day':
      return `${plain(value)}\u00a0d`;
    case 'count':
    case 'hops':
      return plain(value);
    default:
      return unit satisfies never;
  }
}

function plain(value: number): string {
  return formatCount(Number(value.toPrecision(4)));
}
