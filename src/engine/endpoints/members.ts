/** Endpoints that depend on other endpoints: what their references mean, and no circles. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { failureOf } from '../base/failure.ts';
import { FailureError } from '../base/failure-error.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import type { CheckKind, Member, MemberConfig, Members } from '../check/kind.ts';
import { secretsOf } from '../check/secret-fields.ts';
import type { Clock } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';
import type { Monitor } from './monitor.ts';
import { parentsIn, unknownParents } from './parents.ts';
import type { PathOf } from './read-endpoints.ts';
import { circleFinder, isMeant, ReferenceIndex } from './references.ts';

/** What references need to know of an endpoint. */
export interface Node {
  readonly id: EndpointId;
  readonly kind: CheckKind;
  readonly config: EndpointConfig;
}

/** An endpoint that is watched. */
export function nodeOf({ endpoint: { id, config }, kind }: Monitor): Node {
  return { id, kind, config };
}

/** An endpoint that has no id yet. @param index the number of the endpoint among the new ones */
export function newNode({ kind, config }: Omit<Node, 'id'>, index: number): Node {
  // No endpoint has such an id.
  return { id: `new ${index}`, kind, config };
}

export interface MembersOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly vault: Pick<ConfigVault, 'open'>;
}

/** The other endpoints, as a check of this endpoint sees them. */
export function membersFor(node: Node, monitors: Iterable<Monitor>, { clock, vault }: MembersOptions): Members {
  const others = () => [...monitors].filter(({ endpoint }) => endpoint.id !== node.id);
  return {
    find: (reference) =>
      others()
        .filter(({ endpoint }) => isMeant(reference, endpoint.config))
        .map((monitor): Member => {
          const { status } = monitor.state(clock.now(), null);
          return { id: monitor.endpoint.id, name: monitor.endpoint.config.name, status };
        }),
    circle: () => {
      const dependent = others()
        .map(nodeOf)
        .filter((other) => dependencyOf(other) !== undefined);
      const circle = finderAmong([node, ...dependent], referencesOf)(node);
      return circle?.map(({ config }) => config.name) ?? null;
    },
    configs: (reference) => {
      const meant = others().filter(({ kind, endpoint }) => kind === node.kind && isMeant(reference, endpoint.config));
      return Promise.all(
        meant.map(async ({ kind, stored }): Promise<MemberConfig> => {
          const config = await opened(vault, { kind, config: stored.config });
          return { config, secrets: [...secretsOf(kind, config), ...(kind.derivedSecrets?.(config) ?? [])] };
        }),
      );
    },
  };
}

/** @throws FailureError `local.secret` when a secret cannot be read */
async function opened(vault: MembersOptions['vault'], confidential: Pick<Node, 'kind' | 'config'>) {
  try {
    return await vault.open(confidential);
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    throw new FailureError(failureOf('local.secret', { field: error.field, problem: error.problem }), { cause: error });
  }
}

/**
 * Two relations, each without circles: what an endpoint checks by looking at others, and what it is reached through.
 * @param before the references to its parents that a changed endpoint has now; default: it is new
 * @throws RequestError `invalid` when one of the endpoints would depend on itself, or on endpoints that do not exist
 */
export function refuseReferences(
  changed: readonly Node[],
  others: readonly Node[],
  pathOf: PathOf,
  before?: (id: EndpointId) => readonly string[],
): void {
  const issues = [
    ...unknownParents(changed, others, pathOf, before),
    ...circlesAmong(MEMBERS, changed, others, pathOf),
    ...circlesAmong(PARENTS, changed, others, pathOf),
  ];
  if (issues.length > 0) throw invalid(issues);
}

/** A relation between endpoints. */
interface Relation {
  /** The field with the references; undefined: an endpoint like this has none. */
  readonly field: (node: Node) => string | undefined;
  readonly references: (node: Node) => readonly string[];
}

const MEMBERS: Relation = { field: (node) => dependencyOf(node)?.field, references: referencesOf };
const PARENTS: Relation = {
  field: ({ config }) => (parentsIn(config).length === 0 ? undefined : 'dependsOn'),
  references: ({ config }) => parentsIn(config),
};

function circlesAmong(
  { field, references }: Relation,
  changed: readonly Node[],
  others: readonly Node[],
  pathOf: PathOf,
): readonly Issue[] {
  // Thousands of endpoints may come together, and hardly any of them depends on others.
  if (changed.every((node) => field(node) === undefined)) return [];
  const find = finderAmong(
    [...changed, ...others].filter((node) => field(node) !== undefined),
    references,
  );
  return changed.flatMap((node, index) => {
    const name = field(node);
    const circle = name === undefined ? null : find(node);
    if (circle === null || name === undefined) return [];
    const names = circle.map(({ config }) => config.name);
    return [{ ...issueOf('circle', name, { names }, { kind: node.kind.kind }), path: pathOf(name, index) }];
  });
}

/** @param dependent the endpoints that depend on others */
function finderAmong(
  dependent: readonly Node[],
  references: (node: Node) => readonly string[],
): (start: Node) => readonly Node[] | null {
  const index = new ReferenceIndex(dependent);
  return circleFinder((node) => references(node).flatMap((reference) => index.find(reference)));
}

type Dependency = NonNullable<CheckKind['dependsOn']>;

const dependencies = new WeakMap<CheckKind, { readonly dependency: Dependency | undefined }>();

/** Where the references are; undefined: endpoints of this kind depend on no others. */
export function dependencyOf({ kind }: Pick<Node, 'kind'>): Dependency | undefined {
  let known = dependencies.get(kind);
  if (known === undefined) {
    const field = kind.form.find(({ holds }) => holds === 'endpoints');
    known = { dependency: kind.dependsOn ?? (field === undefined ? undefined : listIn(field.name)) };
    dependencies.set(kind, known);
  }
  return known.dependency;
}

function listIn(field: string): Dependency {
  return {
    field,
    references: (fields) => {
      const value = (fields as Readonly<Record<string, unknown>>)[field];
      return textsIn(value);
    },
    renamed: (fields, follow) => {
      const value = (fields as Readonly<Record<string, unknown>>)[field];
      return { [field]: [...new Set(textsIn(value).flatMap(follow))] };
    },
  };
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((reference) => typeof reference === 'string') : [];
}

/** The references of an endpoint whose status depends on others; none for other kinds. */
export function referencesOf(node: Pick<Node, 'kind' | 'config'>): readonly string[] {
  return dependencyOf(node)?.references(node.config) ?? [];
}
