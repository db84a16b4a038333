/** A sketch over numbers of any sign, for metrics: clocks are ahead or behind. */
import { DDSketch } from '@datadog/sketches-js';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { quantileRank, RELATIVE_ACCURACY } from './sketch.ts';

/** What is nearer to zero counts as zero, and what is further from it as this far: a sketch has a bin for each 2 % between. */
const SMALLEST = 1e-9;
const LARGEST = 1e15;

/** The library's own sketch loses negative values when it is merged, so each sign has one of its own. */
export class ValueSketch {
  readonly #positive = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
  /** Of the values without their sign. */
  readonly #negative = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
  #zeros = 0;

  /** How many values went in. */
  get count(): number {
    return this.#negative.count + this.#zeros + this.#positive.count;
  }

  /** @param value a finite number */
  add(value: number): void {
    const size = Math.min(Math.abs(value), LARGEST);
    if (size < SMALLEST) this.#zeros += 1;
    else (value < 0 ? this.#negative : this.#positive).accept(size);
  }

  /** Takes in all that `other` has. */
  merge(other: ValueSketch): void {
    this.#positive.merge(other.#positive);
    this.#negative.merge(other.#negative);
    this.#zeros += other.#zeros;
  }

  /**
   * @param quantile 0 to 1
   * @returns within 1 % of the value of that rank; null when nothing went in
   */
  quantile(quantile: number): number | null {
    if (this.count === 0) return null;
    const rank = quantileRank(quantile, this.count);
    const below = this.#negative.count;
    if (rank < below) return -valueAt(this.#negative, below - 1 - rank);
    return rank < below + this.#zeros ? 0 : valueAt(this.#positive, rank - below - this.#zeros);
  }

  /** Writes the zeros and the bins of either sign. */
  write(writer: ByteWriter): void {
    writer.uint(this.#zeros);
    writeBins(writer, this.#positive);
    writeBins(writer, this.#negative);
  }

  /** Takes in a sketch as `write` left it. */
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

/** How many bins there are, and each as its distance to the one before and its count. */
function writeBins(writer: ByteWriter, { store }: DDSketch): void {
  const bins: [key: number, count: number][] = [];
  for (const [index, count] of store.bins.entries()) if (count > 0) bins.push([index + store.offset, count]);
  writer.uint(bins.length);
  let before = 0;
  for (const [key, count] of bins) {
    writer.signed(key - before);
    writer.uint(count);
    before = key;
  }
}

function readBins(reader: ByteReader, sketch: DDSketch): void {
  let key = 0;
  for (let left = reader.uint(); left > 0; left -= 1) {
    key += reader.signed();
    const count = reader.uint();
    sketch.store.add(key, count);
    sketch.count += count;
  }
}
