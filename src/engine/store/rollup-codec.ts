/** Encodes a rollup. Absent values take no bytes, and values that follow from others are left out. */
import { VERDICTS } from '../../contract/model/check.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { FIRST_PHASES, firstLayout } from './first-format.ts';
import type { Layout } from './layout.ts';
import { emptyMetric, type MetricTally } from './metric-tally.ts';
import { emptyRollup, type Rollup } from './rollup.ts';
import { LatencySketch } from './sketch.ts';
import { timed, type FailureCount } from './tally.ts';
import { ValueSketch } from './value-sketch.ts';

/** What a rollup refers to: layouts, each stored once under a number, and findings. */
export interface Layouts {
  /** The number of a layout, from 1. A new layout gets the next number. */
  idOf(layout: Layout): number;
  /** @throws Error if there is none: the database is damaged */
  get(id: number): Layout;
  /** The code of the failure of a finding. @throws Error if there is none: the database is damaged */
  failureCode(finding: number): string;
}

/** A bit of the first byte, above one bit per verdict. */
const HAS_FAILURE = 1 << VERDICTS.length;
/** A bit of the first byte: the number of a layout follows. Without it, the rollup has no phases or the first format. */
const HAS_LAYOUT = HAS_FAILURE << 1;
/** A bit of the first byte: the counts of disturbed checks, swallowed slots and corrections follow. Without it, all are 0. */
const HAS_DISTURBANCE = HAS_LAYOUT << 1;
/** A bit of the first byte: the counts of failures follow. Without it, there is one failure or they were not counted. */
const HAS_FAILURES = HAS_DISTURBANCE << 1;
/** A bit of the first format's byte of phases, above one bit per phase. */
const FIRST_COUNTS_FOLLOW = 1 << FIRST_PHASES.length;

const writer = new ByteWriter();

/** @param at the start of the minute, hour or day */
export function encodeRollup(rollup: Rollup<number>, at: EpochMs, layouts: Layouts): Uint8Array {
  const count = timed(rollup);
  const disturbance = [rollup.disturbed, rollup.swallowed, rollup.corrections];
  const isDisturbed = disturbance.some((number) => number > 0);
  const metrics = [...rollup.metrics];
  const hasLayout = count > 0 || metrics.length > 0;
  writer.reset();
  let head = (rollup.failure === null ? 0 : HAS_FAILURE) | (hasLayout ? HAS_LAYOUT : 0);
  if (isDisturbed) head |= HAS_DISTURBANCE;
  const failures = countedFailures(rollup);
  if (failures !== null) head |= HAS_FAILURES;
  for (const [bit, verdict] of VERDICTS.entries()) if (rollup.counts[verdict] > 0) head |= 1 << bit;
  writer.uint(head);
  for (const verdict of VERDICTS) if (rollup.counts[verdict] > 0) writer.uint(rollup.counts[verdict]);
  if (isDisturbed) for (const number of disturbance) writer.uint(number);
  if (rollup.failure !== null) {
    writer.uint(rollup.failure.at - at);
    writer.uint(rollup.failure.failure);
  }
  if (failures !== null) writeFailures(failures);
  if (hasLayout) writer.uint(layouts.idOf(layoutOf(rollup)));
  if (count > 0) {
    writer.uint(rollup.min);
    if (count > 1) writer.uint(rollup.max - rollup.min);
    if (count > 2) writer.uint(rollup.sum - rollup.min * count);
    writePhases(rollup, count);
  }
  rollup.sketch?.write(writer);
  for (const [, metric] of metrics) writeMetric(metric);
  return writer.take();
}

/** The inverse of `encodeRollup`; also reads the first format. */
export function decodeRollup(
  bytes: Uint8Array,
  at: EpochMs,
  layouts: Pick<Layouts, 'get' | 'failureCode'>,
): Rollup<number> {
  const reader = new ByteReader(bytes);
  const rollup = emptyRollup<number>();
  const head = reader.uint();
  let bit = 1;
  for (const verdict of VERDICTS) {
    if (head & bit) rollup.counts[verdict] = reader.uint();
    bit <<= 1;
  }
  if (head & HAS_DISTURBANCE) {
    rollup.disturbed = reader.uint();
    rollup.swallowed = reader.uint();
    rollup.corrections = reader.uint();
  }
  if (head & HAS_FAILURE) rollup.failure = { at: at + reader.uint(), failure: reader.uint() };
  if (head & HAS_FAILURES) readFailures(reader, rollup, layouts);
  else if (rollup.failure !== null) countFailure(rollup, rollup.failure.failure, 1, layouts);
  const layout = head & HAS_LAYOUT ? layouts.get(reader.uint()) : null;
  const count = timed(rollup);
  if (count > 0) {
    rollup.min = reader.uint();
    rollup.max = count > 1 ? rollup.min + reader.uint() : rollup.min;
    rollup.sum = count > 2 ? rollup.min * count + reader.uint() : count > 1 ? rollup.min + rollup.max : rollup.min;
    readPhases(reader, rollup, count, layout);
  }
  if (count > 2 || rollup.corrections > 0) {
    rollup.sketch = new LatencySketch();
    rollup.sketch.read(reader);
  }
  for (const name of layout?.metrics ?? []) {
    rollup.metrics.set(name, readMetric(reader, layout?.charted.includes(name) ?? false));
  }
  return rollup;
}

/** The failures of a rollup; null: they follow from the first one. */
function countedFailures({ failure, failures }: Rollup<number>): readonly FailureCount<number>[] | null {
  const list = [...failures.values()];
  const [only] = list;
  const follows = only === undefined || (list.length === 1 && only.count === 1 && only.failure === failure?.failure);
  return follows ? null : list;
}

/** The number of codes, then a finding and a count for each. */
function writeFailures(failures: readonly FailureCount<number>[]): void {
  writer.uint(failures.length);
  for (const { failure, count } of failures) {
    writer.uint(failure);
    writer.uint(count);
  }
}

function readFailures(reader: ByteReader, rollup: Rollup<number>, layouts: Pick<Layouts, 'failureCode'>): void {
  for (let left = reader.uint(); left > 0; left -= 1) countFailure(rollup, reader.uint(), reader.uint(), layouts);
}

function countFailure(
  { failures }: Rollup<number>,
  failure: number,
  count: number,
  layouts: Pick<Layouts, 'failureCode'>,
): void {
  failures.set(layouts.failureCode(failure), { failure, count });
}

function layoutOf({ phases, metrics }: Rollup<number>): Layout {
  const charted = [...metrics].filter(([, metric]) => metric.charted).map(([name]) => name);
  return { phases: phases.names, metrics: [...metrics.keys()], charted };
}

/** A byte that says whether some timed checks lack a phase, then the sums. If some do, each sum follows its count. */
function writePhases({ phases }: Rollup<number>, count: number): void {
  const countsFollow = phases.counts.some((phaseCount) => phaseCount !== count);
  writer.uint(countsFollow ? 1 : 0);
  for (const [index, phaseCount] of phases.counts.entries()) {
    if (countsFollow) writer.uint(phaseCount);
    writer.uint(phases.sums[index] ?? 0);
  }
}

function readPhases(reader: ByteReader, { phases }: Rollup<number>, count: number, layout: Layout | null): void {
  // The first format's mask of phases has the flag above it.
  const flags = reader.uint();
  const countsFollow = layout === null ? (flags & FIRST_COUNTS_FOLLOW) > 0 : flags === 1;
  phases.names = (layout ?? firstLayout(flags & (FIRST_COUNTS_FOLLOW - 1))).phases;
  for (let index = 0; index < phases.names.length; index += 1) {
    phases.counts.push(countsFollow ? reader.uint() : count);
    phases.sums.push(reader.uint());
  }
}

function writeMetric({ count, min, max, sum, sketch }: MetricTally): void {
  writer.uint(count);
  if (count > 0) writer.number(min);
  if (count > 1) writer.number(max);
  if (count > 2) writer.number(sum);
  sketch?.write(writer);
}

function readMetric(reader: ByteReader, charted: boolean): MetricTally {
  const metric = emptyMetric(charted);
  metric.count = reader.uint();
  if (metric.count > 0) metric.min = reader.number();
  metric.max = metric.count > 1 ? reader.number() : metric.min;
  metric.sum = metric.count > 2 ? reader.number() : metric.count > 1 ? metric.min + metric.max : metric.min;
  if (charted && metric.count > 2) {
    metric.sketch = new ValueSketch();
    metric.sketch.read(reader);
  }
  return metric;
}
