/** Endpoints that depend on other endpoints: what their references mean, and no circles. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { failureOf } from '../base/failure.ts';
import { FailureError } from '../base/failure-error.ts';
import { issueOf } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import type { CheckKind, Member, MemberConfig, Members } from '../check/kind.ts';
import { secretsOf } from '../check/secret-fields.ts';
import type { Clock } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';
import type { Monitor } from './monitor.ts';
import type { PathOf } from './read-endpoints.ts';

/** An endpoint, as far as references concern it. */
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

/** What an endpoint's check sees of the others. */
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
      return findCircle(node, [node, ...dependent])?.map(({ config }) => config.name) ?? null;
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

/** @throws RequestError `invalid` when one of the endpoints would depend on itself */
export function refuseCircles(changed: readonly Node[], others: readonly Node[], pathOf: PathOf): void {
  // Thousands of endpoints may come together, and hardly any of them depends on others.
  if (changed.every((node) => dependencyOf(node) === undefined)) return;
  const dependent = [...changed, ...others].filter((node) => dependencyOf(node) !== undefined);
  const issues = changed.flatMap((node, index) => {
    const dependency = dependencyOf(node);
    const circle = dependency === undefined ? null : findCircle(node, dependent);
    if (circle === null || dependency === undefined) return [];
    const { field } = dependency;
    const names = circle.map(({ config }) => config.name);
    return [{ ...issueOf('circle', field, { names }, { kind: node.kind.kind }), path: pathOf(field, index) }];
  });
  if (issues.length > 0) throw invalid(issues);
}

/**
 * The way from an endpoint back to itself, both ends included; null: there is none.
 * @param dependent the endpoints that depend on others
 */
function findCircle(start: Node, dependent: readonly Node[]): readonly Node[] | null {
  const seen = new Set<EndpointId>();
  function wayFrom(node: Node): readonly Node[] | null {
    for (const reference of referencesOf(node)) {
      for (const next of dependent) {
        // A tag that the endpoint has itself does not make it its own member.
        if (next.id === node.id || !isMeant(reference, next.config)) continue;
        if (next.id === start.id) return [next];
        if (seen.has(next.id)) continue;
        seen.add(next.id);
        const rest = wayFrom(next);
        if (rest !== null) return [next, ...rest];
      }
    }
    return null;
  }
  const way = wayFrom(start);
  return way === null ? null : [start, ...way];
}

type Dependency = NonNullable<CheckKind['dependsOn']>;

const dependencies = new WeakMap<CheckKind, { readonly dependency: Dependency | undefined }>();

/** Where the references are; undefined: endpoints of this kind depend on no others. */
function dependencyOf({ kind }: Node): Dependency | undefined {
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
      return Array.isArray(value) ? value.filter((reference) => typeof reference === 'string') : [];
    },
  };
}

function referencesOf(node: Node): readonly string[] {
  return dependencyOf(node)?.references(node.config) ?? [];
}

/** Whether a reference means an endpoint with this config. */
function isMeant(reference: string, { name, group, tags }: EndpointConfig): boolean {
  if (reference.startsWith('tag:')) return tags.includes(reference.slice('tag:'.length));
  if (reference.startsWith('group:')) return group === reference.slice('group:'.length);
  return name === reference;
}
