/**
 * References of endpoints to their parents: finds references to endpoints that do not exist, and updates references when
 * an endpoint is renamed.
 */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import { MAX_PARENTS } from '../check/common.ts';
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
function kindOf(reference: string): 'tag' | 'group' | 'name' {
  if (reference.startsWith('tag:')) return 'tag';
  return reference.startsWith('group:') ? 'group' : 'name';
}

/** How a change affects the names of endpoints. */
export interface NameChanges {
  /** The new names of renamed endpoints, by the old ones. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The names of all endpoints after the change. */
  readonly left: ReadonlySet<string>;
}

/** The references of an endpoint after others were renamed; null: they stay as they are. */
export function followRenames(
  config: Pick<EndpointConfig, 'dependsOn'>,
  { renamed: renames, left }: NameChanges,
): readonly string[] | null {
  const references = parentsIn(config).filter((reference) => kindOf(reference) === 'name');
  if (!references.some((reference) => renames.has(reference))) return null;
  const followed = parentsIn(config).flatMap((reference) => {
    const renamed = renames.get(reference);
    if (renamed === undefined || kindOf(reference) !== 'name') return [reference];
    // The reference also matches another endpoint that keeps the old name.
    return left.has(reference) ? [reference, renamed] : [renamed];
  });
  return [...new Set(followed)].slice(0, MAX_PARENTS);
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
