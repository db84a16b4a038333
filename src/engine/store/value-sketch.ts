/** A sketch of metric values, positive or negative. */
import { DDSketch } from '@datadog/sketches-js';
import { quantileRank } from '../../shared/latency.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { RELATIVE_ACCURACY } from './sketch.ts';

/**
 * Values nearer to zero count as zero, and values further away count as the limit. Between the two, a sketch has a bin
 * for each 2 %.
 */
const SMALLEST = 1e-9;
const LARGEST = 1e15;

/** The library's sketch loses negative values when it is merged, so each sign has its own sketch. */
export class ValueSketch {
  readonly #positive = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
  /** The absolute values of negative numbers. */
  readonly #negative = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
  #zeros = 0;

  /** The number of added values. */
  get count(): number {
    return this.#negative.count + this.#zeros + this.#positive.count;
  }

  /** @param value a finite number */
  add(value: number): void {
    const size = Math.min(Math.abs(value), LARGEST);
    if (size < SMALLEST) this.#zeros += 1;
    else (value < 0 ? this.#negative : this.#positive).accept(size);
  }

  /** Adds all values of `other`. */
  merge(other: ValueSketch): void {
    addBins(this.#positive, binsOf(other.#positive));
    addBins(this.#negative, binsOf(other.#negative));
    this.#zeros += other.#zeros;
  }

  /**
   * @param quantile 0 to 1
   * @returns within 1 % of the value at that rank; null when the sketch is empty
   */
  quantile(quantile: number): number | null {
    if (this.count === 0) return null;
    const rank = quantileRank(quantile, this.count);
    const below = this.#negative.count;
    if (rank < below) return -valueAt(this.#negative, below - 1 - rank);
    return rank < below + this.#zeros ? 0 : valueAt(this.#positive, rank - below - this.#zeros);
  }

  /** Writes the number of zeros and the bins of each sign. */
  write(writer: ByteWriter): void {
    writer.uint(this.#zeros);
    writeBins(writer, this.#positive);
    writeBins(writer, this.#negative);
  }

  /** Adds a sketch that `write` wrote. */
  read(reader: ByteReader): void {
    this.#zeros += reader.uint();
    readBins(reader, this.#positive);
    readBins(reader, this.#negative);
  }
}

/** @param rank from 0 to the sketch's count - 1 */
function valueAt({ store, mapping }: DDSketch, rank: number): number {
  return mapping.value(store.keyAtRank(rank));
}

type Bin = readonly [key: number, count: number];

function binsOf({ store }: DDSketch): Bin[] {
  const bins: Bin[] = [];
  for (const [index, count] of store.bins.entries()) if (count > 0) bins.push([index + store.offset, count]);
  return bins;
}

/** The library's `merge` loses bins when the two sketches are far apart, so bins are added one by one. */
function addBins(sketch: DDSketch, bins: Iterable<Bin>): void {
  for (const [key, count] of bins) {
    sketch.store.add(key, count);
    sketch.count += count;
  }
}

/** Writes the number of bins, and for each bin its distance to the previous one and its count. */
function writeBins(writer: ByteWriter, sketch: DDSketch): void {
  const bins = binsOf(sketch);
  writer.uint(bins.length);
  let before = 0;
  for (const [key, count] of bins) {
    writer.signed(key - before);
    writer.uint(count);
    before = key;
  }
}

function readBins(reader: ByteReader, sketch: DDSketch): void {
  const bins: Bin[] = [];
  let key = 0;
  for (let left = reader.uint(); left > 0; left -= 1) {
    key += reader.signed();
    bins.push([key, reader.uint()]);
  }
  addBins(sketch, bins);
}
