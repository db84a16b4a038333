import type { Notice } from '../../contract/model/notices.ts';
import type { EndpointId } from '../../contract/model/units.ts';

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
    const lines = [...this.#names.values()].slice(0, 5);
    if (count > lines.length) lines.push(`and ${count - lines.length} more`);
    return {
      id: 'secrets',
      level: 'error',
      title:
        count === 1 ? 'The secret of an endpoint cannot be read' : `The secrets of ${count} endpoints cannot be read`,
      body: `What needs it is not checked until it is set again:\n${lines.join('\n')}`,
      active: count > 0,
    };
  }
}
