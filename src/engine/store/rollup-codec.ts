/** A rollup as bytes: what is not there takes none, and what follows from the rest is left out. */
import { PHASES } from '../../contract/model/failure.ts';
import { VERDICTS, type EpochMs } from '../../contract/model.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { emptyRollup, type Rollup } from './rollup.ts';
import { LatencySketch } from './sketch.ts';
import { successes } from './tally.ts';

/** In the first byte, above one bit for each verdict. */
const HAS_FAILURE = 1 << VERDICTS.length;
/** In the byte of phases, above one bit for each: not every successful check had all the phases there are. */
const PHASE_COUNTS_FOLLOW = 1 << PHASES.length;

const writer = new ByteWriter();

/** @param at the start of the minute, hour or day */
export function encodeRollup(rollup: Rollup<number>, at: EpochMs): Uint8Array {
  writer.reset();
  let head = rollup.failure === null ? 0 : HAS_FAILURE;
  for (const [bit, verdict] of VERDICTS.entries()) if (rollup.counts[verdict] > 0) head |= 1 << bit;
  writer.uint(head);
  for (const verdict of VERDICTS) if (rollup.counts[verdict] > 0) writer.uint(rollup.counts[verdict]);
  if (rollup.failure !== null) {
    writer.uint(rollup.failure.at - at);
    writer.uint(rollup.failure.failure);
  }
  const count = successes(rollup);
  if (count > 0) {
    writer.uint(rollup.min);
    if (count > 1) writer.uint(rollup.max - rollup.min);
    if (count > 2) writer.uint(rollup.sum - rollup.min * count);
    writePhases(rollup, count);
  }
  rollup.sketch?.write(writer);
  return writer.take();
}

/** The inverse of `encodeRollup`. */
export function decodeRollup(bytes: Uint8Array, at: EpochMs): Rollup<number> {
  const reader = new ByteReader(bytes);
  const rollup = emptyRollup<number>();
  const head = reader.uint();
  let bit = 1;
  for (const verdict of VERDICTS) {
    if (head & bit) rollup.counts[verdict] = reader.uint();
    bit <<= 1;
  }
  if (head & HAS_FAILURE) rollup.failure = { at: at + reader.uint(), failure: reader.uint() };
  const count = successes(rollup);
  if (count > 0) {
    rollup.min = reader.uint();
    rollup.max = count > 1 ? rollup.min + reader.uint() : rollup.min;
    rollup.sum = count > 2 ? rollup.min * count + reader.uint() : count > 1 ? rollup.min + rollup.max : rollup.min;
    readPhases(reader, rollup, count);
  }
  if (count > 2) {
    rollup.sketch = new LatencySketch();
    rollup.sketch.read(reader);
  }
  return rollup;
}

function writePhases(rollup: Rollup<number>, count: number): void {
  let mask = 0;
  for (const [bit, phaseCount] of rollup.phaseCounts.entries()) {
    if (phaseCount > 0) mask |= 1 << bit;
    if (phaseCount > 0 && phaseCount !== count) mask |= PHASE_COUNTS_FOLLOW;
  }
  writer.uint(mask);
  for (const [bit, phaseCount] of rollup.phaseCounts.entries()) {
    if (phaseCount === 0) continue;
    if (mask & PHASE_COUNTS_FOLLOW) writer.uint(phaseCount);
    writer.uint(rollup.phaseSums[bit] ?? 0);
  }
}

function readPhases(reader: ByteReader, rollup: Rollup<number>, count: number): void {
  const mask = reader.uint();
  for (let bit = 0; bit < PHASES.length; bit += 1) {
    if (!(mask & (1 << bit))) continue;
    rollup.phaseCounts[bit] = mask & PHASE_COUNTS_FOLLOW ? reader.uint() : count;
    rollup.phaseSums[bit] = reader.uint();
  }
}
