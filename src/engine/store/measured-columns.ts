/** The columns of a block that a tally needs: durations, phases and metrics of rows that have the same number of them. */
import type { SwallowedSlots } from '../../contract/model/check.ts';
import type { BitReader, BitWriter } from './bits.ts';
import type { FigureCounts, FigureValues } from './figures.ts';
import { readColumn, writeColumn } from './number-column.ts';
import { durationOf, levelOf, stepOf } from './rounding.ts';

/** The figures that a tally needs, in columns. Durations are whole microseconds, `self` tenths of a millisecond. */
export interface MeasuredColumns {
  readonly queued: Float64Array;
  readonly late: Float64Array;
  readonly duration: Float64Array;
  readonly phases: readonly Float64Array[];
  readonly metrics: readonly Float64Array[];
  readonly self: Float64Array;
  readonly swallowedSlots: Float64Array;
  readonly swallowedInterval: Float64Array;
}

/** Of a row: its swallowed slots; null: none. */
export function swallowedAt(columns: MeasuredColumns, index: number): SwallowedSlots | null {
  const slots = columns.swallowedSlots[index] ?? 0;
  // Stored plus one, because a check can have swallowed no slots.
  return slots === 0 ? null : { slots: slots - 1, interval: columns.swallowedInterval[index] ?? 0 };
}

/** The values of a row, without the numbers in its details. */
export function valuesAt(columns: MeasuredColumns, index: number): Omit<FigureValues, 'numbers'> {
  return {
    duration: columns.duration[index] ?? 0,
    phases: columns.phases.map((column) => column[index] ?? 0),
    metrics: columns.metrics.map((column) => column[index] ?? 0),
    queued: columns.queued[index] ?? 0,
    late: columns.late[index] ?? 0,
    self: columns.self[index] ?? 0,
    swallowed: swallowedAt(columns, index),
  };
}

/** Writes the columns. `readMeasured` returns exactly the same values. */
export function writeMeasured(writer: BitWriter, counts: FigureCounts, values: readonly FigureValues[]): void {
  const write = (read: (row: FigureValues) => number) => writeColumn(writer, values.map(read));
  write(({ queued }) => queued);
  write(({ late }) => late);
  // Results of an earlier Lookout are not rounded.
  const isRounded = values.every(
    ({ duration, phases }) => levelOf(duration) !== null && phases.every((phase) => phase % stepOf(duration) === 0),
  );
  writer.bits(isRounded ? 1 : 0, 1);
  write(({ duration }) => (isRounded ? (levelOf(duration) ?? 0) : duration));
  for (let index = 0; index < counts.phases; index += 1) {
    // Adding zero turns -0 into 0.
    write((row) => phaseCode(row, index, counts.phases) / (isRounded ? stepOf(row.duration) : 1) + 0);
  }
  for (let index = 0; index < counts.metrics; index += 1) write(({ metrics }) => metrics[index] ?? 0);
  write(({ self }) => self);
  write(({ swallowed }) => (swallowed === null ? 0 : swallowed.slots + 1));
  write(({ swallowed }) => swallowed?.interval ?? 0);
}

/** The last phase is usually the rest of the duration, so its difference from that is written. */
function phaseCode({ phases, duration }: FigureValues, index: number, count: number): number {
  const phase = phases[index] ?? 0;
  if (index < count - 1) return phase;
  return phase - phases.slice(0, -1).reduce((left, other) => left - other, duration);
}

/** @param size the number of rows. @throws RangeError past the end */
export function readMeasured(reader: BitReader, counts: FigureCounts, size: number): MeasuredColumns {
  const queued = readColumn(reader, size);
  const late = readColumn(reader, size);
  const isRounded = reader.bits(1) === 1;
  const duration = readColumn(reader, size);
  if (isRounded) for (let row = 0; row < size; row += 1) duration[row] = durationOf(duration[row] ?? 0);
  const steps = isRounded ? duration.map(stepOf) : null;
  const left = duration.slice();
  const phases: Float64Array[] = [];
  for (let index = 0; index < counts.phases; index += 1) {
    const phase = readColumn(reader, size);
    const isLast = index === counts.phases - 1;
    for (let row = 0; row < size; row += 1) {
      let value = phase[row] ?? 0;
      if (steps !== null) value *= steps[row] ?? 0;
      if (isLast) value += left[row] ?? 0;
      else left[row] = (left[row] ?? 0) - value;
      phase[row] = value;
    }
    phases.push(phase);
  }
  return {
    queued,
    late,
    duration,
    phases,
    metrics: Array.from({ length: counts.metrics }, () => readColumn(reader, size)),
    self: readColumn(reader, size),
    swallowedSlots: readColumn(reader, size),
    swallowedInterval: readColumn(reader, size),
  };
}
