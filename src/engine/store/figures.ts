/** The numbers in the figures of a result, one by one. `result-codec.ts` says what they mean. */
import type { SwallowedSlots } from '../../contract/model/check.ts';
import { ByteReader, type ByteWriter } from './bytes.ts';

/** How many numbers the figures of a finding have. */
export interface FigureCounts {
  readonly phases: number;
  readonly metrics: number;
  /** Of the details. */
  readonly numbers: number;
}

/** Durations are whole microseconds. */
export interface FigureValues {
  readonly duration: number;
  readonly phases: readonly number[];
  readonly metrics: readonly number[];
  readonly queued: number;
  readonly late: number;
  /** Tenths of a millisecond. */
  readonly self: number;
  readonly swallowed: SwallowedSlots | null;
  readonly numbers: readonly number[];
}

/** Null: the figures do not have these counts, or are damaged. */
export function parseFigures(figures: Uint8Array, counts: FigureCounts): FigureValues | null {
  try {
    const reader = new ByteReader(figures);
    const duration = reader.uint();
    const phases: number[] = [];
    let left = duration;
    for (let index = 0; index < counts.phases; index += 1) {
      const value = index < counts.phases - 1 ? reader.uint() : left + reader.signed();
      phases.push(value);
      left -= value;
    }
    const metrics = Array.from({ length: counts.metrics }, () => reader.number());
    const queued = reader.number();
    const late = reader.number();
    const self = reader.uint();
    const swallowed = self % 2 === 1 ? { slots: reader.uint(), interval: reader.uint() } : null;
    const numbers = Array.from({ length: counts.numbers }, () => reader.number());
    const values = { duration, phases, metrics, queued, late, self: Math.floor(self / 2), swallowed, numbers };
    return reader.atEnd ? values : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Encodes what `parseFigures` reads. Resets the writer. */
export function composeFigures(values: FigureValues, writer: ByteWriter): Uint8Array {
  const { duration, phases, metrics, queued, late, self, swallowed, numbers } = values;
  writer.reset();
  writer.uint(duration);
  let left = duration;
  for (const [index, phase] of phases.entries()) {
    if (index < phases.length - 1) writer.uint(phase);
    else writer.signed(phase - left);
    left -= phase;
  }
  for (const value of metrics) writer.number(value);
  writer.number(queued);
  writer.number(late);
  writer.uint(self * 2 + (swallowed === null ? 0 : 1));
  if (swallowed !== null) {
    writer.uint(swallowed.slots);
    writer.uint(swallowed.interval);
  }
  for (const value of numbers) writer.number(value);
  return writer.take();
}
