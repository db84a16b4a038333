/**
 * A mergeable latency sketch: DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with
 * relative-error guarantees", VLDB 2019), implemented by Datadog's library. Only the stored form is ours: the library's
 * protobuf needs 60 bytes or more, too much for two checks per minute, and another package.
 */
import { DDSketch } from '@datadog/sketches-js';
import { quantileRank } from '../../shared/latency.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Quantiles are within this share of the true value. Stored sketches depend on it: changing it needs a migration. */
export const RELATIVE_ACCURACY = 0.01;

/** How many times as wide each bin of a sketch is as the one below it. */
export const BIN_GROWTH = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);

/** The middle of a bin of `LatencySketch.bins` in microseconds: within 1 % of each value in it. */
export function valueOfBin(key: number): number {
  return key === -Infinity ? 0 : (2 * BIN_GROWTH ** key) / (BIN_GROWTH + 1);
}

/** Up to this many values are kept as they are: most points of a chart have fewer, and the library's sketch allocates arrays. */
const FEW = 32;

/** Finds the bin of a value, as all sketches do. */
const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });

/** A sketch of durations in whole microseconds, from 0. */
export class LatencySketch {
  /** All values, the lowest first, as long as they are few; afterwards empty. */
  #few: number[] = [];
  #sketch: DDSketch | null = null;

  /** The number of added values. */
  get count(): number {
    return this.#sketch?.count ?? this.#few.length;
  }

  /** @param us microseconds, at least 0 */
  add(us: number): void {
    if (this.#sketch !== null || this.#few.length >= FEW) {
      this.#binned().accept(us);
      return;
    }
    const few = this.#few;
    let place = few.length;
    few.push(us);
    for (; place > 0 && (few[place - 1] ?? 0) > us; place -= 1) few[place] = few[place - 1] ?? 0;
    few[place] = us;
  }

  /**
   * The bins that have values, the lowest first: the bin of `key` holds the values above `BIN_GROWTH ** (key - 1)` up to
   * `BIN_GROWTH ** key` microseconds; the key -Infinity, those of 0.
   */
  *bins(): Generator<readonly [key: number, count: number]> {
    const { store, zeroCount } = this.#binned();
    if (zeroCount > 0) yield [-Infinity, zeroCount];
    for (const [index, count] of store.bins.entries()) if (count > 0) yield [index + store.offset, count];
  }

  /** Adds all values of `other`. */
  merge(other: LatencySketch): void {
    if (other.#sketch !== null) this.#binned().merge(other.#sketch);
    else for (const us of other.#few) this.add(us);
  }

  /**
   * @param quantile 0 to 1
   * @returns microseconds, within 1 % of the value at that rank; null when the sketch is empty
   */
  quantile(quantile: number): number | null {
    if (this.count === 0) return null;
    const rank = quantileRank(quantile, this.count);
    if (this.#sketch !== null) {
      const { store, zeroCount } = this.#sketch;
      return rank < zeroCount ? 0 : mapping.value(store.keyAtRank(rank - zeroCount));
    }
    const value = this.#few[rank] ?? 0;
    // The middle of its bin, as with more values.
    return value > mapping.minPossible ? mapping.value(mapping.key(value)) : 0;
  }

  /**
   * Writes the number of zeros, the number of bins, and for each bin its distance to the previous one and its count.
   */
  write(writer: ByteWriter): void {
    const bins = [...this.bins()].filter(([key]) => key !== -Infinity);
    writer.uint(this.#binned().zeroCount);
    writer.uint(bins.length);
    let before = 0;
    for (const [key, count] of bins) {
      writer.uint(key - before);
      writer.uint(count);
      before = key;
    }
  }

  /** Adds a sketch that `write` wrote. */
  read(reader: ByteReader): void {
    const sketch = this.#binned();
    const zeros = reader.uint();
    sketch.zeroCount += zeros;
    sketch.count += zeros;
    let key = 0;
    for (let left = reader.uint(); left > 0; left -= 1) {
      key += reader.uint();
      const count = reader.uint();
      sketch.store.add(key, count);
      sketch.count += count;
    }
  }

  /** The library's sketch with all values. */
  #binned(): DDSketch {
    if (this.#sketch === null) {
      this.#sketch = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
      for (const us of this.#few) this.#sketch.accept(us);
      this.#few = [];
    }
    return this.#sketch;
  }
}
