import type { Notice } from '../../contract/model/notices.ts';
import type { EndpointId } from '../../contract/model/units.ts';

/** At most this many endpoints are named. */
const MAX_NAMES = 5;

/** The endpoints that cannot be checked because one of their secrets cannot be read, and the notice about them. */
export class Unreadable {
  readonly #names = new Map<EndpointId, string>();

  /**
   * @param name null: its secrets can be read, or it was removed
   * @returns the notice if it changed
   */
  put(id: EndpointId, name: string | null): Notice | null {
    if (name === null ? !this.#names.delete(id) : this.#names.get(id) === name) return null;
    if (name !== null) this.#names.set(id, name);
    const count = this.#names.size;
    const names = [...this.#names.values()].slice(0, MAX_NAMES);
    return {
      id: 'secrets',
      level: 'error',
      code: 'secrets.unreadable',
      params: { count, names, more: count - names.length },
      active: count > 0,
    };
  }
}
