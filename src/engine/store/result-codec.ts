/**
 * A check result in two parts: the finding (verdict, failure, details), which is the same text for most checks of an
 * endpoint and is stored once, and the figures, some 20 bytes of numbers that differ from check to check.
 */
import { PHASES, type Failure } from '../../contract/model/failure.ts';
import type { CheckResult, EndpointId, EpochMs, Verdict } from '../../contract/model.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { microseconds, phaseMicroseconds, phasesOf, type TalliedCheck } from './tally.ts';

/** What a check found, apart from figures. */
export interface Finding {
  readonly verdict: Verdict;
  readonly failure: Failure | null;
  /** Without the keys that are in `numbers`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Keys of the details whose values are among the figures, in their order. */
  readonly numbers: readonly string[];
}

/** A result on its way to the database; plain data that crosses to a thread. */
export interface EncodedResult {
  readonly endpointId: EndpointId;
  readonly at: EpochMs;
  /** A `Finding` as JSON. */
  readonly finding: string;
  readonly figures: Uint8Array;
}

/** What a tally needs of figures. Durations in whole microseconds. */
type Latency = Pick<TalliedCheck<unknown>, 'duration' | 'phases'>;

interface Figures extends Latency {
  readonly queued: number;
  readonly late: number;
  /** As `Finding.numbers` names them. */
  readonly numbers: readonly number[];
}

/** A number among the details that is the same from check to check, and so stays with the finding. */
const STEADY_NUMBERS: ReadonlySet<string> = new Set(['status']);

const writer = new ByteWriter();

/**
 * Durations are rounded to microseconds, `at` to milliseconds; all else comes back as it was, as far as JSON has it.
 * @throws RangeError when a duration is negative or not a number; TypeError when the details are not JSON
 */
export function encodeResult(result: CheckResult): EncodedResult {
  const details: Record<string, unknown> = {};
  const numbers: string[] = [];
  const values: number[] = [];
  for (const [key, value] of Object.entries(result.details)) {
    if (typeof value === 'number' && !STEADY_NUMBERS.has(key)) {
      numbers.push(key);
      values.push(value);
    } else {
      details[key] = value;
    }
  }
  const { verdict, failure } = result;
  const phases = phaseMicroseconds(result.phases);
  writer.reset();
  writer.uint(microseconds(result.durationMs));
  writer.uint(phases.reduce<number>((mask, value, bit) => (value === undefined ? mask : mask | (1 << bit)), 0));
  for (const value of phases) if (value !== undefined) writer.uint(value);
  writer.number(microseconds(result.queuedMs));
  writer.number(microseconds(result.lateMs));
  for (const value of values) writer.number(value);
  return {
    endpointId: result.endpointId,
    at: Math.round(result.at),
    finding: JSON.stringify({ verdict, failure, details, numbers } satisfies Finding),
    figures: writer.take(),
  };
}

export function decodeFinding(text: string): Finding {
  return JSON.parse(text) as Finding;
}

/** Only the duration of figures, in whole microseconds: it comes first. */
export function decodeDuration(figures: Uint8Array): number {
  return new ByteReader(figures).uint();
}

/** Only what a tally needs of figures. */
export function decodeLatency(figures: Uint8Array): Latency {
  return readLatency(new ByteReader(figures));
}

function readLatency(reader: ByteReader): Latency {
  const duration = reader.uint();
  const mask = reader.uint();
  const phases: (number | undefined)[] = [];
  for (let bit = 0; bit < PHASES.length; bit += 1) phases.push(mask & (1 << bit) ? reader.uint() : undefined);
  return { duration, phases };
}

function decodeFigures(bytes: Uint8Array): Figures {
  const reader = new ByteReader(bytes);
  const { duration, phases } = readLatency(reader);
  const queued = reader.number();
  const late = reader.number();
  const numbers: number[] = [];
  while (!reader.atEnd) numbers.push(reader.number());
  return { duration, phases, queued, late, numbers };
}

/** The inverse of `encodeResult`. */
export function decodeResult(endpointId: EndpointId, at: EpochMs, finding: Finding, bytes: Uint8Array): CheckResult {
  const figures = decodeFigures(bytes);
  return {
    endpointId,
    at,
    verdict: finding.verdict,
    durationMs: figures.duration / 1000,
    phases: phasesOf(figures.phases),
    failure: finding.failure,
    details: {
      ...finding.details,
      ...Object.fromEntries(finding.numbers.map((key, index) => [key, figures.numbers[index]])),
    },
    queuedMs: figures.queued / 1000,
    lateMs: figures.late / 1000,
  };
}
