/** What texts that refer to endpoints mean: a name, `tag:` and a tag, or `group:` and a group. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';

/** The fields of an endpoint that references look at. */
export interface Referable {
  readonly id: EndpointId;
  readonly config: Pick<EndpointConfig, 'name' | 'group' | 'tags'>;
}

const TAG = 'tag:';
const GROUP = 'group:';

/** Whether a reference means an endpoint with this config. */
export function isMeant(reference: string, { name, group, tags }: Referable['config']): boolean {
  if (reference.startsWith(TAG)) return tags.includes(reference.slice(TAG.length));
  if (reference.startsWith(GROUP)) return group === reference.slice(GROUP.length);
  return name === reference;
}

/** Finds what references mean without looking at every endpoint. */
export class ReferenceIndex<Node extends Referable> {
  readonly #byName = new Map<string, Node[]>();

  constructor(nodes: Iterable<Node>) {
    for (const node of nodes) {
      const { name, group, tags } = node.config;
      for (const key of new Set([name, `${GROUP}${group}`, ...tags.map((tag) => `${TAG}${tag}`)])) {
        const known = this.#byName.get(key);
        if (known === undefined) this.#byName.set(key, [node]);
        else known.push(node);
      }
    }
  }

  /** In the order of the nodes. */
  find(reference: string): readonly Node[] {
    // A name that begins like a tag or a group means the tag or the group.
    return (this.#byName.get(reference) ?? []).filter(({ config }) => isMeant(reference, config));
  }
}

/**
 * Finds a way from an endpoint back to itself. It looks at no endpoint twice that is known to be in no circle, so that asking for
 * thousands of endpoints takes time linear in their references.
 * @param next where the references of an endpoint lead; an endpoint that refers to its own tag does not lead to itself
 */
export function circleFinder<Node extends Referable>(
  next: (node: Node) => Iterable<Node>,
): (start: Node) => readonly Node[] | null {
  const clean = new Set<EndpointId>();
  return (start) => {
    const seen = new Set<EndpointId>();
    function wayFrom(node: Node): readonly Node[] | null {
      for (const one of next(node)) {
        if (one.id === node.id) continue;
        if (one.id === start.id) return [one];
        if (seen.has(one.id) || clean.has(one.id)) continue;
        seen.add(one.id);
        const rest = wayFrom(one);
        if (rest !== null) return [one, ...rest];
      }
      return null;
    }
    const way = wayFrom(start);
    if (way !== null) return [start, ...way];
    clean.add(start.id);
    return null;
  };
}
