/** What references by name become when endpoints get other names. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import { MAX_PARENTS } from '../check/common.ts';
import type { CheckKind } from '../check/kind.ts';
import { dependencyOf } from './members.ts';
import { kindOf, parentsIn } from './parents.ts';

/** An endpoint before and after the change. Both names are the same if it is not renamed. */
export interface NameChange {
  readonly kind: string;
  readonly before: string;
  readonly after: string;
}

/** Knows the old and the new names of all endpoints. Several endpoints may have the same name. */
export class NameChanges {
  readonly #byName: Map<string, NameChange[]>;
  /** A new name that is not followed if there is another one; null: there is none. */
  readonly #except: string | null;
  /** Whether an endpoint is renamed. */
  readonly some: boolean;

  /** @param all all endpoints, those included that keep their names */
  constructor(all: readonly NameChange[] | NameChanges, except: string | null = null) {
    this.#except = except;
    if (all instanceof NameChanges) {
      this.#byName = all.#byName;
      this.some = all.some;
      return;
    }
    this.#byName = new Map();
    const renamed = all.filter(({ before, after }) => before !== after);
    this.some = renamed.length > 0;
    for (const { before } of renamed) this.#byName.set(before, []);
    for (const change of all) this.#byName.get(change.before)?.push(change);
  }

  /** The same for the references of an endpoint with this new name: they do not mean itself where they mean another one. */
  without(name: string): NameChanges {
    return new NameChanges(this, name);
  }

  /**
   * The new names of the endpoints with this name, a name that is kept first. A name that no renamed endpoint had stays as
   * it is.
   * @param kind only endpoints of this kind are meant; default: of any
   */
  follow(name: string, kind?: string): readonly string[] {
    const changes = (this.#byName.get(name) ?? []).filter((change) => kind === undefined || change.kind === kind);
    if (changes.length === 0) return [name];
    const names = new Set(changes.map(({ after }) => after));
    if (names.size > 1 && this.#except !== null) names.delete(this.#except);
    return names.delete(name) ? [name, ...names] : [...names];
  }
}

/**
 * The config of an endpoint with references that follow the changes: those to its parents, and those to the endpoints that it
 * looks at, such as the members of a group. Null: they stay as they are.
 */
export function configAfter(
  { kind, config }: { readonly kind: CheckKind; readonly config: EndpointConfig },
  changes: NameChanges,
): EndpointConfig | null {
  const followIn = (only?: string) => (reference: string) =>
    kindOf(reference) === 'name' ? changes.follow(reference, only) : [reference];
  const isFollowed = (reference: string, only?: string) => {
    const [first, ...others] = followIn(only)(reference);
    return first !== reference || others.length > 0;
  };
  const parents = parentsIn(config);
  const dependsOn = parents.some((reference) => isFollowed(reference))
    ? { dependsOn: [...new Set(parents.flatMap(followIn()))].slice(0, MAX_PARENTS) }
    : null;
  const dependency = dependencyOf({ kind });
  const only = dependency?.onlyOwnKind === true ? kind.kind : undefined;
  const looksAt = dependency?.references(config) ?? [];
  const fields = looksAt.some((reference) => isFollowed(reference, only))
    ? (dependency?.renamed(config, followIn(only)) as Partial<EndpointConfig>)
    : null;
  return dependsOn === null && fields === null ? null : { ...config, ...dependsOn, ...fields };
}

/**
 * A match whose list of endpoints follows the changes; the same object: it stays as it is. Ids in the list stay. A pattern of
 * names stays, too, because it says which names are meant.
 */
export function matchAfter(match: EndpointMatch, changes: NameChanges): EndpointMatch {
  const { endpoints } = match;
  if (endpoints === undefined) return match;
  const followed = [...new Set(endpoints.flatMap((name) => changes.follow(name)))];
  const isSame = followed.length === endpoints.length && followed.every((name, index) => name === endpoints[index]);
  return isSame ? match : { ...match, endpoints: followed };
}
