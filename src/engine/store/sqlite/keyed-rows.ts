/** A row that waits. */
export interface Queued<Row> {
  readonly row: Row;
  /** Counts up with every row. */
  readonly seq: number;
}

/** Rows that wait to be written, in order. A later row of the same name replaces the earlier one in its place. */
export class KeyedRows<Row> {
  readonly #nameOf: (row: Row) => string;
  readonly #rows = new Map<string, Queued<Row>>();

  constructor(nameOf: (row: Row) => string) {
    this.#nameOf = nameOf;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** The lowest number among the rows; Infinity: there are none. */
  get oldestSeq(): number {
    let least = Infinity;
    for (const { seq } of this.#rows.values()) least = Math.min(least, seq);
    return least;
  }

  /** @param nextSeq gives the number of a row that replaces none */
  put(row: Row, nextSeq: () => number): void {
    const name = this.#nameOf(row);
    this.#rows.set(name, { row, seq: this.#rows.get(name)?.seq ?? nextSeq() });
  }

  /** Removes up to `limit` rows from the front. */
  take(limit: number): readonly Queued<Row>[] {
    const taken = [...this.#rows.values()].slice(0, limit);
    for (const { row } of taken) this.#rows.delete(this.#nameOf(row));
    return taken;
  }

  /** Rows that could not be written wait again, unless a later one has taken their place. */
  putBack(taken: readonly Queued<Row>[]): void {
    for (const queued of taken) {
      const name = this.#nameOf(queued.row);
      if (!this.#rows.has(name)) this.#rows.set(name, queued);
    }
  }
}
