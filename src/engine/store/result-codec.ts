/**
 * Stores a check result in two parts. The finding (verdict, failure, details and the names of the numbers) is the same for
 * most checks of an endpoint and is stored once. The figures are about 20 bytes of numbers that differ from check to check.
 */
import type { CheckResult, SwallowedSlots, Verdict } from '../../contract/model/check.ts';
import type { Failure } from '../../contract/model/failure.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readFirstPhases } from './first-format.ts';
import { internLayout, NO_NAMES, type Layout } from './layout.ts';
import type { MetricRoles } from './store.ts';
import { isDisturbed } from '../../shared/latency.ts';
import { roundDuration, roundPhases } from './rounding.ts';
import { microseconds, type TalliedCheck } from './tally.ts';
import { VaryingNumbers } from './varying-numbers.ts';

/** What a check found, without the figures. */
export interface Finding {
  readonly verdict: Verdict;
  readonly failure: Failure | null;
  /** Without the keys in `numbers`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** The keys of the details whose values are in the figures, in their order. */
  readonly numbers: readonly string[];
  /** The names of the phases and metrics in the figures; null for the first format, whose figures contain them. */
  readonly layout: Layout | null;
}

/** An encoded result: plain data that can be sent to a thread. */
export interface EncodedResult {
  readonly endpointId: EndpointId;
  readonly at: EpochMs;
  /** A `Finding` as JSON. */
  readonly finding: string;
  readonly figures: Uint8Array;
}

/** The figures that a tally needs. */
export type Measured = Pick<
  TalliedCheck<unknown>,
  'duration' | 'layout' | 'phases' | 'metrics' | 'disturbed' | 'swallowed'
>;

export type ResultEncoder = (result: CheckResult, metrics?: MetricRoles) => EncodedResult;

const writer = new ByteWriter();

/**
 * Returns a function that encodes results. It rounds durations as `rounding.ts` says, `queuedMs`, `lateMs` and `selfMs` to
 * tenths of a millisecond, and `at` to milliseconds. Decoding returns everything else unchanged, as far as JSON can represent
 * it. The function remembers which numbers in the details vary.
 *
 * The function throws a RangeError if a duration is negative or not a number or a metric is not finite, and a TypeError if
 * the details are not JSON.
 */
export function createResultEncoder(): ResultEncoder {
  const varying = new VaryingNumbers();
  return (result, { charted = NO_NAMES, durations = NO_NAMES } = {}) => {
    const { verdict, failure } = result;
    const details: Record<string, unknown> = {};
    const numbers: string[] = [];
    const values: number[] = [];
    for (const [key, value] of Object.entries(result.details)) {
      if (typeof value === 'number' && varying.varies(key, value)) {
        numbers.push(key);
        values.push(value);
      } else {
        details[key] = value;
      }
    }
    const layout = layoutOf(result, { charted, durations });
    writer.reset();
    writeMeasured(result);
    writer.number(tenthsOf(result.queuedMs));
    writer.number(tenthsOf(result.lateMs));
    // Rare; two more numbers follow.
    writer.uint(Math.round(result.selfMs * 10) * 2 + (result.swallowed === null ? 0 : 1));
    if (result.swallowed !== null) {
      writer.uint(result.swallowed.slots);
      writer.uint(Math.round(result.swallowed.interval));
    }
    for (const value of values) writer.number(value);
    return {
      endpointId: result.endpointId,
      at: Math.round(result.at),
      finding: JSON.stringify({ verdict, failure, details, numbers, layout } satisfies Finding),
      figures: writer.take(),
    };
  };
}

function layoutOf(result: CheckResult, { charted, durations }: Required<MetricRoles>): Layout {
  const phases = Object.keys(result.phases);
  const metrics = Object.keys(result.metrics);
  if (metrics.length === 0) return { phases, metrics, charted: NO_NAMES };
  const timed = metrics.filter((name) => durations.includes(name));
  return {
    phases,
    metrics,
    charted: metrics.filter((name) => charted.includes(name)),
    ...(timed.length === 0 ? {} : { durations: timed }),
  };
}

/** Rounds to tenths of a millisecond. @returns whole microseconds */
function tenthsOf(ms: Ms): number {
  return Math.round(ms * 10) * 100;
}

/** Duration, phases and metrics. The last phase is usually the rest of the duration, so the difference to that is stored. */
function writeMeasured({ durationMs, phases, metrics }: CheckResult): void {
  const exact = Object.values(phases).map(microseconds);
  for (const value of exact) {
    if (!(value >= 0)) throw new RangeError(`Expected a phase to take 0 ms or more, got ${value / 1000}`);
  }
  const duration = microseconds(durationMs);
  const values = roundPhases(exact, duration);
  let left = roundDuration(duration);
  writer.uint(left);
  for (const [index, value] of values.entries()) {
    if (index < values.length - 1) writer.uint(value);
    else writer.signed(value - left);
    left -= value;
  }
  for (const [name, value] of Object.entries(metrics)) {
    if (!Number.isFinite(value))
      throw new RangeError(`Expected the metric ${name} to be a finite number, got ${value}`);
    writer.number(value);
  }
}

export function decodeFinding(text: string): Finding {
  const finding = JSON.parse(text) as Omit<Finding, 'layout'> & { readonly layout?: Layout };
  return { ...finding, layout: finding.layout === undefined ? null : internLayout(finding.layout) };
}

/** Reads only the duration, in whole microseconds. It is the first number. */
export function decodeDuration(figures: Uint8Array): number {
  return new ByteReader(figures).uint();
}

/** Reads only whether the check was disturbed. False for a damaged result, so that the list can be opened. */
export function decodeDisturbed(finding: Finding, figures: Uint8Array): boolean {
  try {
    return decodeMeasured(finding, figures).disturbed;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Reads only the figures that a tally needs. */
export function decodeMeasured({ layout }: Finding, figures: Uint8Array): Measured {
  const reader = new ByteReader(figures);
  const numbers = readNumbers(layout, reader);
  reader.number();
  reader.number();
  const { selfMs, swallowed } = readSelf(layout, reader);
  return { ...numbers, disturbed: isDisturbed({ durationMs: numbers.duration / 1000, selfMs }), swallowed };
}

function readSelf(
  layout: Layout | null,
  reader: ByteReader,
): { readonly selfMs: number; readonly swallowed: SwallowedSlots | null } {
  // The first format did not have it.
  if (layout === null) return NO_SELF;
  const self = reader.uint();
  const swallowed = self % 2 === 1 ? { slots: reader.uint(), interval: reader.uint() } : null;
  return { selfMs: Math.floor(self / 2) / 10, swallowed };
}

const NO_SELF = { selfMs: 0, swallowed: null } as const;

function readNumbers(
  layout: Layout | null,
  reader: ByteReader,
): Pick<Measured, 'duration' | 'layout' | 'phases' | 'metrics'> {
  const duration = reader.uint();
  if (layout === null) return { duration, metrics: [], ...readFirstPhases(reader) };
  const phases: number[] = [];
  let left = duration;
  const last = layout.phases.length - 1;
  for (let index = 0; index <= last; index += 1) {
    const value = index < last ? reader.uint() : left + reader.signed();
    phases.push(value);
    left -= value;
  }
  const metrics: number[] = [];
  for (let index = 0; index < layout.metrics.length; index += 1) metrics.push(reader.number());
  return { duration, layout, phases, metrics };
}

/** The inverse of the encoding. */
export function decodeResult(endpointId: EndpointId, at: EpochMs, finding: Finding, figures: Uint8Array): CheckResult {
  const reader = new ByteReader(figures);
  const { duration, layout, phases, metrics } = readNumbers(finding.layout, reader);
  const queuedMs = reader.number() / 1000;
  const lateMs = reader.number() / 1000;
  const { selfMs, swallowed } = readSelf(finding.layout, reader);
  const durationMs = duration / 1000;
  const details: Record<string, unknown> = { ...finding.details };
  for (const key of finding.numbers) details[key] = reader.number();
  return {
    endpointId,
    at,
    verdict: finding.verdict,
    durationMs,
    selfMs,
    phases: named(
      layout.phases,
      phases.map((value) => value / 1000),
    ),
    metrics: named(layout.metrics, metrics),
    failure: finding.failure,
    details,
    queuedMs,
    lateMs,
    disturbed: isDisturbed({ durationMs, selfMs }),
    swallowed,
  };
}

function named(names: readonly string[], values: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? 0]));
}
