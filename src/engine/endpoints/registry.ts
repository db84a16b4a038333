import type { EndpointId } from '../../contract/model/units.ts';
import { RequestError } from '../base/request-error.ts';
import type { Monitor } from './monitor.ts';

/** The endpoints being watched, in the order in which they were added. It only holds them: `EndpointCommands` changes them. */
export class EndpointRegistry {
  readonly #monitors = new Map<EndpointId, Monitor>();
  /** A number for each endpoint, growing in the order in which they were added. */
  readonly #places = new Map<EndpointId, number>();
  #lastPlace = 0;

  get size(): number {
    return this.#monitors.size;
  }

  [Symbol.iterator](): IterableIterator<Monitor> {
    return this.#monitors.values();
  }

  find(id: EndpointId): Monitor | undefined {
    return this.#monitors.get(id);
  }

  /** @throws RequestError `notFound` */
  get(id: EndpointId): Monitor {
    const monitor = this.#monitors.get(id);
    if (monitor === undefined) throw new RequestError('notFound', `There is no endpoint with the id ${id}.`);
    return monitor;
  }

  /** Each once. @throws RequestError `notFound` when any of them is missing */
  all(ids: readonly EndpointId[]): Monitor[] {
    return [...new Set(ids)].map((id) => this.get(id));
  }

  /** Adds a monitor, or replaces the one of the same endpoint in its place. */
  set(monitor: Monitor): void {
    const { id } = monitor.endpoint;
    if (!this.#places.has(id)) this.#places.set(id, ++this.#lastPlace);
    this.#monitors.set(id, monitor);
  }

  delete(id: EndpointId): void {
    this.#monitors.delete(id);
    this.#places.delete(id);
  }

  /**
   * A part of the endpoints, in order.
   * @param after the `next` of the page before; 0: from the beginning
   * @returns `next` null: there are no more
   */
  page(after: number, size: number): { readonly monitors: readonly Monitor[]; readonly next: number | null } {
    const monitors: Monitor[] = [];
    let last = after;
    for (const [id, place] of this.#places) {
      if (place <= after) continue;
      if (monitors.length === size) return { monitors, next: last };
      monitors.push(this.get(id));
      last = place;
    }
    return { monitors, next: null };
  }
}
