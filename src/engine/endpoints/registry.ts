import type { EndpointMatch } from '../../contract/model/match.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { RequestError } from '../base/request-error.ts';
import type { Monitor } from './monitor.ts';

/** The watched endpoints, in the order in which they were added. `EndpointCommands` changes them. */
export class EndpointRegistry {
  readonly #monitors = new Map<EndpointId, Monitor>();
  /** A number per endpoint that grows in the order in which they were added. */
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
    if (monitor === undefined) throw new RequestError('endpointNotFound', { id });
    return monitor;
  }

  /** Returns each endpoint once. @throws RequestError `notFound` when any of them is missing */
  all(ids: readonly EndpointId[]): Monitor[] {
    return [...new Set(ids)].map((id) => this.get(id));
  }

  /**
   * The monitors whose endpoints match.
   * @param ids only of these; absent: of all
   * @throws RequestError `notFound` when any of these is missing
   */
  matching(match: EndpointMatch, ids?: readonly EndpointId[]): Monitor[] {
    const monitors = ids === undefined ? [...this] : this.all(ids);
    return monitors.filter(({ endpoint }) => matches(match, endpoint));
  }

  /** Adds a monitor, or replaces the monitor of the same endpoint. */
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
   * Returns a page of endpoints, in order.
   * @param after `next` of the previous page; 0: the first page
   * @returns `next` is null on the last page
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
