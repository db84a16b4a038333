/** References of endpoints to their parents: finds references to endpoints that do not exist. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import type { PathOf } from './read-endpoints.ts';
import { isMeant, ReferenceIndex, type Referable } from './references.ts';

/** An endpoint whose references are looked at. */
export interface Dependent extends Referable {
  readonly config: Pick<EndpointConfig, 'name' | 'kind' | 'group' | 'tags' | 'dependsOn'>;
}

const FIELD = 'dependsOn';

/** The references of an endpoint to its parents. */
export function parentsIn({ dependsOn = [] }: Pick<EndpointConfig, 'dependsOn'>): readonly string[] {
  return dependsOn;
}

/**
 * Issues for references of changed endpoints that match no other endpoint. References that an endpoint had before are
 * allowed: the endpoint that they matched was removed, and can be restored.
 * @param before the references that a changed endpoint has now; default: it is new
 */
export function unknownParents(
  changed: readonly Dependent[],
  others: readonly Dependent[],
  pathOf: PathOf,
  before: (id: string) => readonly string[] = () => [],
): readonly Issue[] {
  if (changed.every(({ config }) => parentsIn(config).length === 0)) return [];
  const index = new ReferenceIndex([...changed, ...others]);
  return changed.flatMap((node, position) => {
    const kept = new Set(before(node.id));
    return parentsIn(node.config).flatMap((reference) => {
      if (kept.has(reference) || index.find(reference).some(({ id }) => id !== node.id)) return [];
      const reason = isMeant(reference, node.config) ? 'itself' : kindOf(reference);
      const about = { kind: node.config.kind, given: reference };
      const name = reference.replace(/^(?:tag|group):/u, '');
      return [{ ...issueOf('noSuchEndpoint', FIELD, { name, reason }, about), path: pathOf(FIELD, position) }];
    });
  });
}

/** What a reference refers to; see `ReferenceIndex`. */
export function kindOf(reference: string): 'tag' | 'group' | 'name' {
  if (reference.startsWith('tag:')) return 'tag';
  return reference.startsWith('group:') ? 'group' : 'name';
}

/** The configs without references that match no other endpoint, such as those to removed endpoints. */
export function withKnownParents<Node extends Dependent>(nodes: readonly Node[]): readonly Node['config'][] {
  const index = new ReferenceIndex(nodes);
  return nodes.map(({ id, config }) => {
    const references = parentsIn(config);
    const known = references.filter((reference) => index.find(reference).some((other) => other.id !== id));
    return known.length === references.length ? config : { ...config, dependsOn: known };
  });
}
