import type { EndpointId, EpochMs } from './units.ts';

/**
 * The measure that is compared: the latency, a phase, or a metric, in its unit, or the share of failed checks, 0 to 1.
 * `name` is that of the phase or metric, and empty for the others.
 */
export interface ShiftMeasure {
  readonly type: 'latency' | 'phase' | 'metric' | 'failures';
  readonly name: string;
}

/** A measure of an endpoint that changed. */
export interface Shift {
  readonly id: EndpointId;
  readonly measure: ShiftMeasure;
  /** How clear and how large the change is, 0 to 1. */
  readonly score: number;
  /** The median of the points before; of failures, their share. */
  readonly before: number;
  /** The same of the span. */
  readonly during: number;
}

/** What changed in a span, compared with the time before it, which is four times as long. */
export interface Shifts {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The start of the time before. */
  readonly since: EpochMs;
  /** How many endpoints had enough checks in both. */
  readonly compared: number;
  readonly endpoints: number;
  /** The most changed first; at most `MAX_SHIFTS`. */
  readonly shifts: readonly Shift[];
}
