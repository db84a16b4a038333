/** An item of the queue. Only the queue writes `position`. */
export interface Due {
  /** When the item is due: milliseconds on a clock, or any other growing number. */
  dueAt: number;
  /** Index in the heap; -1: not queued. */
  position: number;
}

/**
 * A binary min-heap by `dueAt`, in which each item knows its index. Adding, moving and removing take O(log n); reading
 * the first item takes O(1). With it, one timer serves all endpoints.
 */
export class DueQueue<T extends Due> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The item that is due first; undefined when the queue is empty. */
  peek(): T | undefined {
    return this.#heap[0];
  }

  /** Adds an item, or moves it if it is already queued. */
  schedule(item: T, dueAt: number): void {
    const earlier = dueAt < item.dueAt;
    item.dueAt = dueAt;
    if (item.position < 0) {
      item.position = this.#heap.push(item) - 1;
      this.#up(item);
    } else if (earlier) {
      this.#up(item);
    } else {
      this.#down(item);
    }
  }

  /** Removes an item; does nothing if it is not queued. */
  remove(item: T): void {
    const hole = item.position;
    if (hole < 0) return;
    item.position = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === item) return;
    this.#place(last, hole);
    this.#up(last);
    this.#down(last);
  }

  /** Removes and returns the first item if it is due at `now` or earlier. */
  popDue(now: number): T | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.dueAt > now) return undefined;
    this.remove(first);
    return first;
  }

  #place(item: T, position: number): void {
    this.#heap[position] = item;
    item.position = position;
  }

  #up(item: T): void {
    let position = item.position;
    while (position > 0) {
      const parentPosition = (position - 1) >> 1;
      const parent = this.#heap[parentPosition];
      if (parent === undefined || parent.dueAt <= item.dueAt) break;
      this.#place(parent, position);
      position = parentPosition;
    }
    this.#place(item, position);
  }

  #down(item: T): void {
    let position = item.position;
    for (;;) {
      const left = this.#heap[2 * position + 1];
      const right = this.#heap[2 * position + 2];
      const child = left !== undefined && right !== undefined && right.dueAt < left.dueAt ? right : left;
      if (child === undefined || child.dueAt >= item.dueAt) break;
      const childPosition = child.position;
      this.#place(child, position);
      position = childPosition;
    }
    this.#place(item, position);
  }
}
